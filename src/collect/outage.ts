import { monotonicMs, sleepUntil } from "../base/clock.ts";
import { type DatamasterError, ParkError, RetryableError, StopRunError, whyOf } from "../base/errors.ts";
import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";
import type { UnitKind } from "../model/run.ts";
import type { Unit } from "../store/store.ts";
import { askedToWaitError } from "./block.ts";
import { createBreaker, isOfTheAccount, UnitWindow } from "./breaker.ts";
import { Repeats } from "./repeats.ts";
import { MOST_TRIES } from "./retry.ts";

/** A server that asks for a longer wait than this turns the account away; nobody sleeps it out unseen. */
const LONGEST_SLEEP_MS = 60_000;
const FIRST_PROBE_MS = 2_000;
const LONGEST_PROBE_MS = 60_000;
const NO_KINDS: ReadonlySet<UnitKind> = new Set();

/** Why a run waits, and until when; times in milliseconds since 1970. */
export interface Parking {
  readonly why: Told | string;
  readonly since: number;
  readonly nextTry: number;
  /** Null where it is waited for as long as it takes. */
  readonly givesUpAt: number | null;
  /** How many of the units that were tried lately failed; absent where nothing was counted. */
  readonly failing?: { readonly failed: number; readonly tried: number };
}

export interface OutageOptions {
  /**
   * Asks whether the CRM is there for units of these kinds; rejects as a unit's request does. True where a page that was
   * read before was read again, so that what goes on failing does so on its own account.
   */
  readonly probe: (kinds: ReadonlySet<UnitKind>) => Promise<boolean>;
  /** How long the CRM may fail as a whole before the run stops. */
  readonly patienceMs: number;
  /** A time that the CRM names is waited for beyond patience too. */
  readonly wait: boolean;
  readonly signal: AbortSignal;
  /** How many units are read side by side. */
  readonly lanes: number;
  /**
   * The units failed before: while a probe answers, their failures are their own. Else it is told from how many fail,
   * which says nothing where all are known to be bad.
   */
  readonly knownToFail: boolean;
  /** Failures of this unit say nothing of the CRM. */
  readonly isAside: (unit: number) => boolean;
  /** Called before the first probe of an outage. */
  readonly onPark: () => Promise<void>;
  /** Null when the run goes on. Called again with each new time of the next try. */
  readonly onChange: (parking: Parking | null) => void;
}

/**
 * The state of one account: closed, and requests go through; or open, and all of them wait while a probe asks now and
 * then whether the CRM is back. Failures that open it, or meet it open, are no unit's own.
 */
export class Outage {
  readonly #options: OutageOptions;
  readonly #window: UnitWindow;
  readonly #breaker;
  #gate: Promise<void> | null = null;
  #era = 0;
  #hadGoodPage = false;
  /** Of the first failure after the last good page, by both clocks. */
  #downSince: { readonly clock: number; readonly monotonic: number } | null = null;
  #probes = 0;
  /** One probe serves all that failed meanwhile. */
  #probing: Promise<unknown> | null = null;
  #cause: DatamasterError | null = null;
  /** Of the units that failed since the last outage. */
  #failing = new Set<UnitKind>();
  readonly #repeats = new Repeats();
  /** Why the account will not be asked again in this run. */
  #over: { readonly error: unknown } | null = null;

  constructor(options: OutageOptions) {
    this.#options = options;
    this.#window = new UnitWindow(Math.min(100, Math.max(20, options.lanes)));
    this.#breaker = createBreaker(this.#window);
    this.#breaker.onBreak(() => this.#open());
  }

  /** Counts outages: a failure of an earlier era says nothing about its unit. */
  get era(): number {
    return this.#era;
  }

  /** Nothing waits before a run's first good page: what is wrong then is told at once. */
  get hadGoodPage(): boolean {
    return this.#hadGoodPage;
  }

  get isOpen(): boolean {
    return this.#gate !== null;
  }

  /** After how many outages a unit failed again, though what had been read before was read again: each counts as a try. */
  outlived(unit: number): number {
    return this.#repeats.of(unit);
  }

  /** With its last failure such a unit has used up its tries. */
  isUnitsOwn(unit: number): boolean {
    return this.outlived(unit) + 1 >= MOST_TRIES;
  }

  /**
   * Runs one attempt of a unit, after waiting for the CRM where it is away; an attempt that an outage spoilt is run
   * again after it. Rejects with the unit's own failure, or CRM_DOWN or CRM_BLOCKED when patience ends.
   */
  async attempt<T>(unit: Pick<Unit, "id" | "kind">, work: () => Promise<T>): Promise<T> {
    for (;;) {
      await this.#gate;
      this.#throwIfOver();
      try {
        const result = await this.#breaker.execute(() => this.#watched(unit, work));
        this.#good(unit.id);
        return result;
      } catch (error) {
        this.#throwIfOver();
        const isSpoilt = isOfTheAccount(error)
          ? !this.isUnitsOwn(unit.id) && !this.#options.isAside(unit.id)
          : isBroken(error);
        if (!this.isOpen || !isSpoilt) throw error;
      }
    }
  }

  #throwIfOver(): void {
    if (this.#over !== null) throw this.#over.error;
  }

