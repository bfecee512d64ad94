import { StoppedError } from "../base/abort.ts";
import {
  DatamasterError,
  type ErrorCode,
  ParkError,
  QuarantineError,
  RetryableError,
} from "../base/errors.ts";
import type { Told } from "../base/told.ts";
import type { CrmAnswer, CrmRequest, ListTarget, Page } from "../crm/crm.ts";
import { paced } from "../limits/limits.ts";
import { told } from "../messages/messages.ts";
import { UNIT_KINDS, type UnitKind } from "../model/run.ts";
import type { Unit } from "../store/store.ts";
import { ListOfClients } from "./client-list.ts";
import type { CollectOptions, CollectPorts, SavedPage } from "./collect.ts";
import { Outage, type Parking } from "./outage.ts";
import { PageGuard } from "./page-guard.ts";
import { PagesAhead } from "./pages-ahead.ts";
import { Probe } from "./probe.ts";
import type { RunProgress } from "./progress.ts";
import { MOST_TRIES, retrying } from "./retry.ts";
import { RetryBudget } from "./retry-budget.ts";
import { type Slot, Slots } from "./slots.ts";
import { StillListed } from "./still-listed.ts";
import { isNoCrm, Suspects } from "./suspects.ts";

const CHILD: Partial<Record<UnitKind, UnitKind>> = { clients: "projects", projects: "phones" };

/** At most 7 s: 1, 2 and 4 s between them. What is wrong before the first page is told within seconds. */
const TRIES_AT_FIRST = 4;
const TRIES_AFTER_LIST = 2;

/** Where units come from and go back to. */
export interface UnitPlace {
  /** A free place for a page that is fetched before its turn. */
  lend(kind: UnitKind): boolean;
  /** A lent place is free again. */
  regain(): void;
  /** The store has new units of this kind. */
  announce(kind: UnitKind): void;
  /** Units to be read again, from their cursors on. */
  giveBack(units: readonly Unit[]): void;
}

/** A unit while it is read: where it stands, and the pages that are fetched before their turn. */
interface Reading {
  unit: Unit;
  readonly slot: Slot;
  readonly ahead: PagesAhead;
}

/** Reads units to their last page, one page after the other, and decides what a failure of one means. */
export class UnitReader {
  /** What each page that is under way waits for. */
  readonly slots: Slots;
  readonly #ports: CollectPorts;
  readonly #progress: RunProgress;
  readonly #ending: AbortSignal;
  readonly #place: UnitPlace;
  readonly #keepPages: boolean;
  readonly #budget = new RetryBudget();
  readonly #outage: Outage;
  readonly #probe: Probe;
  readonly #list: ListOfClients;
  readonly #suspects: Suspects;
  readonly #stillListed: StillListed;
  readonly #aheads = new Set<PagesAhead>();

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
    this.#keepPages = options.keepPages ?? false;
    this.slots = new Slots(ending);
    const bodyOf = async (request: CrmRequest) => (await this.#getOnce(request)).body;
    this.#probe = new Probe(ports.connector, bodyOf);
    this.#suspects = new Suspects(ports, progress);
    this.#list = new ListOfClients(ports, progress);
    this.#outage = new Outage({
      probe: (kinds) => this.#probe.send(kinds),
      patienceMs: options.patienceMs,
      wait: options.wait ?? false,
      signal: ending,
      lanes: options.concurrency * 2,
      knownToFail: options.knownToFail ?? false,
      isAside: (unit) => this.#list.isAside(unit),
      onPark: () => this.#fallBack(),
      onChange: (parking) => {
        if (parking !== null) {
          place.giveBack(this.#suspects.takeBack().map(({ unit }) => unit));
          for (const ahead of this.#aheads) ahead.drop();
        }
        progress.park(parking);
        if (parking === null) ports.log.info(told("answersAgain").text);
        else ports.log.warn({ code: "CRM_DOWN" }, parkedText(parking).text);
      },
    });
    this.#stillListed = new StillListed(ports, (path) => bodyOf({ path }), ending);
  }

