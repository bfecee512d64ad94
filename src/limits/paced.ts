import { DatamasterError, RetryableError } from "../base/errors.ts";
import type { ToldLimit } from "../model/limit.ts";
import type { Limiter, RequestOutcome } from "./limits.ts";

/** Sends one request, which the CRM counts as `cost`, when its turn comes, and tells the limiter how it ended. Rejects as `send` does. */
export async function paced<T extends { readonly limits?: readonly ToldLimit[] }>(
  limiter: Pick<Limiter, "acquire">,
  signal: AbortSignal,
  send: () => Promise<T>,
  cost = 1,
): Promise<T> {
  const permit = await limiter.acquire(signal, cost);
  try {
    const answer = await send();
    permit.done({ kind: "answered", ...(answer.limits !== undefined && { limits: answer.limits }) });
    return answer;
  } catch (error) {
    permit.done(outcomeOf(error));
    throw error;
  }
}

/** An answer of whatever status was counted by the CRM; a broken connection may not have been. */
function outcomeOf(error: unknown): RequestOutcome {
  if (error instanceof RetryableError && error.code === "CRM_THROTTLED") {
    return { kind: "throttled", retryAfterMs: error.retryAfterMs ?? null };
  }
  const answered = error instanceof DatamasterError && typeof error.data.status === "number";
  return { kind: answered ? "answered" : "failed" };
}
