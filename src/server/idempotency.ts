import { createHash } from "node:crypto";
import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";

/** An answer that is given again. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: string | null;
}

interface Entry {
  readonly asked: string;
  readonly until: number;
  /** Null while the first request is being answered. */
  answer: KeptAnswer | null;
}

const KEY = /^[\w-]{8,200}$/;
const DAY_MS = 86_400_000;
const MOST = 5_000;

/** Answers of requests with an `Idempotency-Key`, for a day: a client that heard no answer asks again, and nothing starts twice. */
export class KeptAnswers {
  readonly #entries = new Map<string, Entry>();

  /**
   * The answer that `key` got before, or `work`'s, which is kept unless it throws. Throws KEY_REUSED where the key came with
   * another request, CONFLICT while that is still being answered, INPUT_INVALID for what is no key.
   */
  async once(
    { who, route, key, asked }: { who: string; route: string; key: string; asked: unknown },
    work: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer> {
    if (!KEY.test(key)) throw new DatamasterError("INPUT_INVALID", told("httpKeyWrong"));
    this.#forgetOld();
    const name = hash([who, route, key]);
    const content = hash(asked);
    const known = this.#entries.get(name);
    if (known !== undefined) return again(known, content);
    const entry: Entry = { asked: content, until: Date.now() + DAY_MS, answer: null };
    this.#entries.set(name, entry);
    try {
      entry.answer = await work();
      return entry.answer;
    } catch (error) {
      this.#entries.delete(name);
      throw error;
    }
  }

  #forgetOld(): void {
    for (const [name, { until, answer }] of this.#entries) {
      if (answer === null) continue;
      // They lie in the order in which they end.
      if (until > Date.now() && this.#entries.size <= MOST) return;
      this.#entries.delete(name);
    }
  }
}

function again({ asked, answer }: Entry, content: string): KeptAnswer {
  if (asked !== content) throw new DatamasterError("KEY_REUSED", told("httpKeyReused"));
  if (answer === null) throw new DatamasterError("CONFLICT", told("httpKeyBusy"));
  return answer;
}

function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}