  async #watched<T>({ id, kind }: Pick<Unit, "id" | "kind">, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      const error = asParked(thrown);
      if (!isOfTheAccount(error) || this.#options.isAside(id) || (await this.#isBesideTheProbe(error)))
        throw error;
      if (!this.#hadGoodPage) {
        if (!(error instanceof ParkError)) throw error;
        if (!this.#options.wait || error.retryAfterMs === undefined) throw turnedAway(error);
      }
      this.#cause = error;
      this.#failing.add(kind);
      this.#repeats.failed(id, error.code);
      this.#window.note(id, true);
      if (error instanceof ParkError) this.#window.turnAway();
      throw error;
    }
  }

  async #isBesideTheProbe(error: RetryableError | ParkError): Promise<boolean> {
    const { knownToFail, probe } = this.#options;
    if (!knownToFail || this.isOpen || error instanceof ParkError) return false;
    this.#probing ??= probe(NO_KINDS).finally(() => {
      this.#probing = null;
    });
    try {
      await this.#probing;
    } catch {
      return false;
    }
    this.#hadGoodPage = true;
    return true;
  }

  #good(unit: number): void {
    this.#hadGoodPage = true;
    this.#window.note(unit, false);
    this.#repeats.forget(unit);
    if (!this.isOpen) this.#isUp();
  }

  #isUp(): void {
    this.#downSince = null;
    this.#probes = 0;
  }

  #open(): void {
    if (this.#gate !== null) return;
    this.#era++;
    this.#downSince ??= { clock: Date.now(), monotonic: monotonicMs() };
    this.#gate = this.#wait()
      .catch((error) => {
        this.#over = { error };
      })
      .finally(() => {
        this.#gate = null;
      });
  }

  async #wait(): Promise<void> {
    const { signal, onPark, onChange } = this.#options;
    await onPark();
    for (;;) {
      await sleepUntil(Date.now() + this.#announce(), signal);
      try {
        if (await this.#breaker.execute(() => this.#probe())) {
          this.#repeats.proven();
          this.#isUp();
        }
        this.#failing.clear();
        onChange(null);
        return;
      } catch (error) {
        if (!isOfTheAccount(error)) throw error;
      }
    }
  }

  async #probe(): Promise<boolean> {
    try {
      return await this.#options.probe(this.#failing);
    } catch (thrown) {
      const error = asParked(thrown);
      if (isOfTheAccount(error)) this.#cause = error;
      // Who asks to slow down is there.
      else if (error instanceof RetryableError) return false;
      throw error;
    }
  }

  /** Tells why and until when, and gives the milliseconds to the next probe. Throws when patience ends before it. */
  #announce(): number {
    const { patienceMs, onChange } = this.#options;
    const since = this.#downSince ?? { clock: Date.now(), monotonic: monotonicMs() };
    const left = since.monotonic + patienceMs - monotonicMs();
    const asked = this.#cause instanceof ParkError ? (this.#cause.retryAfterMs ?? 0) : 0;
    const grown =
      Math.min(LONGEST_PROBE_MS, FIRST_PROBE_MS * 2 ** this.#probes++) * (0.8 + 0.4 * Math.random());
    const waitMs = Math.max(asked, Math.min(grown, Math.max(left, 0)));
    const now = Date.now();
    if ((left <= 0 || asked > left) && this.#options.wait && this.#cause !== null && asked > 0) {
      // What was asked for is no outage: patience begins anew behind it.
      this.#downSince = { clock: now + asked, monotonic: monotonicMs() + asked };
      const why = blockedBy(this.#cause, now + asked);
      onChange({ why, since: since.clock, nextTry: now + asked, givesUpAt: null });
      return asked;
    }
    if (left <= 0 || asked > left) throw this.#givenUp(since.clock, now + asked);
    const why = this.#cause === null ? "" : whyOf(this.#cause);
    const { failing } = this.#window;
    onChange({ why, since: since.clock, nextTry: now + waitMs, givesUpAt: now + left, failing });
    return waitMs;
  }

  #givenUp(since: number, until: number): StopRunError {
    const cause = this.#cause;
    const why = cause === null ? "" : whyOf(cause);
    if (cause instanceof ParkError && cause.retryAfterMs !== undefined) {
      return askedToWaitError(cause, until);
    }
    const code = cause?.code === "CRM_BLOCKED" ? "CRM_BLOCKED" : "CRM_DOWN";
    return new StopRunError(code, told("patienceEnded", { why, since: isoOf(since) }), { cause });
  }
}

/** A long wait that is asked of one request is meant for all of them. */
function asParked(error: unknown): unknown {
  if (!(error instanceof RetryableError) || (error.retryAfterMs ?? 0) <= LONGEST_SLEEP_MS) return error;
  const { code, message, retryAfterMs, told: text, data } = error;
  return new ParkError(code, text ?? message, {
    data,
    cause: error,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** Before its first good page a run does not wait for what turns it away. */
function turnedAway(error: ParkError): StopRunError {
  if (error.retryAfterMs === undefined) {
    return new StopRunError("CRM_BLOCKED", error.told ?? error.message, { cause: error });
  }
  return askedToWaitError(error, Date.now() + error.retryAfterMs);
}

function blockedBy(cause: DatamasterError, until: number): Told {
  return told("askedToWait", { why: whyOf(cause), until: isoOf(until) });
}

/** Cockatiel's own error: the circuit opened between the gate and the request. */
function isBroken(error: unknown): boolean {
  return error instanceof Error && "isBrokenCircuitError" in error;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
