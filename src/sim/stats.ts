import { SlidingCount } from "./sliding-count.ts";

/** What the CRM was asked since the start or the last reset. Only requests under the base path count. */
export interface SimStats {
  readonly requests: number;
  /** Requests not refused with 429. */
  readonly accepted: number;
  /** By status, and by the fault's name where the answer was broken on purpose. */
  readonly answers: Readonly<Record<string, number>>;
  readonly routes: Readonly<Record<Route, number>>;
  /** Unix second and the requests that arrived in it, ascending; quiet seconds are left out. */
  readonly perSecond: readonly (readonly [number, number])[];
  /** The most requests, and the most not refused with 429, that arrived in any 1,000 ms. */
  readonly maxInAnySecond: number;
  readonly maxAcceptedInAnySecond: number;
  /** Arrived and not yet answered. */
  readonly concurrent: number;
  readonly maxConcurrent: number;
  /** Bytes of whole and healthy bodies. */
  readonly bytes: number;
  /** How often each page was answered whole with 200: `clients/1/200`, `projects/CLIENT/1/200`, `phones/PROJECT/AFTER_ID/500`. */
  readonly pages: Readonly<Record<string, number>>;
  /** Of the token endpoint, whose requests are counted nowhere else. */
  readonly tokens: { readonly given: number; readonly refused: number };
}

export type Route = "me" | "clients" | "projects" | "phones" | "other";

/** Counts requests as they come and go. */
export class StatsCounter {
  #requests = 0;
  #accepted = 0;
  #answers: Record<string, number> = {};
  #routes: Record<Route, number> = { me: 0, clients: 0, projects: 0, phones: 0, other: 0 };
  #perSecond = new Map<number, number>();
  #arrivals = new SlidingCount(1000);
  #acceptedArrivals = new SlidingCount(1000);
  #maxInAnySecond = 0;
  #maxAcceptedInAnySecond = 0;
  #concurrent = 0;
  #maxConcurrent = 0;
  #bytes = 0;
  #pages = new Map<string, number>();

  /** A request arrived at `now`, monotonic milliseconds. */
  arrived(now: number): void {
    this.#requests++;
    this.#concurrent++;
    this.#maxConcurrent = Math.max(this.#maxConcurrent, this.#concurrent);
    this.#maxInAnySecond = Math.max(this.#maxInAnySecond, this.#arrivals.add(now));
    const second = Math.floor(Date.now() / 1000);
    this.#perSecond.set(second, (this.#perSecond.get(second) ?? 0) + 1);
  }

  /** What it gets was decided; `answer` is a status or a fault's name. */
  decided(now: number, route: Route, answer: string): void {
    this.#routes[route]++;
    this.#answers[answer] = (this.#answers[answer] ?? 0) + 1;
    if (answer === "429") return;
    this.#accepted++;
    this.#maxAcceptedInAnySecond = Math.max(this.#maxAcceptedInAnySecond, this.#acceptedArrivals.add(now));
  }

  /** A page is sent whole. */
  servedPage(page: string, bytes: number): void {
    this.#bytes += bytes;
    this.#pages.set(page, (this.#pages.get(page) ?? 0) + 1);
  }

  /** Its answer ended, or its connection did. */
  ended(): void {
    this.#concurrent--;
  }

  snapshot(): Omit<SimStats, "tokens"> {
    return {
      requests: this.#requests,
      accepted: this.#accepted,
      answers: { ...this.#answers },
      routes: { ...this.#routes },
      perSecond: [...this.#perSecond].sort((a, b) => a[0] - b[0]),
      maxInAnySecond: this.#maxInAnySecond,
      maxAcceptedInAnySecond: this.#maxAcceptedInAnySecond,
      concurrent: this.#concurrent,
      maxConcurrent: this.#maxConcurrent,
      bytes: this.#bytes,
      pages: Object.fromEntries(this.#pages),
    };
  }

  /** Starts counting again; requests in flight stay in `concurrent`. */
  reset(): void {
    this.#requests = 0;
    this.#accepted = 0;
    this.#answers = {};
    this.#routes = { me: 0, clients: 0, projects: 0, phones: 0, other: 0 };
    this.#perSecond = new Map();
    this.#arrivals = new SlidingCount(1000);
    this.#acceptedArrivals = new SlidingCount(1000);
    this.#maxInAnySecond = 0;
    this.#maxAcceptedInAnySecond = 0;
    this.#maxConcurrent = this.#concurrent;
    this.#bytes = 0;
    this.#pages = new Map();
  }
}
