import { monotonicMs } from "../../base/clock.ts";
import type { CrmClientPort, Pace } from "../../crm/crm.ts";

/** So many of the last answers are looked at. */
const KEPT = 400;

/** How long a CRM's answers take, from the moment a request may be sent. */
export class AnswerTimes {
  readonly #ms = new Float64Array(KEPT);
  #count = 0;

  /** The same client, looked at. */
  watch(client: CrmClientPort): CrmClientPort {
    const now: Pace = (send) => send();
    return {
      get: (request, signal, pace = now) =>
        client.get(request, signal, (send) => pace(() => this.#timed(send))),
      signIn: (signal) => client.signIn(signal),
      close: () => client.close(),
    };
  }

  /** Milliseconds; null before the first answer. */
  get figures(): { readonly median: number; readonly p95: number } | null {
    const count = Math.min(this.#count, KEPT);
    if (count === 0) return null;
    const sorted = this.#ms.slice(0, count).sort();
    const at = (share: number): number =>
      Math.round(sorted[Math.min(count - 1, Math.floor(count * share))] ?? 0);
    return { median: at(0.5), p95: at(0.95) };
  }

  async #timed<T>(send: () => Promise<T>): Promise<T> {
    const began = monotonicMs();
    const answer = await send();
    this.#ms[this.#count++ % KEPT] = monotonicMs() - began;
    return answer;
  }
}
