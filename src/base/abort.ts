/** Why work ended that nobody wanted to end: the operator or the system asked the process to stop. */
export class StoppedError extends Error {
  constructor() {
    super("Stopped on request.");
    this.name = "StoppedError";
  }
}

/** Counts places: `acquire` waits for a free one, in the order of asking. */
export class Slots {
  #free: number;
  readonly #waiting: Array<() => void> = [];

  constructor(size: number) {
    this.#free = size;
  }

  async acquire(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
