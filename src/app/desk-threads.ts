import type { Worker } from "node:worker_threads";
import { DatamasterError, type PackedError, unpackError } from "../base/errors.ts";
import type { Logger, LogLevel } from "../base/log.ts";
import { startThread } from "../base/thread.ts";
import { told } from "../messages/messages.ts";
import { type Desk, type DeskVerb, VERBS, type VerbArgs, type VerbName, type VerbResult } from "./desk.ts";

/** One verb for a thread to work off; null: work off what was asked, then end. */
export type DeskCall = null | {
  readonly id: number;
  readonly who: string;
  readonly verb: VerbName;
  readonly args: readonly unknown[];
};

/** What a thread says: how a call ended, or a line of its log as JSON. */
export type DeskSays =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: PackedError }
  | { readonly line: string };

/** Rows live shortly: V8's own default lets each thread's nursery grow to a hundred megabytes for a few percent of speed. */
const HEAP = { maxYoungGenerationSizeMb: 16 };

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** {@link Desk} in threads: one a lane, started when first asked, and again after a failure. */
export class DeskThreads implements Desk {
  readonly #lanes: Readonly<Record<DeskVerb["lane"], Lane>>;
  #isClosed = false;

  /** `entry` is src/desk/main, which is given `settings`; what it logs goes to `log`. */
  constructor(entry: URL, settings: unknown, log: Logger) {
    const start = (): Worker => startThread(entry, { workerData: settings, resourceLimits: HEAP });
    const lane = (): Lane => new Lane(start, log);
    this.#lanes = { quick: lane(), numbers: lane(), write: lane(), slow: lane() };
  }

  ask<Name extends VerbName>(who: string, verb: Name, ...args: VerbArgs<Name>): Promise<VerbResult<Name>> {
    if (this.#isClosed) return Promise.reject(new DatamasterError("CLOSING", told("closing")));
    return this.#lanes[VERBS[verb].lane].ask(who, verb, args);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(Object.values(this.#lanes).map((lane) => lane.close()));
  }
}

/** One thread and what it was asked. */
class Lane {
  readonly #start: () => Worker;
  readonly #log: Logger;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #lastId = 0;

  constructor(start: () => Worker, log: Logger) {
    this.#start = start;
    this.#log = log;
  }

  ask<Result>(who: string, verb: VerbName, args: readonly unknown[]): Promise<Result> {
    const worker = this.#worker ?? this.#begin();
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<Result>((resolve, reject) => {
      const call: DeskCall = { id, who, verb, args };
      worker.postMessage(call);
      this.#waiting.set(id, { resolve, reject });
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    worker.postMessage(null satisfies DeskCall);
    await ended;
  }

  #begin(): Worker {
    const worker = this.#start();
    let failure: unknown;
    worker.on("message", (says: DeskSays) => this.#hear(says));
    worker.on("error", (error) => {
      failure = error;
    });
    worker.on("exit", () => {
      if (this.#worker === worker) this.#worker = null;
      this.#fail(failure);
    });
    this.#worker = worker;
    return worker;
  }

  #hear(says: DeskSays): void {
    if ("line" in says) {
      relay(this.#log, says.line);
      return;
    }
    const waiting = this.#waiting.get(says.id);
    this.#waiting.delete(says.id);
    if ("error" in says) waiting?.reject(unpackError(says.error));
    else waiting?.resolve(says.value as never);
  }

  #fail(cause: unknown): void {
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    if (cause !== undefined) this.#log.error({ err: cause }, "a thread of the desk failed");
    for (const { reject } of lost) {
      reject(new DatamasterError("INTERNAL", told("deskEnded"), { cause }));
    }
  }
}

interface Line {
  readonly level: LogLevel;
  readonly time: string;
  readonly msg?: string;
}

/** Says a thread's line in the log of this one. */
function relay(log: Logger, line: string): void {
  const { level, time: _, msg, ...fields } = JSON.parse(line) as Line;
  if (level !== "silent") log[level](fields, msg);
}
