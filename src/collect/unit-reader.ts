import { type DatamasterError, ParkError, QuarantineError, RetryableError } from "../base/errors.ts";
import type { Told } from "../base/told.ts";
import type { CrmRequest, Page } from "../crm/crm.ts";
import { told } from "../messages/messages.ts";
import type { UnitKind } from "../model/run.ts";
import type { Unit } from "../store/store.ts";
import { ListOfClients } from "./client-list.ts";
import type { CollectOptions, CollectPorts } from "./collect.ts";
import { Outage, type Parking } from "./outage.ts";
import { PageRequests } from "./page-requests.ts";
import { Probe } from "./probe.ts";
import type { RunProgress } from "./progress.ts";
import { RetryBudget } from "./retry-budget.ts";
import { Slots } from "./slots.ts";
import { StillListed } from "./still-listed.ts";
import { Suspects } from "./suspects.ts";
import { UnitPages } from "./unit-pages.ts";

/** Where units come from and go back to. */
export interface UnitPlace {
  /** A free place for a page that is fetched before its turn. */
  lend(kind: UnitKind): boolean;
  /** A lent place is free again. */
  regain(): void;
  /** Gives a unit's place to others until `wait` is over and one is free again; `onRest` is called where it is given. */
  rest(wait: () => Promise<void>, onRest: () => void): Promise<void>;
  /** The store has new units of this kind. */
  announce(kind: UnitKind): void;
  /** Units to be read again, from their cursors on. */
  giveBack(units: readonly Unit[]): void;
}

/** Has units read to their last page, and decides what it means where one fails. */
export class UnitReader {
  /** What each page that is under way waits for. */
  readonly slots: Slots;
  readonly #ports: CollectPorts;
  readonly #progress: RunProgress;
  readonly #ending: AbortSignal;
  readonly #place: UnitPlace;
  readonly #outage: Outage;
  readonly #list: ListOfClients;
  readonly #suspects: Suspects;
  readonly #stillListed: StillListed;
  readonly #pages: UnitPages;

  constructor(
    ports: CollectPorts,
    options: CollectOptions,
    progress: RunProgress,
    ending: AbortSignal,
    place: UnitPlace,
  ) {
    this.#ports = ports;
    this.#progress = progress;
    this.#ending = ending;
    this.#place = place;
    this.slots = new Slots(ending);
    const budget = new RetryBudget();
    const { slots } = this;
    const keepPages = options.keepPages ?? false;
    const requests = new PageRequests({ ports, progress, budget, slots, ending, keepPages });
    const bodyOf = (request: CrmRequest) => requests.body(request);
    const probe = new Probe(ports.connector, bodyOf);
    this.#suspects = new Suspects(ports, progress);
    this.#list = new ListOfClients(ports, progress);
    this.#outage = this.#watchOutage(options, probe);
    this.#stillListed = new StillListed(ports, (path) => bodyOf({ path }), ending);
    this.#pages = new UnitPages({
      ports,
      progress,
      requests,
      budget,
      slots,
      probe,
      place,
      ending,
      outage: this.#outage,
      list: this.#list,
      lanes: options.concurrency * 2,
      onPage: () => this.#suspects.settle(),
    });
  }

  /** The account is away, and nothing is sent to it but probes. */
  get isParked(): boolean {
    return this.#outage.isOpen;
  }

  /** Reads a unit on from its cursor. `onRest` is called each time that it waits and has given its place to others. */
  async read(unit: Unit, onRest: () => void): Promise<void> {
    const reading = this.#pages.open(unit, onRest);
    this.#progress.enter(unit);
    const isList = unit.kind === "clients";
    try {
      if (isList) this.#list.at(unit);
      await this.#pages.read(reading);
      if (isList && !this.#ending.aborted) this.#list.at(null);
    } catch (error) {
      const isOwn = isList ? this.#list.isStale : this.#outage.isUnitsOwn(reading.unit.id);
      const isUnits =
        error instanceof RetryableError ||
        error instanceof QuarantineError ||
        (isOwn && error instanceof ParkError);
      if (this.#ending.aborted || !isUnits) throw error;
      if (isList && (await this.#goesOnWithout(reading.unit, error))) return;
      if (await this.#isGone(reading.unit, error)) return;
      const note = isList ? this.#list.note : "";
      await this.#suspects.add({ unit: reading.unit, error, isOwn, note }, this.#outage.hadGoodPage);
    } finally {
      this.#pages.close(reading);
      this.#progress.exit(unit);
    }
  }

  /** Asks for the first page of a list without saving it. Rejects as the list's own unit would. */
  look(unit: Unit): Promise<Page> {
    return this.#pages.look(unit);
  }

  /** Quarantines what failed last: nothing is left that could show whether the CRM is alive. */
  settle(): Promise<void> {
    const isDown = this.#list.isStale && !this.#outage.hadGoodPage;
    return isDown ? this.#suspects.giveUp() : this.#suspects.settle();
  }

  /** True where the list of clients, which could not be read, is due once more: nothing else is left. */
  listAgain(): boolean {
    const unit = this.#list.again();
    if (unit !== null) this.#place.giveBack([unit]);
    return unit !== null;
  }

  #watchOutage(options: CollectOptions, probe: Probe): Outage {
    return new Outage({
      probe: (kinds) => probe.send(kinds),
      patienceMs: options.patienceMs,
      wait: options.wait ?? false,
      signal: this.#ending,
      lanes: options.concurrency * 2,
      knownToFail: options.knownToFail ?? false,
      isAside: (unit) => this.#list.isAside(unit),
      onPark: () => this.#fallBack(),
      onChange: (parking) => this.#parked(parking),
    });
  }

  #parked(parking: Parking | null): void {
    const { log } = this.#ports;
    if (parking !== null) {
      this.#place.giveBack(this.#suspects.takeBack().map(({ unit }) => unit));
      this.#pages.dropAhead();
    }
    this.#progress.park(parking);
    if (parking === null) log.info(told("answersAgain").text);
    else log.warn({ code: "CRM_DOWN" }, parkedText(parking).text);
  }

  async #goesOnWithout(list: Unit, error: DatamasterError): Promise<boolean> {
    if (!this.#list.mayWait(list, error)) return false;
    await this.#fallBack();
    return this.#list.waits();
  }

  async #fallBack(): Promise<void> {
    if (!(await this.#list.fallBack())) return;
    this.#place.announce("projects");
    this.#place.announce("phones");
  }

  /** A project that is not found is looked up in its client's list: what is listed no more is gone, and no failure. */
  async #isGone(unit: Unit, error: DatamasterError): Promise<boolean> {
    const notFound = error.code === "CRM_NOT_FOUND" || error.code === "CRM_CURSOR_EXPIRED";
    if (unit.kind !== "phones" || !notFound) return false;
    try {
      if (await this.#stillListed.has(unit)) return false;
    } catch (failure) {
      if (failure instanceof RetryableError || failure instanceof QuarantineError) return false;
      throw failure;
    }
    await this.#ports.ingest.unlist(unit);
    this.#progress.leave(unit.kind);
    this.#ports.log.info({ project: unit.crmId }, told("goneMeanwhile", { project: unit.crmId }).text);
    return true;
  }
}

function parkedText({ why, nextTry, givesUpAt }: Parking): Told {
  const iso = (ms: number): string => new Date(ms).toISOString();
  return givesUpAt === null
    ? told("waits", { why })
    : told("parked", { why, nextTry: iso(nextTry), givesUpAt: iso(givesUpAt) });
}
