interface Held {
  readonly send: () => void;
  /** True once nobody waits for the answer any more. */
  readonly isGone: () => boolean;
}

/** Lets so many pages of phones out and holds the others until it is told otherwise: a run that cannot end by itself. */
export class PhonesHold {
  #left: number;
  #held: Held[] = [];

  /** `pages` may go out; null for all. */
  constructor(pages: number | null) {
    this.#left = pages ?? Infinity;
  }

  /** Begins to count anew; what is held goes out as far as `pages` allow, in the order it was asked for. */
  allow(pages: number | null): void {
    this.#left = pages ?? Infinity;
    const held = this.#held;
    this.#held = [];
    for (const { send, isGone } of held) if (!isGone()) this.pass(send, isGone);
  }

  /** Sends a page now, or once it may go out. */
  pass(send: () => void, isGone: () => boolean): void {
    if (this.#left <= 0) {
      this.#held.push({ send, isGone });
      return;
    }
    this.#left--;
    send();
  }
}
