import { api, newKey } from "../../client/api.ts";

interface Starter {
  readonly startRun?: (
    given: { readonly body: { readonly source: string } },
    options: { readonly idempotencyKey: string },
  ) => Promise<{ readonly run: number | null }>;
}

/** Starts a run of a source; null where its number is not known yet. */
export async function startFirst(source: string): Promise<{ readonly run: number | null }> {
  const { startRun } = api as unknown as Starter;
  return (await startRun?.({ body: { source } }, { idempotencyKey: newKey() })) ?? { run: null };
}
