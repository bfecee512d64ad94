import { type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import { type Answer, api, type CallOptions, type Given, type Operation } from "./api.ts";
import type { ApiProblem } from "./problem.ts";

/** Operations whose answers are pages of a list. */
type Paged = {
  [Name in Operation]: Answer<Name> extends { items: readonly unknown[]; next: string | null } ? Name : never;
}[Operation];

type Item<Name extends Paged> = Answer<Name> extends { items: readonly (infer One)[] } ? One : never;

export interface Pages<Name extends Paged> {
  /** Of all pages that are there. */
  readonly items: readonly Item<Name>[];
  /** All of them are there. */
  readonly isComplete: boolean;
  /** Asks for the next page, where there is one and none is on its way. */
  readonly more: () => void;
  readonly query: UseInfiniteQueryResult<unknown, ApiProblem>;
}

type LooseCall = (given: unknown, options: CallOptions) => Promise<{ items: unknown[]; next: string | null }>;

/** A list that grows page after page as its end comes into view; kept under `[operation, given, "pages"]`. */
export function usePages<Name extends Paged>(
  name: Name,
  given: Given<Name>,
  options: { readonly everyMs?: number; readonly enabled?: boolean } = {},
): Pages<Name> {
  const asked = given as { readonly query?: object };
  const query = useInfiniteQuery({
    queryKey: [name, given, "pages"],
    queryFn: ({ pageParam, signal }) =>
      (api[name] as unknown as LooseCall)(
        { ...asked, query: { ...asked.query, ...(pageParam !== null && { cursor: pageParam }) } },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled: options.enabled ?? true,
    placeholderData: (last) => last,
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  return {
    items: (data?.pages.flatMap(({ items }) => items) ?? []) as Item<Name>[],
    isComplete: data !== undefined && !hasNextPage,
    more: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    query: query as unknown as UseInfiniteQueryResult<unknown, ApiProblem>,
  };
}
