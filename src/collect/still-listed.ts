import type { Page } from "../crm/crm.ts";
import type { Unit } from "../store/store.ts";
import type { CollectPorts } from "./collect.ts";
import { retrying } from "./retry.ts";

/** Lists that are kept: projects of one client often go together. */
const KEPT = 50;
const MOST_PAGES = 1_000;

/** Tells of a project that the CRM no longer finds whether its client still lists it. */
export class StillListed {
  readonly #ports: CollectPorts;
  readonly #get: (path: string) => Promise<Uint8Array>;
  readonly #signal: AbortSignal;
  readonly #lists = new Map<string, Promise<ReadonlySet<string>>>();

  /** `get` sends one paced request and resolves with the answer's body. */
  constructor(ports: CollectPorts, get: (path: string) => Promise<Uint8Array>, signal: AbortSignal) {
    this.#ports = ports;
    this.#get = get;
    this.#signal = signal;
  }

  /** Reads the list of the project's client again, once for all its projects. Rejects where it cannot be read. */
  async has(project: Unit): Promise<boolean> {
    const client = await this.#ports.ingest.clientOf(project);
    let list = this.#lists.get(client);
    if (list === undefined) {
      list = this.#read(client);
      this.#lists.set(client, list);
      const [oldest] = this.#lists.keys();
      if (this.#lists.size > KEPT && oldest !== undefined) this.#lists.delete(oldest);
    }
    return (await list).has(project.crmId);
  }

  async #read(clientId: string): Promise<ReadonlySet<string>> {
    const { connector } = this.#ports;
    const target = { kind: "projects", clientId } as const;
    const ids = new Set<string>();
    let cursor: string | null = null;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const at: string | null = cursor;
      const page: Page = await retrying(
        async () => connector.readPage(target, at, await this.#get(connector.pageRequest(target, at).path)),
        { signal: this.#signal, onFailure: () => {} },
      );
      for (const { id } of page.items) ids.add(id);
      cursor = page.next;
      if (cursor === null) break;
    }
    return ids;
  }
}
