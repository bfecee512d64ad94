import { StoppedError } from "../base/abort.ts";
import { DatamasterError, type ErrorCode } from "../base/errors.ts";
import { type Page, targetOf } from "../crm/crm.ts";
import { told } from "../messages/messages.ts";
import { UNIT_KINDS, type UnitKind } from "../model/run.ts";
import type { Unit } from "../store/store.ts";
import type { ListOfClients } from "./client-list.ts";
import type { CollectPorts, SavedPage } from "./collect.ts";
import type { Outage } from "./outage.ts";
import { PageGuard } from "./page-guard.ts";
import type { PageRequests } from "./page-requests.ts";
import { PagesAhead } from "./pages-ahead.ts";
import type { Probe } from "./probe.ts";
import type { RunProgress } from "./progress.ts";
import { MOST_TRIES, retrying } from "./retry.ts";
import type { RetryBudget } from "./retry-budget.ts";
import type { Slot, Slots } from "./slots.ts";
import { isNoCrm } from "./suspects.ts";
import type { UnitPlace } from "./unit-reader.ts";

const CHILD: Partial<Record<UnitKind, UnitKind>> = { clients: "projects", projects: "phones" };

/** At most 7 s: 1, 2 and 4 s between them. What is wrong before the first page is told within seconds. */
const TRIES_AT_FIRST = 4;
const TRIES_AFTER_LIST = 2;

/** A unit while it is read: where it stands, and the pages that are fetched before their turn. */
export interface Reading {
  unit: Unit;
  readonly slot: Slot;
  readonly ahead: PagesAhead;
  /** Called each time it waits to be tried again: others may be read meanwhile. */
  readonly onRest: () => void;
}

export interface UnitPagesOptions {
  readonly ports: CollectPorts;
  readonly progress: RunProgress;
  readonly requests: PageRequests;
  readonly budget: RetryBudget;
  readonly slots: Slots;
  readonly outage: Outage;
  readonly probe: Probe;
  readonly list: ListOfClients;
  readonly place: UnitPlace;
  readonly ending: AbortSignal;
  /** How many units are read side by side. */
  readonly lanes: number;
  /** Called after each page that was read. */
  readonly onPage: () => Promise<void>;
}

/** Reads a unit page after page to its end, each page as often as its tries allow. */
export class UnitPages {
  readonly #options: UnitPagesOptions;
  readonly #aheads = new Set<PagesAhead>();
  /** Retries that were sent beside the budget after the last outage. */
  readonly #waived = { era: 0, count: 0 };

  constructor(options: UnitPagesOptions) {
    this.#options = options;
  }

  /** Begins with a unit; whoever begins ends with {@link close}. */
  open(unit: Unit, onRest: () => void): Reading {
    return { unit, slot: this.#options.slots.open(unit), ahead: this.#aheadOf(unit), onRest };
  }

  close({ slot, ahead }: Reading): void {
    ahead.drop();
    this.#aheads.delete(ahead);
    this.#options.slots.close(slot);
  }

  /** Gives up all pages that are fetched before their turn. */
  dropAhead(): void {
    for (const ahead of this.#aheads) ahead.drop();
  }

  /** Reads on from the unit's cursor until its last page is stored or the run ends. Rejects as the page that fails does. */
  async read(reading: Reading): Promise<void> {
    const { ports, ending, onPage } = this.#options;
    let guard = new PageGuard();
    let restarted = false;
    while (!ending.aborted) {
      const { unit } = reading;
      let receipt: SavedPage | null = null;
      try {
        receipt = await this.#trying(unit, () => this.#attempt(reading), reading.onRest);
        if (receipt?.moved) receipt = null;
      } catch (error) {
        const code: ErrorCode | null = error instanceof DatamasterError ? error.code : null;
        const expired: boolean = code === "CRM_CURSOR_EXPIRED" && unit.cursor !== null && !restarted;
        if (!expired && code !== "CRM_LIST_MOVED") throw error;
        restarted ||= expired;
      }
      if (receipt === null) {
        reading.ahead.drop();
        await ports.ingest.restartUnit(unit);
        this.#options.progress.enter(unit);
        reading.unit = { ...unit, cursor: null, pages: 0, etag: null };
        guard = new PageGuard();
        continue;
      }
      this.#note(unit, receipt);
      this.#lookAhead(reading, receipt);
      await onPage();
      if (receipt.next === null) return;
      const { etag = null } = receipt;
      reading.unit = { ...unit, cursor: receipt.next, pages: unit.pages + 1, etag };
      // A page that is as it was led somewhere before.
      if (etag === null) guard.page(receipt);
    }
  }

  /** Asks for the first page of a list without saving it. Rejects as the list's own unit would. */
  async look(unit: Unit): Promise<Page> {
    const { ports, requests } = this.#options;
    const target = targetOf(unit);
    return await this.#trying(unit, async () =>
      ports.connector.readPage(target, null, await requests.body(ports.connector.pageRequest(target, null))),
    );
  }

  #aheadOf(unit: Unit): PagesAhead {
    const { slots, requests, place } = this.#options;
    return new PagesAhead({
      ask: (cursor) => {
        const page = { ...unit, cursor };
        const slot = slots.open(page);
        const answer = requests.page(page, slot).finally(() => slots.close(slot));
        return { answer, abort: () => slot.abort(new StoppedError()) };
      },
      lend: () => place.lend(unit.kind),
      regain: () => place.regain(),
    });
  }

