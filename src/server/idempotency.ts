import { createHash } from "node:crypto";
import { type Desk, SERVICE } from "../app/desk.ts";
import type { NamedAnswer } from "../app/people/kept-answers.ts";
import { DatamasterError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { told } from "../messages/messages.ts";

/** An answer that is given again. */
export type KeptAnswer = Pick<NamedAnswer, "status" | "body">;

const KEY = /^[\w-]{8,200}$/;

/**
 * Answers of requests with an `Idempotency-Key`, kept in the store for a day: a client that heard no answer asks again, and nothing
 * starts twice, also where the service was started again meanwhile.
 */
export class KeptAnswers {
  readonly #desk: Desk;
  readonly #log: Logger;
  /** What is being answered, and for what it was asked. */
  readonly #busy = new Map<string, string>();

  constructor(desk: Desk, log: Logger) {
    this.#desk = desk;
    this.#log = log;
  }

  /**
   * The answer that `key` got before, or `work`'s, which is kept unless it throws. Throws KEY_REUSED where the key came with
   * another request, CONFLICT while that is still being answered, INPUT_INVALID for what is no key.
   */
  async once(
    { who, route, key, asked }: { who: string; route: string; key: string; asked: unknown },
    work: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer> {
    if (!KEY.test(key)) throw new DatamasterError("INPUT_INVALID", told("httpKeyWrong"));
    const name = hash([who, route, key]);
    const content = hash(asked);
    const busy = this.#busy.get(name);
    if (busy !== undefined) throw busy === content ? stillBusy() : reused();
    this.#busy.set(name, content);
    try {
      const known = await this.#desk.ask(SERVICE, "findAnswer", name);
      if (known !== null && known.asked !== content) throw reused();
      if (known !== null) return { status: known.status, body: known.body };
      const answer = await work();
      await this.#keep({ name, asked: content, ...answer });
      return answer;
    } finally {
      this.#busy.delete(name);
    }
  }

  /** What was done is done, whether it can be kept or not. */
  async #keep(answer: NamedAnswer): Promise<void> {
    try {
      await this.#desk.ask(SERVICE, "keepAnswer", answer);
    } catch (error) {
      this.#log.warn({ err: error }, "an answer could not be kept for its Idempotency-Key");
    }
  }
}

function reused(): DatamasterError {
  return new DatamasterError("KEY_REUSED", told("httpKeyReused"));
}

function stillBusy(): DatamasterError {
  return new DatamasterError("CONFLICT", told("httpKeyBusy"));
}

function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}
