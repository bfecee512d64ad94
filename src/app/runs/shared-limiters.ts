import type { Limiter, LimiterOptions, LimiterState, Permit, RequestOutcome } from "../../limits/limits.ts";
import type { AppPorts } from "../app.ts";

/** One run's part in the limiters of accounts. */
export interface LimiterLease {
  readonly createLimiter: AppPorts["createLimiter"];
  /** Null before the run has one. */
  state(): LimiterState | null;
  /** The run needs it no more. */
  release(): void;
}

interface Shared {
  readonly limiter: Promise<Limiter>;
  users: number;
}

/**
 * Gives runs that send for one account at one time one limiter, so that together they keep its limits. Each keeps its own
 * concurrency, limits and hours besides, as its source names them.
 */
export class SharedLimiters {
  readonly #create: AppPorts["createLimiter"];
  readonly #accounts = new Map<string, Shared>();

  constructor(create: AppPorts["createLimiter"]) {
    this.#create = create;
  }

  lease(): LimiterLease {
    let mine: Limiter | null = null;
    let account: string | null = null;
    return {
      createLimiter: async (options, name) => {
        account = name;
        mine = await this.#join(options, name);
        return mine;
      },
      state: () => mine?.state() ?? null,
      release: () => {
        if (account !== null) this.#leave(account);
        account = null;
      },
    };
  }

  async #join(options: LimiterOptions, account: string): Promise<Limiter> {
    const shared = this.#accounts.get(account);
    if (shared === undefined) {
      const limiter = this.#create(options, account);
      this.#accounts.set(account, { limiter, users: 1 });
      return await limiter;
    }
    shared.users++;
    return new LimiterOfTwo(await shared.limiter, await this.#create({ ...options, hint: null }, account));
  }

  #leave(account: string): void {
    const shared = this.#accounts.get(account);
    if (shared !== undefined && --shared.users === 0) this.#accounts.delete(account);
  }
}

/** What both of two limiters allow: the account's, and one of a run that joined it. */
class LimiterOfTwo implements Limiter {
  readonly #account: Limiter;
  readonly #own: Limiter;

  constructor(account: Limiter, own: Limiter) {
    this.#account = account;
    this.#own = own;
  }

  async acquire(signal: AbortSignal, cost = 1): Promise<Permit> {
    const own = await this.#own.acquire(signal, cost);
    try {
      const permit = await this.#account.acquire(signal, cost);
      return {
        done: (outcome: RequestOutcome) => {
          permit.done(outcome);
          own.done(answered);
        },
      };
    } catch (error) {
      own.done(answered);
      throw error;
    }
  }

  state(): LimiterState {
    const [account, own] = [this.#account.state(), this.#own.state()];
    return {
      requestsPerSecond: leastOf(account.requestsPerSecond, own.requestsPerSecond),
      found: account.found,
      concurrency: Math.min(account.concurrency, own.concurrency),
      inFlight: own.inFlight,
      waiting: own.waiting + account.waiting,
      heldMs: Math.max(account.heldMs, own.heldMs),
      nextMs: Math.max(account.nextMs, own.nextMs),
      blocked: account.blocked ?? own.blocked,
    };
  }

  takeSpent(): ReturnType<Limiter["takeSpent"]> {
    // The account's counts all of it.
    this.#own.takeSpent();
    return this.#account.takeSpent();
  }
}

/** What the CRM answered is for the account's limiter to judge. */
const answered: RequestOutcome = { kind: "answered" };

function leastOf(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
