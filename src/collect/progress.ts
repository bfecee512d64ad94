import { monotonicMs } from "../base/clock.ts";
import type { DatamasterError } from "../base/errors.ts";
import type { LimiterState } from "../limits/limits.ts";
import type { Block } from "../model/limit.ts";
import type { Run, RunCounters, UnitKind } from "../model/run.ts";
import type { PageReceipt, SourceSize, Unit, UnitCount } from "../store/store.ts";
import { blockText } from "./block.ts";
import type { Parking } from "./outage.ts";

/** What a view of a running collect shows. Rates are per second over the last seconds; `etaSeconds` is null until known. */
export interface ProgressSnapshot extends RunCounters {
  readonly run: number;
  readonly source: string;
  readonly clients: { readonly done: number; readonly total: number | null };
  readonly projects: { readonly done: number; readonly total: number | null };
  readonly records: number;
  readonly numbers: number;
  readonly rejected: number;
  readonly quarantined: number;
  /** Failed attempts by error code. */
  readonly failures: ReadonlyMap<string, number>;
  readonly requestsPerSecond: number;
  readonly numbersPerSecond: number;
  /** Requests a second that the CRM seems to allow, found from its throttle answers; null where none was needed. */
  readonly limitFound: number | null;
  /** Seconds since the last request was sent or answered; 0 while parked or held. */
  readonly silentSeconds: number;
  /** Seconds for which nothing is sent, as the CRM asked; 0 where all is well. */
  readonly heldSeconds: number;
  readonly etaSeconds: number | null;
  /** The CRM is away, a quota is spent or the hours are over, and the run waits for it. */
  readonly parked: Parking | null;
}

/** A unit that is being read, with what was read of it in this session. */
export interface ReadingUnit {
  readonly unit: Unit;
  pages: number;
  records: number;
  numbers: number;
  rejected: number;
  /** Failed attempts. */
  failures: number;
}

/** Hears what becomes of single units. */
export interface ProgressObserver {
  /** It is read to its end. */
  unitRead(read: ReadingUnit): void;
  /** It is tried again in so many milliseconds. */
  attemptFailed(unit: Unit, error: DatamasterError, failures: number, waitMs: number): void;
  quarantined(unit: Unit, error: DatamasterError): void;
}

/** Rates look this far back. */
const WINDOW_MS = 5_000;

interface Sample {
  readonly at: number;
  readonly requests: number;
  readonly numbers: number;
}

/** Counts what a run does; the collecting loop writes it, views read snapshots whenever they like. */
export class RunProgress {
  readonly #run: Run;
  readonly #sizeBefore: SourceSize | null;
  readonly #startedAt = monotonicMs();
  readonly #units: Record<UnitKind, { due: number; done: number }>;
  readonly #failures = new Map<string, number>();
  #clientsTotal: number | null = null;
  #requests: number;
  #retries: number;
  #throttled: number;
  #records: number;
  #numbers = 0;
  #rejected = 0;
  #doneAtStart: number;
  #samples: Sample[] = [];
  #parked: Parking | null = null;
  #parkedAt: number | null = null;
  /** For how long the run was parked, up to the last time it went on. */
  #parkedMs = 0;
  #lastSignAt = monotonicMs();
  /** By a quota or hours. */
  #blocked: Parking | null = null;
  #limitFound: number | null = null;
  #heldUntil = 0;
  readonly #reading = new Map<number, ReadingUnit>();
  quarantined: number;
  /** Pages of phones, in this session. */
  pages = 0;
  observer: ProgressObserver | null = null;

