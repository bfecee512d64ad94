import { inspect } from "node:util";

const MASK = "***";

/** A text that shows itself to nobody: as text, JSON or in a log it is `***`. Only `reveal` gives it, at the place of use. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself: for the one header or connection that needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
