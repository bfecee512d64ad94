import { orAborted, StoppedError } from "../../base/abort.ts";
import { DatamasterError, StopRunError } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import type {
  CollectResult,
  Ingest,
  ProgressObserver,
  ReadingUnit,
  RunProgress,
} from "../../collect/collect.ts";
import type { Events } from "../../events/events.ts";
import { told } from "../../messages/messages.ts";
import type { LiveRun, RunState, SpokenError } from "../../model/event.ts";
import { isPilot, type Run } from "../../model/run.ts";
import type { LogLine } from "../../model/run-page.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import type { Desk } from "../desk.ts";
import { type DeliveryPlan, deliverRun } from "../exports/deliver-run.ts";
import { AnswerTimes } from "./answer-times.ts";
import { EtaWindow, liveRun, stateOf, workOf } from "./live-run.ts";
import { RunLog } from "./run-log.ts";
import type { LimiterLease, SharedLimiters } from "./shared-limiters.ts";
import { SpeedHistory } from "./speed-history.ts";
import type { Speaker } from "./spoken.ts";
import { type CollectRequest, collectSource } from "./start-run.ts";

/** How often pages are told of progress. */
const TELL_MS = 500;
/** Each so-manieth time the log is stored and the speed looked at; each so-manieth of these, the speed is stored. */
const TELLS_A_SECOND = 2;
const SECONDS_A_SPEED = 15;

export interface ActiveRunParts {
  readonly app: AppPorts;
  readonly desk: Desk;
  readonly events: Events;
  readonly speaker: Speaker;
  readonly limiters: SharedLimiters;
  readonly plans: readonly DeliveryPlan[];
}

export interface ActiveRunRequest {
  /** As the service knows the source; a run may name it otherwise. */
  readonly key: string;
  readonly source: SourceOptions;
  readonly who: string;
  readonly collect: Omit<CollectRequest, "onWait" | "who">;
  /** The end of the source's run before, where that still hands on what it found. */
  readonly before: Promise<unknown> | null;
}

/** How a run ended, or why none was opened. */
export interface RunEnd {
  readonly run: Run | null;
  readonly error: SpokenError | null;
}

/** One run that the service works on, from the moment it is asked for until it is over and told. */
export class ActiveRun {
  readonly key: string;
  readonly who: string;
  /** Resolves once its first page may be asked for; rejects where no run could be opened. */
  readonly opened: Promise<Run>;
  /** Resolves when all is over; never rejects. */
  readonly ended: Promise<RunEnd>;
  /** Leaves the note that it goes on with the next start of the service. */
  goesOn = false;
  readonly #parts: ActiveRunParts;
  readonly #stopping = new AbortController();
  readonly #handingOn = new AbortController();
  readonly #log: RunLog;
  readonly #lease: LimiterLease;
  readonly #answers = new AnswerTimes();
  readonly #eta = new EtaWindow();
  #ingest: Ingest | null = null;
  #open: OpenRun | null = null;
  #state: RunState = { kind: "opening", why: null };
  #stopped: { readonly since: string; atOnce: boolean } | null = null;
  #noting: Promise<void> = Promise.resolve();
  #ticks = 0;
  #parkedTicks = 0;

  constructor(parts: ActiveRunParts, request: ActiveRunRequest) {
    this.#parts = parts;
    this.key = request.key;
    this.who = request.who;
    this.#log = new RunLog(parts.app.log);
    this.#lease = parts.limiters.lease();
    const { promise, resolve, reject } = Promise.withResolvers<Run>();
    this.opened = promise;
    // Whoever asked may have gone.
    promise.catch(() => {});
    this.ended = this.#work(request, resolve, reject);
  }

  /** Null before it is open. */
  get run(): Run | null {
    return this.#open?.run ?? null;
  }

  /** Somebody asked it to stop. */
  get isStopping(): boolean {
    return this.#stopped !== null;
  }

  get state(): RunState {
    return this.#state;
  }

  /** Saves what is on its way and ends; `atOnce`: does not wait for the store either. What is stored stays. */
  stop(who: string, atOnce: boolean): void {
    const first = this.#stopped === null;
    this.#stopped ??= { since: new Date().toISOString(), atOnce };
    if (!first && !atOnce) return;
    this.#log.add("info", told("logStopping", { who, atOnce }));
    this.#stopping.abort(new StoppedError());
    if (atOnce) {
      this.#stopped.atOnce = true;
      this.#handingOn.abort(new StoppedError());
      this.#ingest?.abandon(new StopRunError("STOPPED", told("stopped")));
    }
    this.#tell();
  }

  /** As pages show it; null before it is open. */
  live(): LiveRun | null {
    const open = this.#open;
    if (open === null) return null;
    const now = open.progress.snapshot();
    return liveRun(now, {
      run: open.run,
      resumed: open.resumed,
      state: this.#state,
      limiter: this.#lease.state(),
      pagesBefore: open.pagesBefore,
      pages: open.progress.pages,
      etaSeconds: now.parked === null && this.#stopped === null ? this.#eta.seconds(workOf(now)) : null,
      answersIn: this.#answers.figures,
      lately: open.speed?.lately ?? { requests: 0, errors: 0, throttled: 0 },
    });
  }

