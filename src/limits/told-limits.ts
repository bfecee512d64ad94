import type { ToldLimit } from "../model/limit.ts";
import { isPaced } from "./allowance.ts";

/** A limit of less than so many requests a second would make a run stand still: it is not believed. */
const LOWEST_RATE = 0.1;
/** What is only a hint is no reason to begin slower than this. */
const LOWEST_HINT = 1;
/** An unknown window is not waited for any longer. */
const LONGEST_WAIT_MS = 120_000;
/** So often in a row all of a window is gone with its first request, and the headers are not believed any more. */
const MOST_LIES = 3;

/** What follows from what an answer tells; null for nothing. */
export interface Followed {
  /** Nobody sends for so long. */
  readonly waitMs: number;
  readonly limit: { readonly requests: number; readonly windowMs: number } | null;
  /** Requests a second to begin with. */
  readonly hint: number | null;
}

/** Makes of headers what can be made of them without standing still for a lie. */
export class ToldLimits {
  #lies = 0;
  #answeredSince = Infinity;
  #limit: Followed["limit"] = null;

  /** `fresh`: the request was sent after the last wait that was asked for. */
  follow(told: readonly ToldLimit[], fresh: boolean): Followed {
    if (fresh) this.#answeredSince++;
    const trusted = this.#lies >= MOST_LIES ? [] : told.filter((one) => one.trusted);
    const known = trusted.map(limitOf).find((one) => one !== null) ?? null;
    const isNew = known?.requests !== this.#limit?.requests || known?.windowMs !== this.#limit?.windowMs;
    if (known !== null) this.#limit = known;
    const hints = told.filter((one) => !one.trusted).flatMap((one) => limitOf(one) ?? []);
    const rates = hints.map(({ requests, windowMs }) => Math.max(LOWEST_HINT, (requests * 1000) / windowMs));
    return {
      waitMs: fresh ? this.#waitMs(trusted) : 0,
      limit: isNew ? known : null,
      hint: rates.length === 0 ? null : Math.min(...rates),
    };
  }

  #waitMs(trusted: readonly ToldLimit[]): number {
    const spent = trusted.filter(
      (one) => one.remaining === 0 && (one.windowMs === null || isPaced({ windowMs: one.windowMs })),
    );
    const waits = spent.map(({ resetMs }) => resetMs ?? 0).filter((ms) => ms > 0 && ms <= LONGEST_WAIT_MS);
    if (waits.length === 0) return 0;
    const isFirst = this.#answeredSince <= 1 && spent.every(({ requests }) => requests !== 1);
    this.#lies = isFirst ? this.#lies + 1 : 0;
    this.#answeredSince = 0;
    return this.#lies >= MOST_LIES ? 0 : Math.max(...waits);
  }
}

function limitOf({ requests, windowMs }: ToldLimit): Followed["limit"] {
  if (requests === null || windowMs === null || !isPaced({ windowMs })) return null;
  return (requests * 1000) / windowMs < LOWEST_RATE ? null : { requests, windowMs };
}
