import { type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import { type Answer, api } from "../../client/api.ts";
import type { ApiProblem } from "../../client/problem.ts";
import { queryOf } from "./filter.ts";

export type NumberRow = Answer<"listNumbers">["items"][number];

/** The pages of a list so far. */
export interface NumberPages {
  readonly rows: readonly NumberRow[];
  readonly count: number;
  /** How long the first page took, in ms. */
  readonly tookMs: number;
}

const PAGE = 100;

/** The numbers that an address asks for, page by page; `fetchNextPage` appends the next. */
export function useNumbers(address: URLSearchParams): UseInfiniteQueryResult<NumberPages, ApiProblem> {
  const query = queryOf(address);
  return useInfiniteQuery({
    queryKey: ["listNumbers", query],
    initialPageParam: undefined as string | undefined,
    async queryFn({ pageParam, signal }) {
      const began = performance.now();
      const cursor = pageParam === undefined ? {} : { cursor: pageParam };
      const page = await api.listNumbers({ query: { ...query, ...cursor, limit: PAGE } }, { signal });
      return { ...page, tookMs: Math.round(performance.now() - began) };
    },
    getNextPageParam: (last) => last.next ?? undefined,
    select: ({ pages }) => ({
      rows: pages.flatMap(({ items }) => items),
      count: pages[0]?.count ?? 0,
      tookMs: pages[0]?.tookMs ?? 0,
    }),
    staleTime: 60_000,
  });
}
