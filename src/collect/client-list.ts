import { type DatamasterError, ParkError, RetryableError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { StaleList, Unit } from "../store/store.ts";
import type { CollectPorts } from "./collect.ts";
import type { RunProgress } from "./progress.ts";
import { isNoCrm } from "./suspects.ts";

/**
 * The list of clients, on which all else hangs: while it cannot be read the run goes on with the clients of an earlier
 * one, and asks for the list once more when nothing else is left.
 */
export class ListOfClients {
  readonly #ports: CollectPorts;
  readonly #progress: RunProgress;
  /** Where it stands, while it is not read to its end. */
  #unit: Unit | null = null;
  #stale: StaleList | null = null;
  #waits = false;
  #isLast = false;

  constructor(ports: CollectPorts, progress: RunProgress) {
    this.#ports = ports;
    this.#progress = progress;
  }

  /** It is read, from here on; null: to its end. */
  at(unit: Unit | null): void {
    this.#unit = unit;
  }

  /** The clients of an earlier run stand for it. */
  get isStale(): boolean {
    return this.#stale !== null && this.#unit !== null;
  }

  /** Its failures say nothing of the CRM any more. */
  isAside(unit: number): boolean {
    return this.isStale && this.#unit?.id === unit;
  }

  /** True where stored clients were made due in its place, now or before. */
  async fallBack(): Promise<boolean> {
    if (this.#unit === null || this.#stale !== null) return this.isStale;
    const { ingest, log } = this.#ports;
    this.#stale = await ingest.fallBack(this.#unit);
    if (this.#stale === null) return false;
    this.#progress.due("projects", this.#stale.added);
    log.warn({ code: "CRM_SERVER_ERROR" }, told("staleList", this.#stale).text);
    return true;
  }

  /** Its reading failed: true where it is worth asking for it once more later. */
  mayWait(unit: Unit, error: DatamasterError): boolean {
    const isPassing = error instanceof RetryableError || error instanceof ParkError;
    if (!isPassing || isNoCrm(unit, error) || this.#isLast) return false;
    this.#unit = unit;
    return true;
  }

  /** True where the run goes on without it until nothing else is left. */
  waits(): boolean {
    this.#waits = this.isStale;
    return this.#waits;
  }

  /** The list to be asked for a last time; null where there is none. */
  again(): Unit | null {
    if (!this.#waits || this.#unit === null) return null;
    this.#waits = false;
    this.#isLast = true;
    return this.#unit;
  }

  /** What is said of it beside why it could not be read. */
  get note(): string {
    return this.#stale === null ? "" : told("staleListUsed", this.#stale).text;
  }
}
