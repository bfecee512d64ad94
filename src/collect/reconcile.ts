import { type DatamasterError, QuarantineError, RetryableError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { ClientList, Unit } from "../store/store.ts";
import type { CollectPorts } from "./collect.ts";
import type { RunProgress } from "./progress.ts";
import { MOST_TRIES } from "./retry.ts";
import type { UnitReader } from "./unit-reader.ts";

/** So often the list of clients is read again at the end of a run; a CRM that goes on changing is not chased. */
const MOST_SWEEPS = 2;

/**
 * Compares what the CRM tells with what a run read, before it is called complete. Lists of projects and phones were
 * counted as they were read; the list of clients, read at the start, is counted again at the end by one page of it.
 */
export class Reconciliation {
  readonly #ports: CollectPorts;
  readonly #progress: RunProgress;
  readonly #run: number;
  readonly #reader: Pick<UnitReader, "look">;
  #sweeps = 0;

  constructor(ports: CollectPorts, progress: RunProgress, run: number, reader: Pick<UnitReader, "look">) {
    this.#ports = ports;
    this.#progress = progress;
    this.#run = run;
    this.#reader = reader;
  }

  /** True where clients came or went meanwhile: their list is due again. Sets it aside where it cannot be brought to agree. */
  async reopened(queue: { giveBack(units: readonly Unit[]): void }): Promise<boolean> {
    const { ingest, log } = this.#ports;
    const list = await ingest.clientList(this.#run);
    if (list === null) return false;
    let now: number | null;
    try {
      ({ total: now } = await this.#reader.look(list.unit));
    } catch (error) {
      if (!(error instanceof RetryableError || error instanceof QuarantineError)) throw error;
      await this.#setAside(list, error);
      return false;
    }
    if (now === null || now === list.total) return false;
    const text = told("clientsChanged", { before: list.total, now });
    if (this.#sweeps++ === MOST_SWEEPS) {
      const error = new QuarantineError(
        "CRM_LIST_MOVED",
        told("listMoved", { total: now, listed: list.total }),
      );
      await this.#setAside(list, error, { total: now, listed: list.total });
      return false;
    }
    log.info(text.text);
    await ingest.reopenClientList(list.unit);
    this.#progress.reopen("clients");
    queue.giveBack([list.unit]);
    return true;
  }

  async #setAside(
    { unit }: ClientList,
    error: DatamasterError,
    counts?: { readonly total: number; readonly listed: number },
  ): Promise<void> {
    const { code, message } = error;
    const attempts = counts === undefined ? MOST_TRIES : 1;
    await this.#ports.ingest.quarantine(unit, { code, message, attempts, ...(counts && { counts }) });
    this.#progress.reopen("clients");
    this.#progress.quarantine(unit, error);
    this.#ports.log.warn({ code }, message);
  }
}
