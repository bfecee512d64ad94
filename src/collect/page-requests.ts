import { type CrmAnswer, type CrmRequest, targetOf } from "../crm/crm.ts";
import { paced } from "../limits/limits.ts";
import type { Unit } from "../store/store.ts";
import type { CollectPorts } from "./collect.ts";
import type { RunProgress } from "./progress.ts";
import type { RetryBudget } from "./retry-budget.ts";
import type { Slot, Slots } from "./slots.ts";

export interface PageRequestsOptions {
  readonly ports: CollectPorts;
  readonly progress: RunProgress;
  readonly budget: RetryBudget;
  readonly slots: Slots;
  readonly ending: AbortSignal;
  /** Pages whose ETags are known are asked for by them. */
  readonly keepPages: boolean;
}

/** Sends a run's requests, each once: within concurrency and rate, counted, and with a slot that says what it waits for. */
export class PageRequests {
  readonly #options: PageRequestsOptions;

  constructor(options: PageRequestsOptions) {
    this.#options = options;
  }

  /** Asks for the page at the unit's cursor. */
  page(unit: Unit, slot: Slot): Promise<CrmAnswer> {
    const { ports, keepPages } = this.#options;
    const request = ports.connector.pageRequest(targetOf(unit), unit.cursor, unit.since);
    return this.#send({ ...request, etag: keepPages ? unit.etag : null }, slot);
  }

  /** Asks for what is no page of a unit, and gives the answer's body. */
  async body(request: CrmRequest): Promise<CrmAnswer["body"]> {
    const { slots } = this.#options;
    const slot = slots.open(null);
    return (await this.#send(request, slot).finally(() => slots.close(slot))).body;
  }

  async #send(request: CrmRequest, slot: Slot): Promise<CrmAnswer> {
    const { ports, progress, budget, slots, ending } = this.#options;
    const { client, limiter } = ports;
    if (!ending.aborted) slot.renew();
    const { signal } = slot;
    const sending = <T>(send: () => Promise<T>): Promise<T> => {
      slots.enter(slot, "crm");
      progress.request();
      budget.request();
      return send();
    };
    slots.enter(slot, "limiter");
    try {
      return await client.get(request, signal, (send) => {
        // Once more after a token that was refused.
        slots.enter(slot, "limiter");
        return paced(limiter, signal, () => sending(send), request.cost);
      });
    } finally {
      slots.enter(slot, "rest");
    }
  }
}
