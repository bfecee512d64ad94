import type { RunMode, RunStatus, RunTotals, UnitKind } from "./run.ts";

/** How far one kind of thing is; `total` is null until known, and `isGuess` where it may still grow. */
export interface Share {
  readonly done: number;
  readonly total: number | null;
  readonly isGuess: boolean;
}

/** A text in each language. */
export type Spoken = Readonly<Record<"en" | "ru", string>>;

/** What a run is about, beside its status: what its state sentence is made of. Times are ISO UTC. */
export type RunState =
  /** Before its first answer: the account is asked, or a quota, hours or a silence is waited for (`why`). */
  | { readonly kind: "opening"; readonly why: Spoken | null }
  | { readonly kind: "collecting" }
  /** The CRM asked to wait. */
  | { readonly kind: "throttled"; readonly until: string }
  /** The CRM fails as a whole: `failed` of `tried` units; a probe is sent at `nextTry`, the run ends at `givesUpAt`. */
  | {
      readonly kind: "breakerOpen";
      readonly why: Spoken;
      readonly nextTry: string;
      readonly givesUpAt: string;
      readonly failed: number;
      readonly tried: number;
    }
  /** The probe is on its way. */
  | { readonly kind: "breakerHalfOpen"; readonly why: Spoken }
  /** A quota is spent, the hours are over, or the CRM named a time; it goes on by itself. */
  | { readonly kind: "quota" | "hours" | "asked"; readonly why: Spoken; readonly until: string }
  /** Nothing was sent or answered for so long; what waits longest is given up and asked for again at `asksAgainAt` seconds. */
  | {
      readonly kind: "stalled";
      readonly seconds: number;
      readonly asksAgainAt: number;
      readonly waitsFor: { readonly kind: UnitKind; readonly id: string; readonly page: number } | null;
    }
  /** `open` requests are finished; `since` when it was asked to stop. */
  | { readonly kind: "stopping"; readonly open: number; readonly since: string; readonly atOnce: boolean }
  /** What was found is handed on. */
  | { readonly kind: "delivering" };

/** A running run as a page shows it; rates are per second over the last seconds. */
export interface LiveRun {
  readonly run: number;
  readonly source: string;
  readonly startedAt: string;
  readonly resumed: boolean;
  readonly mode: RunMode;
  readonly state: RunState;
  /** 0 to 1; null until something tells how much there is. */
  readonly ratio: number | null;
  readonly clients: Share;
  readonly projects: Share;
  readonly pages: Share;
  readonly records: number;
  /** Read in this session, each time it occurs; different ones are known at the end. */
  readonly numbers: number;
  readonly rejected: number;
  readonly quarantined: number;
  readonly requests: number;
  readonly retries: number;
  readonly throttled: number;
  readonly seconds: number;
  readonly requestsPerSecond: number;
  readonly numbersPerSecond: number;
  /** What the limiter lets through; null while only concurrency bounds it. `limitFound`: nobody told it. */
  readonly limitPerSecond: number | null;
  readonly limitFound: boolean;
  readonly inFlight: number;
  readonly concurrency: number;
  /** Failed attempts by error code. */
  readonly failures: Readonly<Record<string, number>>;
  readonly etaSeconds: number | null;
  /** Milliseconds until the CRM answered, of the last requests; null before any. */
  readonly answersIn: { readonly median: number; readonly p95: number } | null;
  /** Of the last minute. */
  readonly lately: { readonly requests: number; readonly errors: number; readonly throttled: number };
}

/** Why something did not go well. */
export interface SpokenError {
  readonly code: string;
  readonly text: Spoken;
  readonly hint: Spoken | null;
  /** When it may be tried again, where that is known; ISO UTC. */
  readonly until: string | null;
}

/** What the service tells its pages, by name. Small and plain; no whole phone number is in any of it. */
export interface EventMap {
  /** A run is asked for; it has a number with `run.started`. */
  "run.opening": { readonly source: string; readonly state: RunState };
  "run.started": { readonly run: number; readonly source: string; readonly resumed: boolean };
  /** At most twice a second and run. */
  "run.progress": LiveRun;
  /** Its state became another: told at once, not with the next progress. */
  "run.state": { readonly run: number | null; readonly source: string; readonly state: RunState };
  /** `run` is null where none could be opened; `error` is why it did not end well. */
  "run.ended": {
    readonly run: number | null;
    readonly source: string;
    readonly status: RunStatus;
    readonly totals: RunTotals | null;
    readonly error: SpokenError | null;
  };
  /** Lines were added to its log, the newest is `last`: a page asks for those it has not. At most once a second. */
  "run.log": { readonly run: number; readonly last: number };
  "run.quarantined": {
    readonly run: number;
    readonly source: string;
    readonly kind: UnitKind;
    readonly id: string;
    readonly code: string;
  };
  "source.changed": {
    readonly source: string;
    readonly change: "created" | "edited" | "deleted" | "checked";
  };
  "export.progress": {
    readonly export: string;
    readonly state: "waiting" | "writing" | "ready" | "failed" | "expired" | "cancelled";
    readonly rows: number;
    readonly total: number | null;
  };
  "schedule.changed": { readonly schedule: number };
  /** The list of numbers that must not be called. */
  "suppressions.changed": { readonly count: number };
  "settings.changed": { readonly what: string };
  /** The service ends in good order; what runs is saved and goes on with its next start. */
  "server.draining": { readonly goesOn: boolean };
}

export type EventName = keyof EventMap;

/** One event as it travels. */
export type AnyEvent = {
  readonly [Name in EventName]: {
    readonly name: Name;
    /** ISO UTC. */
    readonly at: string;
    readonly data: EventMap[Name];
  };
}[EventName];
