import { monotonicMs, sleep } from "../../base/clock.ts";
import {
  DatamasterError,
  type ErrorCode,
  ParkError,
  RetryableError,
  StopRunError,
  whyOf,
} from "../../base/errors.ts";
import { printable } from "../../base/printable.ts";
import type { Told } from "../../base/told.ts";
import { askedToWaitError } from "../../collect/collect.ts";
import type { Account, Connector, CrmClientPort, ListTarget, Page } from "../../crm/crm.ts";
import { isPaced, type LimiterOptions } from "../../limits/limits.ts";
import { told } from "../../messages/messages.ts";
import type { SourceOptions } from "../app.ts";

/** The first call of a run: a wrong host, token or page must be told within seconds, so few tries and one deadline. */
const TRIES = 4;
const PAUSE_MS = 500;
const DEADLINE_MS = 12_000;
/** After a 429 without Retry-After, and the least after any. */
const THROTTLE_PAUSE_MS = 1_000;
const SHORTEST_PAUSE_MS = 200;

/** Asks the CRM whose token it is. Rejects with CRM_UNREACHABLE or what the CRM answered, within 15 s. */
export async function askAccount(
  connector: Connector,
  client: CrmClientPort,
  signal: AbortSignal,
  onRequest: () => void = () => {},
): Promise<Account> {
  const until = monotonicMs() + DEADLINE_MS;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
  for (let tries = 1; ; ) {
    try {
      const answer = await client.get(connector.accountRequest(), deadline, (send) => {
        onRequest();
        return send();
      });
      return connector.readAccount(answer.body);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const throttled = error instanceof RetryableError && error.code === "CRM_THROTTLED";
      const noToken = error instanceof ParkError && error.code === "CRM_NO_TOKEN";
      const asked = throttled || noToken ? error.retryAfterMs : undefined;
      const pauseMs = asked ?? (throttled ? THROTTLE_PAUSE_MS : PAUSE_MS * tries);
      const moved = error instanceof RetryableError && error.code === "CRM_REDIRECTED";
      const isPassing = noToken || (error instanceof RetryableError && !moved);
      const last = !isPassing || (!throttled && tries === TRIES);
      if (last || deadline.aborted || monotonicMs() + pauseMs > until) throw firstAnswerError(error);
      if (!throttled) tries++;
      await sleep(Math.max(pauseMs, SHORTEST_PAUSE_MS), signal);
    }
  }
}

/**
 * What paces a source: the user's rate and limits, the limit that the CRM tells where no rate is given, else one to be
 * found from the connector's hint.
 */
export function pacingOf(
  { rps, rateLimits = [], concurrency }: Pick<SourceOptions, "rps" | "rateLimits" | "concurrency">,
  { rateHint }: Pick<Connector, "rateHint">,
  account: Account,
): LimiterOptions {
  const known = rps === "auto" ? account.requestsPerSecond : rps;
  const limits = [...(known === null ? [] : [{ requests: known, windowMs: 1000 }]), ...rateLimits];
  return { concurrency, limits, ...(!limits.some(isPaced) && { hint: rateHint ?? null }) };
}

/** How the account's source is called that has no name in a config file: fit to be shown, whatever the CRM says. */
export function sourceName(
  source: Pick<SourceOptions, "name" | "connector" | "baseUrl">,
  account: Account,
): string {
  const shown = printable(account.name).replace(/\s+/g, " ").trim();
  return source.name ?? `${source.connector}:${source.baseUrl}#${shown}`;
}

/** Reads a list's first page. Where the list of clients is none, the base URL is wrong: throws CRM_NOT_A_CRM. */
export function readFirstPage(connector: Connector, target: ListTarget, body: Uint8Array): Page {
  try {
    return connector.readPage(target, null, body);
  } catch (error) {
    if (target.kind !== "clients") throw error;
    throw new StopRunError("CRM_NOT_A_CRM", told("otherClients", { why: whyOf(error) }), { cause: error });
  }
}

/** A longer wait that the CRM asks for is a quota's or a ban's: it is told until when. */
const LONG_WAIT_MS = 60_000;

function firstAnswerError(error: unknown): unknown {
  if (!(error instanceof DatamasterError))
    return new StopRunError("CRM_UNREACHABLE", told("noAnswer"), { cause: error });
  const asksToWait = error instanceof RetryableError || error instanceof ParkError;
  const waitMs = asksToWait ? (error.retryAfterMs ?? 0) : 0;
  if (waitMs > LONG_WAIT_MS) return askedToWaitError(error, Date.now() + waitMs);
  const stop = (code: ErrorCode, text: Told) => new StopRunError(code, text, { cause: error });
  switch (error.code) {
    case "CRM_NOT_FOUND":
      return stop("CRM_NOT_A_CRM", told("noMe"));
    case "CRM_REJECTED":
    case "CRM_REDIRECTED":
    case "CRM_CURSOR_EXPIRED":
      return stop("CRM_NOT_A_CRM", statusText(error.data));
    case "CRM_NO_TOKEN":
      return stop("CRM_NO_TOKEN", told("noTokenAtFirst", { why: whyOf(error) }));
    case "CRM_THROTTLED":
      return stop("CRM_THROTTLED", told("throttledAtMe"));
    default:
      if (!(error instanceof RetryableError) || error.code === "CRM_NOT_A_CRM") return error;
      return stop("CRM_UNREACHABLE", told("unreachable", { why: whyOf(error) }));
  }
}

/** Where a redirect leads is told without its query, which may hold a secret. */
function statusText({ status, to }: DatamasterError["data"]): Told {
  const code = Number(status);
  if (code < 300 || code > 399 || typeof to !== "string") return told("statusAtMe", { status: code });
  return told("movedAtMe", { status: code, to: to.replace(/[?#].*$/s, "") });
}