  /** The account is away, and nothing is sent to it but probes. */
  get isParked(): boolean {
    return this.#outage.isOpen;
  }

  /** Reads a unit on from its cursor. */
  async read(unit: Unit): Promise<void> {
    const slot = this.slots.open(unit);
    const reading: Reading = { unit, slot, ahead: this.#aheadOf(unit) };
    const isList = unit.kind === "clients";
    try {
      if (isList) this.#list.at(unit);
      await this.#readPages(reading);
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
      reading.ahead.drop();
      this.#aheads.delete(reading.ahead);
      this.slots.close(slot);
    }
  }

  /** Asks for the first page of a list without saving it. Rejects as the list's own unit would. */
  async look(unit: Unit): Promise<Page> {
    const { connector } = this.#ports;
    const target = targetOf(unit);
    return await this.#trying(unit, async () =>
      connector.readPage(target, null, (await this.#getOnce(connector.pageRequest(target, null))).body),
    );
  }

  #aheadOf(unit: Unit): PagesAhead {
    return new PagesAhead({
      ask: (cursor) => {
        const page = { ...unit, cursor };
        const slot = this.slots.open(page);
        const answer = this.#ask(page, slot).finally(() => this.slots.close(slot));
        return { answer, abort: () => slot.abort(new StoppedError()) };
      },
      lend: () => this.#place.lend(unit.kind),
      regain: () => this.#place.regain(),
    });
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

  async #readPages(reading: Reading): Promise<void> {
    const { kind } = reading.unit;
    let guard = new PageGuard();
    let restarted = false;
    while (!this.#ending.aborted) {
      const { unit } = reading;
      let receipt: SavedPage | null = null;
      try {
        receipt = await this.#readPage(reading);
        if (receipt?.moved) receipt = null;
      } catch (error) {
        const code: ErrorCode | null = error instanceof DatamasterError ? error.code : null;
        const expired: boolean = code === "CRM_CURSOR_EXPIRED" && unit.cursor !== null && !restarted;
        if (!expired && code !== "CRM_LIST_MOVED") throw error;
        restarted ||= expired;
      }
      if (receipt === null) {
        reading.ahead.drop();
        await this.#ports.ingest.restartUnit(unit);
        reading.unit = { ...unit, cursor: null, pages: 0, etag: null };
        guard = new PageGuard();
        continue;
      }
      this.#progress.page(kind, receipt);
      this.#probe.note(targetOf(unit), unit.cursor, receipt.items);
      if (receipt.quarantined) this.#tellAside(unit, receipt);
      const child = CHILD[kind];
      if (child !== undefined && receipt.added > 0) this.#place.announce(child);
      // Phones wait for the list of clients: which regions are tried depends on all of them. What else is due, too.
      if (kind === "clients" && receipt.next === null)
        for (const due of UNIT_KINDS) this.#place.announce(due);
      this.#lookAhead(reading, receipt);
      await this.#suspects.settle();
      if (receipt.next === null) return;
      const { etag = null } = receipt;
      reading.unit = { ...unit, cursor: receipt.next, pages: unit.pages + 1, etag };
      // A page that is as it was led somewhere before.
      if (etag === null) guard.page(receipt);
    }
  }

  /** Where it is known where the next pages begin, they are fetched side by side. */
  #lookAhead({ ahead }: Reading, receipt: SavedPage): void {
    // Of one page it is the turn.
    if (receipt.ahead.length < 2 || this.#outage.isOpen || this.#ending.aborted) return;
    this.#aheads.add(ahead);
    ahead.want(receipt.ahead);
  }

  #tellAside({ kind, crmId }: Unit, { missing, total }: SavedPage): void {
    const of = kind === "projects" ? { client: crmId } : kind === "phones" ? { project: crmId } : {};
    const { log } = this.#ports;
    if (missing === 0) {
      log.warn({ code: "CRM_BAD_ANSWER", ...of }, told("listWithoutIds", { client: crmId }).text);
    } else {
      const listed = (total ?? missing) - missing;
      log.warn({ code: "CRM_LIST_MOVED", ...of }, told("listMoved", { total: total ?? 0, listed }).text);
    }
  }

