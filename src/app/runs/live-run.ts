import type { Parking, ProgressSnapshot, ReadingUnit } from "../../collect/collect.ts";
import type { LimiterState } from "../../limits/limits.ts";
import type { LiveRun, RunState, Share } from "../../model/event.ts";
import type { Run } from "../../model/run.ts";
import type { Speaker } from "./spoken.ts";

/** A shorter silence is over before it is read. */
const HELD_TOLD_S = 1;
const SILENCE_TOLD_S = 30;
/** When the watchdog gives a request up. */
const GIVEN_UP_S = 150;
/** So many projects tell how many pages one has. */
const ENOUGH_PROJECTS = 10;

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** What a running run is about, but for what was asked of it. */
export function stateOf(
  now: ProgressSnapshot,
  reading: ReadingUnit | undefined,
  speaker: Speaker,
  nowMs: number,
): RunState {
  if (now.parked !== null) return parkedState(now.parked, speaker, nowMs);
  if (now.heldSeconds >= HELD_TOLD_S)
    return { kind: "throttled", until: isoOf(nowMs + now.heldSeconds * 1000) };
  if (now.silentSeconds >= SILENCE_TOLD_S) {
    const waitsFor =
      reading === undefined
        ? null
        : { kind: reading.unit.kind, id: reading.unit.crmId, page: reading.unit.pages + reading.pages + 1 };
    return { kind: "stalled", seconds: Math.round(now.silentSeconds), asksAgainAt: GIVEN_UP_S, waitsFor };
  }
  return { kind: "collecting" };
}

const WAITS = { quotaSpent: "quota", outsideHours: "hours" } as const;

function parkedState(
  { why, nextTry, givesUpAt, failing }: Parking,
  speaker: Speaker,
  nowMs: number,
): RunState {
  const said = speaker.say(why);
  if (givesUpAt === null) {
    const key = typeof why === "string" ? "" : why.key;
    const kind = key === "quotaSpent" || key === "outsideHours" ? WAITS[key] : "asked";
    return { kind, why: said, until: isoOf(nextTry) };
  }
  if (nextTry <= nowMs) return { kind: "breakerHalfOpen", why: said };
  const { failed = 0, tried = 0 } = failing ?? {};
  return {
    kind: "breakerOpen",
    why: said,
    failed,
    tried,
    nextTry: isoOf(nextTry),
    givesUpAt: isoOf(givesUpAt),
  };
}

/** Half-steps of a unit of work that are done, and how many there are; null until that is known. */
export function workOf({ clients, projects }: Pick<ProgressSnapshot, "clients" | "projects">): {
  readonly done: number;
  readonly total: number | null;
} {
  const total = clients.total === null || projects.total === null ? null : clients.total + projects.total;
  return { done: clients.done + projects.done, total };
}

export interface LiveFacts {
  readonly run: Run;
  readonly resumed: boolean;
  readonly state: RunState;
  readonly limiter: LimiterState | null;
  /** Pages of phones of earlier sessions. */
  readonly pagesBefore: number;
  readonly pages: number;
  readonly etaSeconds: number | null;
  readonly answersIn: LiveRun["answersIn"];
  readonly lately: LiveRun["lately"];
}

/** A running run as pages show it. */
export function liveRun(now: ProgressSnapshot, facts: LiveFacts): LiveRun {
  const { run, resumed, state, limiter, etaSeconds, answersIn, lately } = facts;
  const { records, numbers, rejected, quarantined, requests, retries, throttled } = now;
  const listed = now.clients.total !== null && now.clients.done >= now.clients.total;
  const work = workOf(now);
  return {
    run: run.run,
    source: run.source,
    startedAt: run.startedAt,
    resumed,
    mode: run.mode,
    state,
    ratio: work.total === null ? null : work.total === 0 ? 1 : Math.min(1, work.done / work.total),
    clients: { ...now.clients, isGuess: false },
    projects: { ...now.projects, isGuess: !listed },
    pages: pagesOf(now.projects, listed, facts),
    records,
    numbers,
    rejected,
    quarantined,
    requests,
    retries,
    throttled,
    seconds: Math.round(now.seconds),
    requestsPerSecond: tenth(now.requestsPerSecond),
    numbersPerSecond: Math.round(now.numbersPerSecond),
    limitPerSecond: limiter?.requestsPerSecond == null ? null : tenth(limiter.requestsPerSecond),
    limitFound: limiter?.found ?? false,
    inFlight: limiter?.inFlight ?? 0,
    concurrency: limiter?.concurrency ?? 0,
    failures: Object.fromEntries(now.failures),
    etaSeconds,
    answersIn,
    lately,
  };
}

function pagesOf(projects: ProgressSnapshot["projects"], listed: boolean, facts: LiveFacts): Share {
  const done = facts.pagesBefore + facts.pages;
  if (projects.total === null || projects.done < ENOUGH_PROJECTS) return { done, total: null, isGuess: true };
  const isGuess = !listed || projects.done < projects.total;
  const total = Math.max(done, Math.round((done / projects.done) * projects.total));
  return { done, total, isGuess };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Looks so far back. */
const WINDOW_S = 120;
/** Nothing is promised before. */
const CALCULATING_S = 20;

/** How long a run still takes, by how fast it went lately; time in which it was parked is left out. */
export class EtaWindow {
  #samples: { readonly at: number; readonly done: number }[] = [];
  #began: number | null = null;

  /** To be called each second that the run is not parked; `at` counts those seconds. */
  add(at: number, done: number): void {
    this.#began ??= at;
    this.#samples = [...this.#samples.filter((old) => at - old.at < WINDOW_S), { at, done }];
  }

  seconds({ done, total }: ReturnType<typeof workOf>): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (total === null || first === undefined || last === undefined) return null;
    if (last.at - (this.#began ?? 0) < CALCULATING_S) return null;
    const perSecond = (last.done - first.done) / Math.max(1, last.at - first.at);
    return perSecond <= 0 ? null : Math.max(0, Math.round((total - done) / perSecond));
  }
}
