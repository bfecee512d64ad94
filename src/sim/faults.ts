import type { SimConfig } from "./config.ts";
import { hashShare } from "./random.ts";

/** Faults that end at once. A share for `faults` as a whole is spread over these. */
export const QUICK_FAULTS = [
  "500",
  "502",
  "503",
  "504",
  "reset",
  "reset-body",
  "cut",
  "cut-chunk",
  "html",
  "garbage",
  "error-in-200",
] as const;

/** Faults that cost the client time; only on by name. */
export const SLOW_FAULTS = ["drip", "hang"] as const;

export type Fault = (typeof QUICK_FAULTS)[number] | (typeof SLOW_FAULTS)[number];

interface Attempts {
  tries: number;
  inRow: number;
}

/** Decides which requests go wrong: by seed, request and try, so not by the order in which requests arrive. */
export class FaultPlan {
  readonly #seed: number;
  readonly #shares: readonly (readonly [Fault, number])[];
  readonly #maxInRow: number;
  readonly #attempts = new Map<string, Attempts>();

  constructor(seed: number, config: SimConfig) {
    this.#seed = seed;
    this.#maxInRow = config.maxConsecutiveFaults;
    this.#shares = sharesOf(config.faults);
  }

  /** The fault of this try of a request, or undefined; never more than `maxConsecutiveFaults` in a row for one request. */
  decide(request: string): Fault | undefined {
    if (this.#shares.length === 0) return undefined;
    let attempts = this.#attempts.get(request);
    if (attempts === undefined) {
      attempts = { tries: 0, inRow: 0 };
      this.#attempts.set(request, attempts);
    }
    attempts.tries++;
    const fault = attempts.inRow < this.#maxInRow ? this.#draw(request, attempts.tries) : undefined;
    attempts.inRow = fault === undefined ? 0 : attempts.inRow + 1;
    return fault;
  }

  #draw(request: string, tries: number): Fault | undefined {
    let left = hashShare(this.#seed, "fault", request, tries);
    for (const [fault, share] of this.#shares) {
      if (left < share) return fault;
      left -= share;
    }
    return undefined;
  }
}

function sharesOf(faults: SimConfig["faults"]): (readonly [Fault, number])[] {
  if (typeof faults === "number") {
    return faults === 0 ? [] : QUICK_FAULTS.map((fault) => [fault, faults / QUICK_FAULTS.length] as const);
  }
  return [...QUICK_FAULTS, ...SLOW_FAULTS].flatMap((fault) => {
    const share = faults[fault] ?? 0;
    return share > 0 ? [[fault, share] as const] : [];
  });
}