  /** Units that are being read, with what was read of them so far. */
  reading(): ReadingUnit[] {
    return [...(this.#open?.progress.reading ?? [])];
  }

  speed(): SpeedHistory["points"] | null {
    return this.#open?.speed?.points ?? null;
  }

  async #work(
    request: ActiveRunRequest,
    opened: (run: Run) => void,
    refused: (error: unknown) => void,
  ): Promise<RunEnd> {
    const timer = setInterval(() => this.#tick(), TELL_MS);
    let end: RunEnd;
    try {
      end = await this.#collect(request, opened);
      if (end.run !== null) await this.#deliver(end.run);
    } catch (thrown) {
      refused(thrown);
      end = await this.#givenUp(thrown);
    } finally {
      clearInterval(timer);
      this.#lease.release();
    }
    await this.#close(end).catch((error) => this.#parts.app.log.warn(error));
    return end;
  }

  async #collect(request: ActiveRunRequest, opened: (run: Run) => void): Promise<RunEnd> {
    const { app, events, speaker } = this.#parts;
    events.emit("run.opening", { source: this.key, state: this.#state });
    if (request.before !== null) await this.#waitFor(request.before);
    const ports: AppPorts = {
      ...app,
      log: this.#log.logger,
      createLimiter: this.#lease.createLimiter,
      openCrm: async (source) => this.#answers.watch(await app.openCrm(source)),
      startIngest: async (settings) => {
        this.#ingest = await app.startIngest(settings);
        return this.#ingest;
      },
    };
    const result: CollectResult = await collectSource(
      ports,
      request.source,
      {
        ...request.collect,
        who: request.who,
        onWait: (why) => this.#enter({ kind: "opening", why: why === null ? null : speaker.say(why) }),
      },
      ({ run, resumed, progress }) => {
        this.#begin(run, resumed, progress);
        opened(run);
      },
      this.#stopping.signal,
    );
    const { run, error } = result;
    if (error !== null) this.#log.add("error", error.told ?? error.message, error.code);
    const { records, numbers } = run.totals;
    this.#log.add("info", told("logEnded", { status: run.status, records, numbers }));
    return { run, error: error === null ? null : speaker.error(error) };
  }

  async #waitFor(before: Promise<unknown>): Promise<void> {
    const why = this.#parts.speaker.say(told("runHandsOn", { source: this.key }));
    this.#enter({ kind: "opening", why });
    await orAborted(before, this.#stopping.signal);
    this.#enter({ kind: "opening", why: null });
  }

  #begin(run: Run, resumed: boolean, progress: RunProgress): void {
    const open: OpenRun = { run, resumed, progress, speed: null, pagesBefore: 0 };
    this.#open = open;
    progress.observer = this.#observer(run);
    const { who, key } = this;
    this.#log.add(
      "info",
      resumed ? told("logGoesOn", { who, projects: progress.snapshot().projects.done }) : beganLine(run, who),
    );
    this.#parts.events.emit("run.started", { run: run.run, source: run.source, resumed });
    this.#enter({ kind: "collecting" });
    const kept = { source: key, run: run.run, who, at: new Date().toISOString() };
    this.#noting = this.#parts.desk
      .ask(who, "keepServiceRun", kept)
      .then(({ lastLine, speed, pages }) => {
        this.#log.open(run.run, lastLine);
        open.speed = new SpeedHistory(speed, this.#counts(open));
        open.pagesBefore = pages;
      })
      .catch((error) => this.#parts.app.log.warn(error));
  }

  #observer({ run, source }: Run): ProgressObserver {
    const log = this.#log;
    const { events } = this.#parts;
    return {
      unitRead: ({ unit, pages, records, numbers }) =>
        log.addOfUnit("read", () =>
          told("logRead", { kind: unit.kind, id: unit.crmId, pages, records, numbers }),
        ),
      attemptFailed: (unit, error, failures, waitMs) =>
        log.addOfUnit(
          "failed",
          () => {
            const why = error.told ?? error.message;
            return told("logTryAgain", {
              kind: unit.kind,
              id: unit.crmId,
              why,
              failures,
              seconds: waitMs / 1000,
            });
          },
          error.code,
        ),
      quarantined: ({ kind, crmId }, { code }) =>
        events.emit("run.quarantined", { run, source, kind, id: crmId, code }),
    };
  }

  #counts({ progress }: OpenRun) {
    const now = progress.snapshot();
    const { requests, throttled, records, seconds, failures } = now;
    let errors = 0;
    for (const [code, count] of failures) if (code !== "CRM_THROTTLED") errors += count;
    return { t: Math.round(seconds), requests, throttled, errors, records, parked: this.#parkedTicks };
  }

  #tick(): void {
    const open = this.#open;
    if (open === null) return;
    this.#tell();
    if (++this.#ticks % TELLS_A_SECOND !== 0) return;
    const now = open.progress.snapshot();
    if (now.parked !== null) this.#parkedTicks++;
    else this.#eta.add(this.#ticks / TELLS_A_SECOND - this.#parkedTicks, workOf(now).done);
    open.speed?.add(this.#counts(open), this.#lease.state()?.requestsPerSecond ?? null);
    this.#note(this.#ticks % (TELLS_A_SECOND * SECONDS_A_SPEED) === 0);
  }

  #tell(): void {
    const { events, speaker } = this.#parts;
    const open = this.#open;
    if (this.#stopped !== null) {
      const inFlight = this.#lease.state()?.inFlight ?? 0;
      this.#enter({ kind: "stopping", open: inFlight, ...this.#stopped });
    } else if (open !== null && this.#state.kind !== "delivering") {
      const [oldest] = open.progress.reading;
      this.#enter(stateOf(open.progress.snapshot(), oldest, speaker, Date.now()));
    }
    const live = this.live();
    if (live !== null) events.emit("run.progress", live);
  }

  #enter(state: RunState): void {
    const isOther = state.kind !== this.#state.kind;
    this.#state = state;
    if (!isOther && state.kind !== "opening") return;
    const source = this.#open?.run.source ?? this.key;
    this.#parts.events.emit("run.state", { run: this.run?.run ?? null, source, state });
  }

  /** Stores what is new of the log, one call at a time. */
  #note(withSpeed: boolean): void {
    this.#noting = this.#noting
      .then(() => this.#store(withSpeed))
      .catch((error) => this.#parts.app.log.warn(error));
  }

  async #store(withSpeed: boolean): Promise<void> {
    const run = this.run?.run;
    const lines: LogLine[] = this.#log.take();
    if (run === undefined || (lines.length === 0 && !withSpeed)) return;
    const speed = withSpeed ? (this.speed() ?? null) : null;
    await this.#parts.desk.ask(this.who, "noteRun", run, lines, speed);
    if (lines.length > 0) this.#parts.events.emit("run.log", { run, last: this.#log.lastSeq });
  }

  async #deliver(run: Run): Promise<void> {
    const { app, plans } = this.#parts;
    if ((run.status !== "complete" && run.status !== "partial") || plans.length === 0) return;
    this.#enter({ kind: "delivering" });
    const outcomes = await deliverRun({ ...app, openAdmin: () => app.openAdmin(this.who) }, run, plans, {
      byHand: false,
      dryRun: false,
      signal: this.#handingOn.signal,
      watch: () => {},
    });
    for (const { name, state, place, error } of outcomes) {
      this.#log.add(error === null ? "info" : "error", told("logDelivered", { name, state, place }));
      if (error !== null) this.#log.add("error", error.told ?? error.message, error.code);
    }
  }

