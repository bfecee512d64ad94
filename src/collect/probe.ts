import { QuarantineError } from "../base/errors.ts";
import type { Connector, CrmRequest, ListTarget } from "../crm/crm.ts";
import type { UnitKind } from "../model/run.ts";

interface Witness {
  readonly target: ListTarget;
  readonly cursor: string | null;
}

/**
 * Asks whether the CRM is back: the account, and then of each kind of list that failed a page that was read in this run. An
 * account that answers says little of lists that do not.
 */
export class Probe {
  readonly #connector: Connector;
  readonly #get: (request: CrmRequest) => Promise<Uint8Array>;
  readonly #witnesses = new Map<UnitKind, Witness>();

  /** `get` sends one paced request and resolves with the answer's body. */
  constructor(connector: Connector, get: (request: CrmRequest) => Promise<Uint8Array>) {
    this.#connector = connector;
    this.#get = get;
  }

  /** A page was read; one that holds nothing bears no witness. Without the list of clients the run goes on. */
  note(target: ListTarget, cursor: string | null, items: number): void {
    if (items > 0 && target.kind !== "clients") this.#witnesses.set(target.kind, { target, cursor });
  }

  /** Rejects as a unit's request does. True where there was a page of each kind to ask for again. */
  async send(kinds: ReadonlySet<UnitKind>): Promise<boolean> {
    this.#connector.readAccount(await this.#get(this.#connector.accountRequest()));
    const witnesses = [...kinds]
      .filter((kind) => kind !== "clients")
      .map((kind) => this.#witnesses.get(kind));
    for (const witness of witnesses) if (witness !== undefined) await this.#askAgain(witness);
    return witnesses.length > 0 && !witnesses.includes(undefined);
  }

  async #askAgain({ target, cursor }: Witness): Promise<void> {
    try {
      const body = await this.#get(this.#connector.pageRequest(target, cursor));
      this.#connector.readPage(target, cursor, body);
    } catch (error) {
      // It may be gone since; that it is told so shows that the CRM is there.
      if (!(error instanceof QuarantineError)) throw error;
    }
  }
}
