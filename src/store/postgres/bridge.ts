import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { monotonicMs } from "../../base/clock.ts";
import { told } from "../../messages/messages.ts";
import type { ServerAddress } from "./address.ts";
import { toServerError } from "./failure.ts";
import { ANSWERS, BEATS, type ServerAnswer, type ServerCall, type ServerResult } from "./protocol.ts";
import { releaseConnection, serveInThread } from "./server-thread.ts";

/** A thread that showed no life for so long is gone. */
const LIFELESS_MS = 60_000;
const WAIT_MS = 2_000;

type Call = Omit<ServerCall, "id">;

/**
 * A connection that another thread serves, whose answers are waited for: the caller does nothing meanwhile, as it would do
 * nothing while SQLite works. Throws what {@link toServerError} makes of a failure.
 */
export class Bridge {
  readonly #server: string;
  readonly #port: MessagePort;
  readonly #signal = new Int32Array(new SharedArrayBuffer(8));
  readonly #early = new Map<number, ServerAnswer>();
  #calls = 0;
  #isClosed = false;

  constructor(address: ServerAddress) {
    this.#server = address.shown;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    serveInThread({ address, port: port2, signal: this.#signal });
    port1.unref();
  }

  /** Waits for what the statement gives. */
  call(call: Call): ServerResult {
    return this.take(this.send(call));
  }

  /** Begins a statement; {@link take} waits for it. */
  send(call: Call): number {
    const id = ++this.#calls;
    this.#port.postMessage({ ...call, id } satisfies ServerCall);
    return id;
  }

  take(id: number): ServerResult {
    const answer = this.#await(id);
    if ("fault" in answer) throw toServerError(this.#server, answer.fault);
    return answer.result;
  }

  /** Does not wait: where the statement fails, the next call throws that. */
  post(call: Call): void {
    this.#port.postMessage({ ...call, id: null } satisfies ServerCall);
  }

  /** Ends the connection, whatever state it is in. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      this.call({ text: null, values: null, name: null, bigints: false });
    } catch {
      // It has ended by itself.
    }
    this.#port.close();
    releaseConnection();
  }

  #await(id: number): ServerAnswer {
    let [beats, since] = [Atomics.load(this.#signal, BEATS), monotonicMs()];
    for (;;) {
      const known = this.#early.get(id);
      if (known !== undefined) {
        this.#early.delete(id);
        return known;
      }
      const seen = Atomics.load(this.#signal, ANSWERS);
      const answer = receiveMessageOnPort(this.#port)?.message as ServerAnswer | undefined;
      if (answer !== undefined) {
        this.#early.set(answer.id, answer);
        continue;
      }
      Atomics.wait(this.#signal, ANSWERS, seen, WAIT_MS);
      const now = Atomics.load(this.#signal, BEATS);
      if (now !== beats) [beats, since] = [now, monotonicMs()];
      else if (monotonicMs() - since > LIFELESS_MS) {
        return { id, fault: { code: null, message: told("serverThread").text } };
      }
    }
  }
}
