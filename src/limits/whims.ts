/**
 * Lone refusals do not bring the rate below these shares of where they began, one after the other: so many in a row
 * at one of them, and the next is tried.
 */
const FLOORS = [0.7, 0.5, 0.35];
const REFUSALS_AT_A_FLOOR = 6;
/** What the rate once was is believed ever less. */
const FADING = 0.97;

/**
 * Keeps apart a limit and a CRM that refuses a request now and then whatever the rate: where a third of the rate brings
 * no fewer refusals, sending slower is no help, and the rate returns to where it was.
 */
export class Whims {
  #highest = 0;
  #floor = 0;
  #atFloor = 0;

  /** The rate after a lone refusal, where `wanted` would be natural. */
  soften(rate: number, wanted: number): number {
    this.#highest = Math.max(this.#highest, rate);
    const share = FLOORS[this.#floor];
    if (share === undefined) return rate;
    if (wanted >= this.#highest * share) return wanted;
    if (++this.#atFloor < REFUSALS_AT_A_FLOOR) return Math.min(rate, this.#highest * share);
    this.#atFloor = 0;
    this.#floor++;
    return this.#highest * (FLOORS[this.#floor] ?? 1);
  }

  /** The rate held for a while; `long`: as long as is hoped for. */
  calm(rate: number, long: boolean): void {
    this.#highest = Math.max(rate, this.#highest * FADING);
    this.#atFloor = 0;
    if (long) this.#floor = 0;
  }

  /** The CRM showed its limit plainly. */
  forget(): void {
    this.#highest = 0;
    this.#floor = 0;
    this.#atFloor = 0;
  }
}
