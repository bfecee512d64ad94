import { orAborted } from "../../base/abort.ts";
import { monotonicMs } from "../../base/clock.ts";
import { DatamasterError, ParkError, StopRunError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { TokenState } from "../crm.ts";

/** Where requests get their access token from. */
export interface Tokens {
  /**
   * A token that is believed to be good, got or renewed where there is none; one renewal serves all who ask. Rejects
   * ParkError CRM_NO_TOKEN while the token endpoint fails, StopRunError where it refuses, or with the signal's reason.
   */
  ready(signal: AbortSignal): Promise<string>;
  /** The CRM answered a request with this token. */
  accepted(token: string): void;
  /** The CRM refused this token; throws where no other could do better. */
  refused(token: string, refusal: DatamasterError): void;
  signIn(signal: AbortSignal): Promise<TokenState | null>;
  /** Ends what is under way; a refresh token that may have been exchanged is awaited and saved. */
  close(): Promise<void>;
}

/** One token that was given for good. */
export function fixedToken(token: string): Tokens {
  return {
    ready: () => Promise.resolve(token),
    accepted: () => {},
    refused: (_token, refusal) => {
      throw refusal;
    },
    signIn: () => Promise.resolve(null),
    close: () => Promise.resolve(),
  };
}

/** An access token with the times that count, on the monotonic clock. */
export interface AccessToken {
  readonly value: string;
  /** Null where nobody told: it is good until it is refused. */
  readonly endsAt: number | null;
  /** From then on a new one is got beside the work. */
  readonly dueAt: number | null;
  /** It comes from the endpoint just now, not from an earlier run: refused at once, no other would do better. */
  readonly fresh: boolean;
}

/** Gets an access token. `last` is the one before, which is not to be given again. Rejects as {@link Tokens.ready}. */
export type Renew = (last: string | null, signal: AbortSignal) => Promise<AccessToken>;

/** Tokens are renewed in the last fifth of their life, but not sooner than this before its end. */
const LONGEST_MARGIN_MS = 300_000;
const MARGIN = 0.2;
/** After a failure nobody asks the endpoint again sooner: all who wait for a token are told of the same one. */
const PAUSE_MS = 400;
/** The same where the token that is there still does. */
const EARLY_PAUSE_MS = 10_000;

/** An access token with its times; `lifeMs` counts from `since`, when it was asked for. */
export function accessToken(
  value: string,
  lifeMs: number | null,
  fresh: boolean,
  since = monotonicMs(),
): AccessToken {
  if (lifeMs === null || lifeMs <= 0) return { value, endsAt: null, dueAt: null, fresh };
  const endsAt = since + lifeMs;
  return { value, endsAt, dueAt: endsAt - Math.min(lifeMs * MARGIN, LONGEST_MARGIN_MS), fresh };
}

/** Tokens that end and are renewed: before their end beside the work, after it or when refused before it goes on. */
export class RenewedTokens implements Tokens {
  readonly #renewWith: Renew;
  readonly #host: string;
  readonly #now: () => number;
  readonly #closing = new AbortController();
  #token: AccessToken | null = null;
  /** The CRM has answered with it. */
  #proven = false;
  #last: string | null = null;
  #renewal: Promise<string> | null = null;
  #failure: { readonly error: unknown; readonly until: number } | null = null;
  #nextEarly = 0;

  /** `now`: monotonic milliseconds. */
  constructor(renew: Renew, host: string, now: () => number = monotonicMs) {
    this.#renewWith = renew;
    this.#host = host;
    this.#now = now;
  }

  async ready(signal: AbortSignal): Promise<string> {
    const now = this.#now();
    const token = this.#token;
    if (token !== null && (token.endsAt === null || now < token.endsAt)) {
      if (token.dueAt !== null && now >= token.dueAt && now >= this.#nextEarly) this.#renewEarly(now);
      return token.value;
    }
    signal.throwIfAborted();
    if (this.#renewal === null && this.#failure !== null && now < this.#failure.until)
      throw this.#failure.error;
    return await orAborted(this.#renew(), signal);
  }

  accepted(token: string): void {
    if (token === this.#token?.value) this.#proven = true;
  }

  refused(token: string, refusal: DatamasterError): void {
    // One that was renewed meanwhile: the request is sent again with the new one.
    if (token !== this.#token?.value) return;
    if (this.#token.fresh && !this.#proven) {
      throw new StopRunError("CRM_UNAUTHORIZED", told("freshTokenRefused", { host: this.#host }), {
        cause: refusal,
        data: refusal.data,
      });
    }
    this.#token = null;
  }

  async signIn(signal: AbortSignal): Promise<TokenState> {
    await this.ready(signal);
    const endsAt = this.#token?.endsAt ?? null;
    return {
      host: this.#host,
      seconds: endsAt === null ? null : Math.round((endsAt - this.#now()) / 1000),
    };
  }

  async close(): Promise<void> {
    this.#closing.abort(new DatamasterError("STOPPED", told("stopped")));
    await this.#renewal?.catch(() => {});
  }

  #renewEarly(now: number): void {
    this.#nextEarly = now + EARLY_PAUSE_MS;
    // What keeps it from being renewed is told when the one that is there has ended.
    this.#renew().catch(() => {});
  }

  #renew(): Promise<string> {
    this.#renewal ??= this.#renewOnce().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #renewOnce(): Promise<string> {
    try {
      const token = await this.#renewWith(this.#last, this.#closing.signal);
      this.#token = token;
      this.#last = token.value;
      this.#proven = false;
      this.#failure = null;
      return token.value;
    } catch (error) {
      const pause = error instanceof ParkError ? (error.retryAfterMs ?? PAUSE_MS) : PAUSE_MS;
      // What is refused once is refused again, and may cost the account its tokens.
      const until = error instanceof StopRunError ? Number.POSITIVE_INFINITY : this.#now() + pause;
      this.#failure = { error, until };
      if (until > this.#nextEarly) this.#nextEarly = until;
      throw error;
    }
  }
}