  /** `units` are those the run has so far; `sizeBefore` is what the source's last run found, for the estimate. */
  constructor(run: Run, units: readonly UnitCount[], sizeBefore: SourceSize | null) {
    this.#run = run;
    this.#sizeBefore = sizeBefore;
    const count = (kind: UnitKind) =>
      units.find((unit) => unit.kind === kind) ?? { due: 0, done: 0, quarantined: 0 };
    const of = (kind: UnitKind) => ({
      due: count(kind).due,
      done: count(kind).done + count(kind).quarantined,
    });
    this.#units = { clients: of("clients"), projects: of("projects"), phones: of("phones") };
    // A new run begins with its list of clients due.
    if (units.length === 0) this.#units.clients.due = 1;
    this.quarantined = units.reduce((sum, unit) => sum + unit.quarantined, 0);
    this.#doneAtStart = this.#units.phones.done;
    this.#requests = run.totals.requests;
    this.#retries = run.totals.retries;
    this.#throttled = run.totals.throttled;
    this.#records = run.totals.records;
  }

  request(): void {
    this.#requests++;
    this.#lastSignAt = monotonicMs();
  }

  retry(): void {
    this.#retries++;
  }

  failure(code: string): void {
    this.#lastSignAt = monotonicMs();
    this.#failures.set(code, (this.#failures.get(code) ?? 0) + 1);
    if (code === "CRM_THROTTLED") this.#throttled++;
  }

  pacing({ found, requestsPerSecond, heldMs, blocked }: LimiterState): void {
    this.#blocked = blocked === null ? null : this.#parkedBy(blocked);
    this.#keepTime();
    this.#heldUntil = monotonicMs() + heldMs;
    this.#limitFound = found ? requestsPerSecond : null;
  }

  /** What is being read, those that began first before the others. */
  get reading(): Iterable<ReadingUnit> {
    return this.#reading.values();
  }

  /** The unit is read from here on, or once more from its start. */
  enter(unit: Unit): void {
    this.#reading.set(unit.id, { unit, pages: 0, records: 0, numbers: 0, rejected: 0, failures: 0 });
  }

  exit(unit: Unit): void {
    this.#reading.delete(unit.id);
  }

  tryAgain(unit: Unit, error: DatamasterError, waitMs: number): void {
    this.failure(error.code);
    if (error.code !== "CRM_THROTTLED") this.retry();
    const reading = this.#reading.get(unit.id);
    if (reading !== undefined) reading.failures++;
    this.observer?.attemptFailed(unit, error, reading?.failures ?? 1, waitMs);
  }

  page(kind: UnitKind, receipt: PageReceipt, unit: Unit): void {
    this.#lastSignAt = monotonicMs();
    this.#notePage(receipt, unit);
    for (const [due, count] of Object.entries(receipt.alsoDue ?? {}))
      this.#units[due as UnitKind].due += count;
    if (kind === "clients") {
      this.#clientsTotal = receipt.total;
      this.#units.projects.due += receipt.added;
    } else if (kind === "projects") {
      this.#units.phones.due += receipt.added;
    } else {
      this.pages++;
      this.#records += receipt.items;
      this.#numbers += receipt.numbers;
      this.#rejected += receipt.rejected;
    }
    if (receipt.quarantined) this.quarantined++;
    if (receipt.next === null) this.leave(kind);
  }

  quarantine(unit: Unit, error: DatamasterError): void {
    this.quarantined++;
    this.leave(unit.kind);
    this.observer?.quarantined(unit, error);
  }

