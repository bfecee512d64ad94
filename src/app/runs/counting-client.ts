import type { CrmClientPort } from "../../crm/crm.ts";
import { Allowance } from "../../limits/limits.ts";
import type { Spent } from "../../model/limit.ts";

/** Counts what the CRM is asked for. */
export class CountingClient implements CrmClientPort {
  /** Whose quotas it counts for; null until it is known. */
  account: string | null = null;
  readonly #client: CrmClientPort;
  readonly #allowance = new Allowance({ limits: [] }, Date.now());

  constructor(client: CrmClientPort) {
    this.#client = client;
  }

  get: CrmClientPort["get"] = (request, signal, pace = (send) => send()) =>
    this.#client.get(request, signal, (send) => {
      this.#allowance.spend(Date.now(), request.cost ?? 1);
      return pace(send);
    });

  signIn(signal: AbortSignal): ReturnType<CrmClientPort["signIn"]> {
    return this.#client.signIn(signal);
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  takeSpent(): Spent[] {
    return this.#allowance.takeUntold();
  }
}
