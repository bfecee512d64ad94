import { StoppedError } from "../base/abort.ts";
import { DatamasterError, type ErrorCode, QuarantineError, RetryableError } from "../base/errors.ts";
import type { Told } from "../base/told.ts";
import type { CrmAnswer, CrmRequest, ListTarget } from "../crm/crm.ts";
import { paced } from "../limits/limits.ts";
import { told } from "../messages/messages.ts";
import { UNIT_KINDS, type UnitKind } from "../model/run.ts";
import type { Unit } from "../store/store.ts";
import type { CollectOptions, CollectPorts, SavedPage } from "./collect.ts";
import { Outage, type Parking } from "./outage.ts";
import { PageGuard } from "./page-guard.ts";
import { PagesAhead } from "./pages-ahead.ts";
import type { RunProgress } from "./progress.ts";
import { MOST_TRIES, retrying } from "./retry.ts";
import { RetryBudget } from "./retry-budget.ts";
import { type Slot, Slots } from "./slots.ts";
import { StillListed } from "./still-listed.ts";
import { isNoCrm, Suspects } from "./suspects.ts";

const CHILD: Partial<Record<UnitKind, UnitKind>> = { clients: "projects", projects: "phones" };

/** At most 7 s: 1, 2 and 4 s between them. What is wrong before the first page is told within seconds. */
const TRIES_AT_FIRST = 4;

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
    this.#suspects = new Suspects(ports, progress);
    this.#outage = new Outage({
      probe: () => this.#probe(),
      patienceMs: options.patienceMs,
      wait: options.wait ?? false,
      signal: ending,
      lanes: options.concurrency * 2,
      knownToFail: options.knownToFail ?? false,
      onChange: (parking) => {
        if (parking !== null) {
          place.giveBack(this.#suspects.takeBack().map(({ unit }) => unit));
          for (const ahead of this.#aheads) ahead.drop();
        }
        progress.park(parking);
        const log = ports.log.child({ code: "CRM_DOWN" });
        if (parking === null) log.info(told("answersAgain").text);
        else log.warn(parkedText(parking).text);
      },
    });
    this.#stillListed = new StillListed(ports, async (path) => (await this.#getOnce({ path })).body, ending);
  }

  /** The account is away, and nothing is sent to it but probes. */
  get isParked(): boolean {
    return this.#outage.isOpen;
  }

  /** Reads a unit on from its cursor. */
  async read(unit: Unit): Promise<void> {
    const slot = this.slots.open(unit);
    const reading: Reading = { unit, slot, ahead: this.#aheadOf(unit) };
    try {
      await this.#readPages(reading);
    } catch (error) {
      const isUnits = error instanceof RetryableError || error instanceof QuarantineError;
      if (this.#ending.aborted || !isUnits) throw error;
      if (await this.#isGone(reading.unit, error)) return;
      await this.#suspects.add({ unit: reading.unit, error }, this.#outage.hadGoodPage);
    } finally {
      reading.ahead.drop();
      this.#aheads.delete(reading.ahead);
      this.slots.close(slot);
    }
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
    return this.#suspects.settle();
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
    const of = kind === "projects" ? { client: crmId } : {};
    const { log } = this.#ports;
    if (missing === 0) {
      log.warn({ code: "CRM_BAD_ANSWER", ...of }, told("listWithoutIds", { client: crmId }).text);
    } else {
      const listed = (total ?? missing) - missing;
      log.warn({ code: "CRM_LIST_MOVED", ...of }, told("listMoved", { total: total ?? 0, listed }).text);
    }
  }

  /** Null where the unit has to be read from its start. */
  async #readPage(reading: Reading): Promise<SavedPage | null> {
    const { unit } = reading;
    const { hadGoodPage } = this.#outage;
    const budget = (): Promise<void> => {
      const { era } = this.#outage;
      // What an outage spoilt is sent again at its end, when a probe has shown that the CRM can take it.
      return this.#budget.take(this.#ending, () => this.#outage.era !== era);
    };
    return await retrying(() => this.#outage.attempt(unit.id, () => this.#attempt(reading)), {
      signal: this.#ending,
      tries: (error) => (!hadGoodPage || isNoCrm(unit, error) ? TRIES_AT_FIRST : MOST_TRIES),
      era: () => this.#outage.era,
      ...(hadGoodPage && { budget }),
      onFailure: (error, waitMs) => {
        this.#progress.failure(error.code);
        if (error.code !== "CRM_THROTTLED") this.#progress.retry();
        this.#ports.log.debug({ code: error.code, unit: unit.kind, id: unit.crmId, waitMs }, error.message);
      },
    });
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

  async #probe(): Promise<void> {
    const { connector } = this.#ports;
    const { body } = await this.#getOnce(connector.accountRequest());
    connector.readAccount(body);
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
