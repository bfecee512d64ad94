import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type Answer, useAnswer, useDo } from "./queries.ts";

export type Summary = NonNullable<Answer<"showSummary">["summary"]>;

/** What is counted of all that a source holds; where nobody counted it since the newest run, it is counted now. */
export function useSummary(source: string | null): {
  readonly query: ReturnType<typeof useAnswer<"showSummary">>;
  readonly isCounting: boolean;
  readonly error: Error | null;
} {
  const client = useQueryClient();
  const given = source === null ? {} : { query: { source } };
  const query = useAnswer("showSummary", given, { staleMs: 60_000 });
  const { mutate, isPending, error } = useDo("makeSummary");
  const isMissing = query.data?.summary === null;
  useEffect(() => {
    if (!isMissing) return;
    mutate(
      { body: source === null ? {} : { source } },
      {
        onSuccess: (made) =>
          client.setQueryData(["showSummary", source === null ? {} : { query: { source } }], made),
      },
    );
  }, [isMissing, source, mutate, client]);
  return { query, isCounting: isPending, error };
}
