/**
 * Lone refusals do not bring the rate below these shares of where they began, one after the other: so many in a row
 * at one of them, and the next is tried.
 */
const FLOORS = [0.7, 0.5, 0.35];
const REFUSALS_AT_A_FLOOR = 6;
/** What the rate once was is believed ever less. */
const FADING = 0.97;

/** Of what was accepted between two refusals, the mean follows the last by so much. */
const FOLLOW = 0.3;
/** Whims that come so many times as often are none. */
const MORE_OFTEN = 4;

/**
 * Keeps apart a limit and a CRM that refuses a request now and then whatever the rate: where a third of the rate brings
 * no fewer refusals, sending slower is no help, and the rate returns to where it was.
 */
export class Whims {
  #highest = 0;
  #floor = 0;
  #atFloor = 0;
  /** Requests accepted between two refusals, as they come now and as they came when they proved to be whims. */
  #between = 0;
  #betweenWhims = 0;

  /** The rate after a lone refusal, where `wanted` would be natural, `accepted` requests after the one before. */
  soften(rate: number, wanted: number, accepted: number): number {
    this.#highest = Math.max(this.#highest, rate);
    this.#between += (accepted - this.#between) * FOLLOW;
    if (this.#betweenWhims > 0) {
      if (this.#between * MORE_OFTEN > this.#betweenWhims) return rate;
      this.forget();
    }
    const share = FLOORS[this.#floor] ?? 1;
    if (wanted >= this.#highest * share) return wanted;
    if (++this.#atFloor < REFUSALS_AT_A_FLOOR) return Math.min(rate, this.#highest * share);
    this.#atFloor = 0;
    this.#floor++;
    if (this.#floor === FLOORS.length) this.#betweenWhims = this.#between;
    return this.#highest * (FLOORS[this.#floor] ?? 1);
  }

  /** The rate held for as long as is hoped for. */
  calm(rate: number): void {
    const faded = this.#highest * FADING;
    this.forget();
    this.#highest = Math.max(rate, faded);
  }

  /** The CRM showed its limit plainly. */
  forget(): void {
    this.#highest = 0;
    this.#floor = 0;
    this.#atFloor = 0;
    this.#betweenWhims = 0;
  }
}
