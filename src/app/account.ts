import { sleep } from "../base/clock.ts";
import { DatamasterError, RetryableError, StopRunError } from "../base/errors.ts";
import type { Account, Connector, CrmClientPort } from "../crm/crm.ts";

/** The first call of a run: a wrong host, token or page must be told within seconds, so few tries and one deadline. */
const TRIES = 3;
const PAUSE_MS = 500;
const DEADLINE_MS = 12_000;

/** Asks the CRM whose token it is. Rejects with CRM_UNREACHABLE or what the CRM answered, within 15 s. */
export async function askAccount(
  connector: Connector,
  client: CrmClientPort,
  signal: AbortSignal,
): Promise<Account> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
  for (let tries = 1; ; tries++) {
    try {
      const answer = await client.get(connector.accountRequest(), deadline);
      return connector.readAccount(answer.body);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const last = tries === TRIES || deadline.aborted || !(error instanceof RetryableError);
      if (last) throw firstAnswerError(error);
      await sleep(PAUSE_MS * tries, signal);
    }
  }
}

function firstAnswerError(error: unknown): unknown {
  if (error instanceof RetryableError) {
    return new StopRunError("CRM_UNREACHABLE", error.message, {
      hint: "Check the base URL, the network and whether the CRM is up; then run the same command again.",
      cause: error,
    });
  }
  if (error instanceof DatamasterError && error.code === "CRM_NOT_FOUND") {
    return new StopRunError("CRM_NOT_A_CRM", "The base URL answers, but knows no /me (404).", {
      hint: "Check the base URL: it must end where /me, /clients and /projects begin, like https://crm.example.com/api/v1.",
      cause: error,
    });
  }
  if (error instanceof DatamasterError) return error;
  return new StopRunError("CRM_UNREACHABLE", "The CRM did not answer within 12 s.", {
    hint: "Check the base URL, the network and whether the CRM is up; then run the same command again.",
    cause: error,
  });
}
