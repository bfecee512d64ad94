import { DatamasterError, QuarantineError, RetryableError, StopRunError, whyOf } from "../base/errors.ts";
import type { ListTarget } from "../crm/crm.ts";
import { paced } from "../limits/limits.ts";
import { told } from "../messages/messages.ts";
import type { UnitKind } from "../model/run.ts";
import type { PageReceipt, Unit } from "../store/store.ts";
import type { CollectPorts } from "./collect.ts";
import type { RunProgress } from "./progress.ts";
import { MOST_TRIES, retrying } from "./retry.ts";

const CHILD: Partial<Record<UnitKind, UnitKind>> = { clients: "projects", projects: "phones" };

/** So many different units failing in a row, with nothing read between them, are the CRM's failure, not theirs. */
const UNITS_FAILING_IN_A_ROW = 10;

/** At most 7 s: 1, 2 and 4 s between them. */
const TRIES_OF_NO_CRM = 4;

interface FailedUnit {
  readonly unit: Unit;
  readonly error: DatamasterError;
}

/** Reads units to their last page, one page after the other, and decides what a failure of one means. */
export class UnitReader {
  readonly #ports: CollectPorts;
  readonly #progress: RunProgress;
  readonly #ending: AbortSignal;
  /** Units that failed since the last page that was read: quarantined once another page shows that the CRM is alive. */
  #suspects: FailedUnit[] = [];

  constructor(ports: CollectPorts, progress: RunProgress, ending: AbortSignal) {
    this.#ports = ports;
    this.#progress = progress;
    this.#ending = ending;
  }

  /** Reads a unit on from its cursor; `announce` is told the kind of units that its pages made due. */
  async read(unit: Unit, announce: (kind: UnitKind) => void): Promise<void> {
    try {
      await this.#readPages(unit, announce);
    } catch (error) {
      if (this.#ending.aborted || !(error instanceof RetryableError || error instanceof QuarantineError))
        throw error;
      await this.#failed({ unit, error });
    }
  }

  /** Quarantines what failed last: nothing is left that could show whether the CRM is alive. */
  async settle(): Promise<void> {
    const suspects = this.#suspects;
    this.#suspects = [];
    for (const suspect of suspects) await this.#quarantine(suspect);
  }

  async #readPages(unit: Unit, announce: (kind: UnitKind) => void): Promise<void> {
    let place = unit;
    let restarted = false;
    while (!this.#ending.aborted) {
      let receipt: PageReceipt;
      try {
        receipt = await this.#readPage(place);
      } catch (error) {
        const expired = error instanceof DatamasterError && error.code === "CRM_CURSOR_EXPIRED";
        if (!expired || place.cursor === null || restarted) throw error;
        restarted = true;
        await this.#ports.ingest.restartUnit(place);
        place = { ...place, cursor: null, pages: 0 };
        continue;
      }
      this.#progress.page(unit.kind, receipt);
      if (receipt.quarantined) this.#tellWithoutId(unit);
      const child = CHILD[unit.kind];
      if (child !== undefined && receipt.added > 0) announce(child);
      // Phones wait for the list of clients: which regions are tried depends on all of them.
      if (unit.kind === "clients" && receipt.next === null) announce("phones");
      if (this.#suspects.length > 0) await this.settle();
      if (receipt.next === null) return;
      place = { ...place, cursor: receipt.next, pages: place.pages + 1 };
    }
  }

  #tellWithoutId({ kind, crmId }: Unit): void {
    const of = kind === "projects" ? { client: crmId } : {};
    this.#ports.log.warn({ code: "CRM_BAD_ANSWER", ...of }, told("listWithoutIds", { client: crmId }).text);
  }

  async #readPage(unit: Unit): Promise<PageReceipt> {
    return await retrying(() => this.#attempt(unit), {
      signal: this.#ending,
      tries: (error) => (isNoCrm(unit, error) ? TRIES_OF_NO_CRM : MOST_TRIES),
      onFailure: (error, waitMs) => {
        this.#progress.failure(error.code);
        if (error.code !== "CRM_THROTTLED") this.#progress.retry();
        this.#ports.log.debug({ code: error.code, unit: unit.kind, id: unit.crmId, waitMs }, error.message);
      },
    });
  }

  async #attempt(unit: Unit): Promise<PageReceipt> {
    const { connector, client, limiter, ingest } = this.#ports;
    const answer = await paced(limiter, this.#ending, async () => {
      this.#progress.request();
      return await client.get(connector.pageRequest(targetOf(unit), unit.cursor), this.#ending);
    });
    return await ingest.savePage({ unit, etag: answer.etag, body: answer.body });
  }

  async #failed(failed: FailedUnit): Promise<void> {
    const { unit, error } = failed;
    if (isNoCrm(unit, error)) {
      throw new StopRunError("CRM_NOT_A_CRM", told("otherClients", { why: whyOf(error) }), { cause: error });
    }
    if (unit.kind === "clients") {
      throw new StopRunError(error.code, told("clientsUnread", { why: whyOf(error) }), {
        cause: error,
      });
    }
    this.#suspects.push(failed);
    if (error instanceof QuarantineError) return await this.settle();
    if (this.#suspects.length < UNITS_FAILING_IN_A_ROW) return;
    throw new StopRunError(error.code, told("crmStopped", { why: whyOf(error) }), {
      cause: error,
      data: { failedUnits: this.#suspects.length },
    });
  }

  async #quarantine({ unit, error }: FailedUnit): Promise<void> {
    const attempts = error instanceof RetryableError ? MOST_TRIES : 1;
    await this.#ports.ingest.quarantine(unit, { code: error.code, message: error.message, attempts });
    this.#progress.quarantine(unit.kind);
    const what = unit.kind === "phones" ? "project" : "client";
    this.#ports.log.warn(
      { code: error.code, [what]: unit.crmId, attempts },
      `Quarantined ${what} ${unit.crmId}: ${error.message}`,
    );
  }
}

/** The first page of all is no page of this CRM: the base URL is wrong, which must be told within seconds. */
function isNoCrm(unit: Unit, error: DatamasterError): boolean {
  return error.code === "CRM_BAD_ANSWER" && unit.kind === "clients" && unit.cursor === null;
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