  /** Null where the unit has to be read from its start. */
  #readPage(reading: Reading): Promise<SavedPage | null> {
    return this.#trying(reading.unit, () => this.#attempt(reading));
  }

  async #trying<T>(unit: Unit, work: () => Promise<T>): Promise<T> {
    const { hadGoodPage } = this.#outage;
    let failedIn = this.#outage.era;
    // What an outage spoilt is sent again at its end, when a probe has shown that the CRM can take it.
    const budget = () => this.#budget.take(this.#ending, () => this.#outage.era !== failedIn);
    return await retrying(() => this.#outage.attempt(unit, work), {
      signal: this.#ending,
      tries: (error) => (!hadGoodPage || isNoCrm(unit, error) ? this.#triesAtFirst() : MOST_TRIES),
      era: () => ({ number: this.#outage.era, tries: this.#outage.outlived(unit.id) }),
      ...(hadGoodPage && { budget }),
      onFailure: (error, waitMs) => {
        failedIn = this.#outage.era;
        this.#progress.failure(error.code);
        if (error.code !== "CRM_THROTTLED") this.#progress.retry();
        this.#ports.log.debug({ code: error.code, unit: unit.kind, id: unit.crmId, waitMs }, error.message);
      },
    });
  }

  /** Where the list of clients has had its tries before the run's first page, little time is left to tell what is wrong. */
  #triesAtFirst(): number {
    return this.#list.isStale ? TRIES_AFTER_LIST : TRIES_AT_FIRST;
  }

  /** Null for a page that changed, of a project whose pages before it are as they were and were not read. */
  async #attempt({ unit, slot, ahead }: Reading): Promise<SavedPage | null> {
    const { body, etag, serverTime, isSame } = await (ahead.take(unit.cursor) ?? this.#ask(unit, slot));
    if (!isSame && unit.etag !== null && unit.pages > 0) return null;
    this.slots.enter(slot, "store");
    try {
      if (isSame) return await this.#ports.ingest.samePage(unit);
      return await this.#ports.ingest.savePage({ unit, etag, serverTime, body });
    } finally {
      this.slots.enter(slot, "rest");
    }
  }

  /** Asks for the page at the unit's cursor. */
  #ask(unit: Unit, slot: Slot): Promise<CrmAnswer> {
    const { connector } = this.#ports;
    const request = connector.pageRequest(targetOf(unit), unit.cursor, unit.since);
    return this.#get({ ...request, etag: this.#keepPages ? unit.etag : null }, slot);
  }

  /** Asks for what is no page of a unit. */
  async #getOnce(request: CrmRequest): Promise<CrmAnswer> {
    const slot = this.slots.open(null);
    return await this.#get(request, slot).finally(() => this.slots.close(slot));
  }

  /** Sends one request within concurrency and rate. */
  async #get(request: CrmRequest, slot: Slot): Promise<CrmAnswer> {
    const { client, limiter } = this.#ports;
    if (!this.#ending.aborted) slot.renew();
    const { signal } = slot;
    const sending = <T>(send: () => Promise<T>): Promise<T> => {
      this.slots.enter(slot, "crm");
      this.#progress.request();
      this.#budget.request();
      return send();
    };
    this.slots.enter(slot, "limiter");
    try {
      return await client.get(request, signal, (send) => {
        // Once more after a token that was refused.
        this.slots.enter(slot, "limiter");
        return paced(limiter, signal, () => sending(send), request.cost);
      });
    } finally {
      this.slots.enter(slot, "rest");
    }
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

/** What a unit reads, in the connector's terms. */
export function targetOf(unit: Pick<Unit, "kind" | "crmId">): ListTarget {
  switch (unit.kind) {
    case "clients":
      return { kind: "clients" };
    case "projects":
      return { kind: "projects", clientId: unit.crmId };
    case "phones":
      return { kind: "phones", projectId: unit.crmId };
  }
}