  /** No run was opened, or it fell from under us: what it stored stays. */
  async #givenUp(thrown: unknown): Promise<RunEnd> {
    const { desk, speaker, app } = this.#parts;
    const isStop = this.#stopped !== null;
    const error = isStop ? null : speaker.error(thrown);
    if (!(thrown instanceof DatamasterError) && !isStop) app.log.error(thrown);
    const run = this.#open?.run;
    if (run === undefined) return { run: null, error };
    if (error !== null) this.#log.add("error", error.text.en, error.code);
    await desk
      .ask(this.who, "giveUpRun", run.run, error?.code ?? null)
      .catch((failure) => app.log.warn(failure));
    const ended = await desk.ask(this.who, "showRun", run.run).catch(() => run);
    return { run: ended, error };
  }

  async #close({ run }: RunEnd): Promise<void> {
    this.#note(true);
    await this.#noting;
    const staysKept = this.goesOn && (run === null || run.status === "stopped");
    if (!staysKept && run !== null) await this.#parts.desk.ask(this.who, "dropServiceRun", this.key);
  }
}

/** What a run that begins reads. */
function beganLine({ source, scope, mode }: Run, who: string): Told {
  const { clients, exclude, limit, failedOf, failedOnly: { code = null, unit } = {} } = scope;
  if (failedOf !== undefined) {
    const only = { code, kind: unit?.kind ?? null, id: unit?.id ?? "" };
    return told("logBeganRetry", { source, who, run: failedOf, ...only });
  }
  if (isPilot(scope)) {
    return told("logBeganPart", { source, who, clients: clients.length, exclude: exclude.length, limit });
  }
  return told("logBegan", { source, who, full: mode === "full" });
}

interface OpenRun {
  readonly run: Run;
  readonly resumed: boolean;
  readonly progress: RunProgress;
  /** Null until what is kept of the run is known. */
  speed: SpeedHistory | null;
  pagesBefore: number;
}
