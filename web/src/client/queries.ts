import {
  MutationCache,
  QueryCache,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { type Answer, api, type CallOptions, type Given, type Operation } from "./api.ts";
import { ApiProblem } from "./problem.ts";
import { noteSignedOut } from "./signed-out.ts";

export type { Answer, Given, Operation } from "./api.ts";

type LooseCall = (given: unknown, options: CallOptions) => Promise<never>;

/** Rows stay on the page while they are asked for again; errors that trying again cannot mend are shown at once. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: noteSignedOut }),
    mutationCache: new MutationCache({ onError: noteSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        gcTime: 5 * 60_000,
        // Not "online": that is the browser's network, and the service may be on this very machine.
        networkMode: "always",
        retry: (tries, error) =>
          tries < 2 && error instanceof ApiProblem && (error.isOffline || error.status >= 500),
        retryDelay: (tries) => 1000 * 2 ** tries,
      },
      mutations: { networkMode: "always" },
    },
  });
}

export interface AnswerOptions {
  readonly enabled?: boolean;
  /** Asks again after so many ms while the tab is seen; for what no live event tells. */
  readonly everyMs?: number;
  readonly staleMs?: number;
  /** Keeps showing the last answer while another one is asked for. */
  readonly keepsLast?: boolean;
}

/** One operation's answer, kept under `[operation, given]`; `invalidateQueries({queryKey: [operation]})` asks again. */
export function useAnswer<Name extends Operation>(
  name: Name,
  given?: Given<Name>,
  options: AnswerOptions = {},
): UseQueryResult<Answer<Name>, ApiProblem> {
  return useQuery<Answer<Name>, ApiProblem>({
    queryKey: [name, given ?? {}],
    queryFn: ({ signal }) => (api[name] as unknown as LooseCall)(given, { signal }),
    enabled: options.enabled ?? true,
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
    ...(options.keepsLast === true ? { placeholderData: (last: Answer<Name> | undefined) => last } : {}),
  } as Parameters<typeof useQuery<Answer<Name>, ApiProblem>>[0]);
}

/** Does one operation; afterwards the answers of `refreshes` are asked for again. */
export function useDo<Name extends Operation>(
  name: Name,
  refreshes: readonly Operation[] = [],
): UseMutationResult<Answer<Name>, ApiProblem, Given<Name> & CallOptions> {
  const client = useQueryClient();
  return useMutation<Answer<Name>, ApiProblem, Given<Name> & CallOptions>({
    mutationFn: ({ signal, idempotencyKey, ...given }) =>
      (api[name] as unknown as LooseCall)(given, {
        signal,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      }),
    onSettled: () =>
      Promise.all(refreshes.map((operation) => client.invalidateQueries({ queryKey: [operation] }))),
  });
}