  /** Tells all that wait for it of a page that is stored. */
  #note(unit: Unit, receipt: SavedPage): void {
    const { progress, probe, place } = this.#options;
    const { kind } = unit;
    progress.page(kind, receipt, unit);
    probe.note(targetOf(unit), unit.cursor, receipt.items);
    if (receipt.quarantined) this.#tellAside(unit, receipt);
    const child = CHILD[kind];
    if (child !== undefined && receipt.added > 0) place.announce(child);
    // Phones wait for the list of clients: which regions are tried depends on all of them. What else is due, too.
    if (kind === "clients" && receipt.next === null) for (const due of UNIT_KINDS) place.announce(due);
  }

  #tellAside({ kind, crmId }: Unit, { missing, total }: SavedPage): void {
    const of = kind === "projects" ? { client: crmId } : kind === "phones" ? { project: crmId } : {};
    const { log } = this.#options.ports;
    if (missing === 0) {
      log.warn({ code: "CRM_BAD_ANSWER", ...of }, told("listWithoutIds", { client: crmId }).text);
    } else {
      const listed = (total ?? missing) - missing;
      log.warn({ code: "CRM_LIST_MOVED", ...of }, told("listMoved", { total: total ?? 0, listed }).text);
    }
  }

  /** Where it is known where the next pages begin, they are fetched side by side. */
  #lookAhead({ ahead }: Reading, receipt: SavedPage): void {
    const { outage, ending } = this.#options;
    // Of one page it is the turn.
    if (receipt.ahead.length < 2 || outage.isOpen || ending.aborted) return;
    this.#aheads.add(ahead);
    ahead.want(receipt.ahead);
  }

  async #trying<T>(unit: Unit, work: () => Promise<T>, onRest?: () => void): Promise<T> {
    const { ports, progress, budget, outage, ending, place } = this.#options;
    const { hadGoodPage } = outage;
    let failedIn = outage.era;
    // What an outage spoilt is sent again at its end, when a probe has shown that the CRM can take it.
    const waived = () => outage.era !== failedIn && this.#waive(outage.era);
    const leave = (tries: number) => budget.take(ending, tries, waived);
    return await retrying(() => outage.attempt(unit, work), {
      signal: ending,
      tries: (error) => (!hadGoodPage || isNoCrm(unit, error) ? this.#triesAtFirst() : MOST_TRIES),
      era: () => ({ number: outage.era, tries: outage.outlived(unit.id) }),
      ...(hadGoodPage && { budget: leave }),
      ...(hadGoodPage && onRest && { rest: (wait) => place.rest(wait, onRest) }),
      onFailure: (error, waitMs) => {
        failedIn = outage.era;
        progress.tryAgain(unit, error, waitMs);
        ports.log.debug({ code: error.code, unit: unit.kind, id: unit.crmId, waitMs }, error.message);
      },
    });
  }

  /** No outage spoils more than were on their way: what is beyond that has failed before it, and keeps to the budget. */
  #waive(era: number): boolean {
    const waived = this.#waived;
    if (waived.era !== era) Object.assign(waived, { era, count: 0 });
    return waived.count++ < this.#options.lanes;
  }

  /** Where the list of clients has had its tries before the run's first page, little time is left to tell what is wrong. */
  #triesAtFirst(): number {
    return this.#options.list.isStale ? TRIES_AFTER_LIST : TRIES_AT_FIRST;
  }

  /** Null where the unit has to be read from its start: a page changed, and those before it are as they were and were not read. */
  async #attempt({ unit, slot, ahead }: Reading): Promise<SavedPage | null> {
    const { ports, requests, slots } = this.#options;
    const answer = await (ahead.take(unit.cursor) ?? requests.page(unit, slot));
    const { body, etag, serverTime, isSame } = answer;
    if (!isSame && unit.etag !== null && unit.pages > 0) return null;
    slots.enter(slot, "store");
    try {
      if (isSame) return await ports.ingest.samePage(unit);
      return await ports.ingest.savePage({ unit, etag, serverTime, body });
    } finally {
      slots.enter(slot, "rest");
    }
  }
}
