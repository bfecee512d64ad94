import {
  type DatamasterError,
  QuarantineError,
  RetryableError,
  StopRunError,
  whyOf,
} from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { Unit } from "../store/store.ts";
import type { CollectPorts } from "./collect.ts";
import type { RunProgress } from "./progress.ts";
import { MOST_TRIES } from "./retry.ts";

/** So many different units failing before anything was read are the CRM's failure, not theirs. */
const UNITS_FAILING_AT_FIRST = 10;

/** A unit that failed for good, to be read on from where it stands. */
export interface FailedUnit {
  readonly unit: Unit;
  readonly error: DatamasterError;
  /** It is known to be the unit's own failure. */
  readonly isOwn: boolean;
  /** What is to be said beside the cause. */
  readonly note: string;
}

/**
 * Units that failed since the last page that was read. They are quarantined once another page shows that the CRM is
 * alive, and given back where it turns out that it was not.
 */
export class Suspects {
  readonly #ports: CollectPorts;
  readonly #progress: RunProgress;
  #units: FailedUnit[] = [];

  constructor(ports: CollectPorts, progress: RunProgress) {
    this.#ports = ports;
    this.#progress = progress;
  }

  /** A unit has used up its tries. `hadGoodPage`: something was read in this run. */
  async add(failed: FailedUnit, hadGoodPage: boolean): Promise<void> {
    const { unit, error } = failed;
    if (isNoCrm(unit, error)) {
      throw new StopRunError("CRM_NOT_A_CRM", told("otherClients", { why: whyOf(error) }), { cause: error });
    }
    if (unit.kind === "clients" && !hadGoodPage) throw clientsUnread(error);
    if (failed.isOwn) return await this.#quarantine(failed);
    this.#units.push(failed);
    // Its answer shows that the CRM is alive.
    if (error instanceof QuarantineError) return await this.settle();
    if (hadGoodPage || this.#units.length < UNITS_FAILING_AT_FIRST) return;
    throw this.#crmStopped(error);
  }

  /** Quarantines them: another page was read, or nothing is left that could show whether the CRM is alive. */
  async settle(): Promise<void> {
    if (this.#units.length === 0) return;
    for (const suspect of this.takeBack()) await this.#quarantine(suspect);
  }

  /** Ends the run with what is wrong with the first of them: nothing was read in it. */
  async giveUp(): Promise<void> {
    const [first] = this.#units;
    if (first !== undefined) throw this.#crmStopped(first.error);
  }

  /** Hands them back to be read again: the CRM was away. */
  takeBack(): FailedUnit[] {
    const units = this.#units;
    this.#units = [];
    return units;
  }

  #crmStopped(cause: DatamasterError): StopRunError {
    const data = { failedUnits: this.#units.length };
    return new StopRunError(cause.code, told("crmStopped", { why: whyOf(cause) }), { cause, data });
  }

  async #quarantine({ unit, error, isOwn, note }: FailedUnit): Promise<void> {
    if (unit.kind === "clients" && !isOwn) throw clientsUnread(error);
    const attempts = isOwn || error instanceof RetryableError ? MOST_TRIES : 1;
    const { excerpt } = error.data;
    await this.#ports.ingest.quarantine(unit, {
      code: error.code,
      message: `${error.message} ${note}`.trim(),
      attempts,
      ...(typeof excerpt === "string" && excerpt !== "" && { excerpt }),
    });
    this.#progress.quarantine(unit, error);
    const what = { phones: "project", projects: "client", clients: "list of clients" }[unit.kind];
    const of = unit.kind === "clients" ? {} : { [what]: unit.crmId };
    this.#ports.log.warn(
      { code: error.code, ...of, attempts },
      `Quarantined ${`${what} ${unit.crmId}`.trim()}: ${error.message}`,
    );
  }
}

/** The first page of all is no page of this CRM: the base URL is wrong, which must be told within seconds. */
export function isNoCrm(unit: Unit, error: DatamasterError): boolean {
  return error.code === "CRM_BAD_ANSWER" && unit.kind === "clients" && unit.cursor === null;
}

function clientsUnread(error: DatamasterError): StopRunError {
  return new StopRunError(error.code, told("clientsUnread", { why: whyOf(error) }), { cause: error });
}
