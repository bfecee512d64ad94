/** Counts events in the window that ends now, by their exact times; memory is that of the events in one window. */
export class SlidingCount {
  readonly #windowMs: number;
  #times = new Float64Array(64);
  #first = 0;
  #size = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Events in (now - window, now]. `now` never goes back. */
  at(now: number): number {
    while (this.#size > 0 && this.#oldest() <= now - this.#windowMs) {
      this.#first = (this.#first + 1) % this.#times.length;
      this.#size--;
    }
    return this.#size;
  }

  /** Counts one more event and tells how many the window holds with it. */
  add(now: number): number {
    this.at(now);
    if (this.#size === this.#times.length) this.#grow();
    this.#times[(this.#first + this.#size) % this.#times.length] = now;
    return ++this.#size;
  }

  /** Milliseconds until the oldest event leaves the window; 0 when it is empty. */
  waitMs(now: number): number {
    return this.at(now) === 0 ? 0 : this.#oldest() + this.#windowMs - now;
  }

  #oldest(): number {
    return this.#times[this.#first] ?? 0;
  }

  #grow(): void {
    const larger = new Float64Array(this.#times.length * 2);
    larger.set(this.#times.subarray(this.#first));
    larger.set(this.#times.subarray(0, this.#first), this.#times.length - this.#first);
    this.#times = larger;
    this.#first = 0;
  }
}