  #notePage({ items, numbers, rejected, next, quarantined }: PageReceipt, unit: Unit): void {
    const reading = this.#reading.get(unit.id);
    if (reading === undefined) return;
    reading.pages++;
    reading.records += items;
    reading.numbers += numbers;
    reading.rejected += rejected;
    if (next === null && !quarantined) this.observer?.unitRead(reading);
  }

  /** So many units became due beside those of pages. */
  due(kind: UnitKind, count: number): void {
    this.#units[kind].due += count;
  }

  /** A unit that was done with is to be read again. */
  reopen(kind: UnitKind): void {
    this.#units[kind].due++;
    this.#units[kind].done--;
  }

  /** Null once the run goes on. */
  park(parking: Parking | null): void {
    this.#parked = parking;
    this.#keepTime();
  }

  #keepTime(): void {
    const now = monotonicMs();
    const isParked = (this.#parked ?? this.#blocked) !== null;
    if (isParked) this.#parkedAt ??= now;
    else if (this.#parkedAt !== null) {
      this.#parkedMs += now - this.#parkedAt;
      this.#parkedAt = null;
      this.#lastSignAt = now;
    }
  }

  counters(): RunCounters {
    return {
      requests: this.#requests,
      retries: this.#retries,
      throttled: this.#throttled,
      seconds: this.#run.totals.seconds + (monotonicMs() - this.#startedAt) / 1000,
    };
  }

  snapshot(): ProgressSnapshot {
    const now = monotonicMs();
    const sample = { at: now, requests: this.#requests, numbers: this.#numbers };
    this.#samples = [...this.#samples.filter((old) => now - old.at < WINDOW_MS), sample];
    const first = this.#samples[0] ?? sample;
    const seconds = Math.max((now - first.at) / 1000, 0.001);
    const single = this.#samples.length < 2;
    return {
      ...this.counters(),
      run: this.#run.run,
      source: this.#run.source,
      clients: { done: this.#units.projects.done, total: this.#expectedClients() },
      projects: { done: this.#units.phones.done, total: this.#expectedProjects() },
      records: this.#records,
      numbers: this.#numbers,
      rejected: this.#rejected,
      quarantined: this.quarantined,
      failures: this.#failures,
      requestsPerSecond: single ? 0 : (sample.requests - first.requests) / seconds,
      numbersPerSecond: single ? 0 : (sample.numbers - first.numbers) / seconds,
      limitFound: this.#limitFound,
      silentSeconds: this.#parkedAt === null && this.#heldUntil <= now ? (now - this.#lastSignAt) / 1000 : 0,
      heldSeconds: Math.max(0, this.#heldUntil - now) / 1000,
      etaSeconds: this.#eta(now),
      parked: this.#parked ?? this.#blocked,
    };
  }

  /** A unit is done with. */
  leave(kind: UnitKind): void {
    this.#units[kind].due--;
    this.#units[kind].done++;
  }

  #parkedBy(blocked: Block): Parking {
    const since = this.#blocked?.since ?? Date.now();
    return { why: blockText(blocked), since, nextTry: blocked.until, givesUpAt: null };
  }

  #expectedClients(): number | null {
    const listed = this.#units.projects.due + this.#units.projects.done;
    const { clients, limit, failedOf } = this.#run.scope;
    if (failedOf !== undefined || this.#run.mode === "incremental") return listed;
    if (limit !== null) return Math.min(limit, this.#clientsTotal ?? Infinity);
    if (clients.length > 0) return clients.length;
    return this.#units.clients.due === 0 ? listed : this.#clientsTotal;
  }

  /** Known once all clients' lists are read; before, the source's last run or the share read so far tells. */
  #expectedProjects(): number | null {
    const { due, done } = this.#units.phones;
    const clients = this.#expectedClients();
    const read = this.#units.projects.done;
    // How many of the rest have changed nobody knows.
    if (this.#run.mode === "incremental") return due + done;
    if (clients === null || (read === 0 && clients > 0)) return this.#sizeBefore?.projects ?? null;
    if (read >= clients) return due + done;
    return Math.max(due + done, Math.round(((due + done) / read) * clients));
  }

  #eta(now: number): number | null {
    const clients = this.#expectedClients();
    const projects = this.#expectedProjects();
    const elapsed = (now - this.#startedAt - this.#parkedMs) / 1000;
    if (this.#parkedAt !== null) return null;
    const doneHere = this.#units.phones.done - this.#doneAtStart;
    if (clients === null || projects === null || elapsed < 2 || doneHere < 10) return null;
    const left = projects - this.#units.phones.done + (clients - this.#units.projects.done);
    return Math.max(0, (left / (doneHere + this.#units.projects.done)) * elapsed);
  }
}
