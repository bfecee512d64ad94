import type { Limiter } from "../limits/limits.ts";
import { blockedError } from "./block.ts";
import type { CollectOptions, Ingest } from "./collect.ts";

/** Keeps what a run spends, and ends the run where a quota or its hours forbid it to go on, unless it is to wait. */
export class AllowanceKeeper {
  readonly #ports: { readonly limiter: Limiter; readonly ingest: Ingest };
  readonly #run: number;
  readonly #options: Pick<CollectOptions, "account" | "wait">;

  constructor(
    ports: { readonly limiter: Limiter; readonly ingest: Ingest },
    run: number,
    options: Pick<CollectOptions, "account" | "wait">,
  ) {
    this.#ports = ports;
    this.#run = run;
    this.#options = options;
  }

  /** Throws QUOTA_SPENT or OUTSIDE_HOURS once all that was under way is answered and more wants to be sent. */
  check(): void {
    const { blocked, inFlight, waiting } = this.#ports.limiter.state();
    if (blocked === null || this.#options.wait === true || inFlight > 0 || waiting === 0) return;
    throw blockedError(blocked);
  }

  /** Stores what was spent since the last time. */
  async save(): Promise<void> {
    const spent = this.#ports.limiter.takeSpent();
    if (spent.length > 0) await this.#ports.ingest.spend(this.#run, this.#options.account, spent);
  }
}
