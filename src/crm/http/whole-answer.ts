import type { Dispatcher } from "undici";
import { monotonicMs } from "../../base/clock.ts";
import type { AnswerLimits } from "../crm.ts";
import { decodeBody, tooLarge } from "./decode.ts";
import type { HttpAnswer } from "./send.ts";

/** A body without Content-Length begins with this much room and doubles. */
const FIRST_ROOM = 16 * 1024;
/** No more is believed of a Content-Length before it has arrived. */
const MOST_ROOM = 1024 * 1024;

const NOTHING = new Uint8Array(0);

/** Gathers a body in one buffer: no list of chunks, no stream object, and so little for the garbage collector. */
class Body {
  #bytes: Uint8Array<ArrayBuffer> = NOTHING;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  expect(contentLength: unknown): void {
    const length = Number(contentLength);
    // Not zeroed, and, unlike what Buffer.allocUnsafe gives, in a buffer of its own.
    this.#bytes = new Uint8Array(
      Buffer.allocUnsafeSlow(length > 0 ? Math.min(length, MOST_ROOM) : FIRST_ROOM).buffer,
    );
  }

  add(chunk: Uint8Array): void {
    if (this.#length + chunk.length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length + chunk.length, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length += chunk.length;
  }

  /** The bytes in a buffer of their own, so that it can be handed to another thread. */
  whole(): Uint8Array<ArrayBuffer> {
    return this.#length === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.#length);
  }
}

/** What an error of a connection carries that had answered before. */
export const REUSED = Symbol("reused connection");

/** A kept-alive connection broke before it answered: a server closes idle ones, and the next request finds out. */
export class StaleConnectionError extends Error {
  readonly code: string;

  constructor(cause: Error & { readonly code?: unknown }) {
    super(cause.message, { cause });
    this.code = String(cause.code);
  }
}

function wasReused(error: Error): boolean {
  const { socket, code } = error as { socket?: { bytesRead?: number } | null; code?: unknown };
  if (code === "UND_ERR_SOCKET") return (socket?.bytesRead ?? 0) > 0;
  return REUSED in error && (code === "ECONNRESET" || code === "EPIPE");
}

/** What an answer is aborted with that comes, but too slowly to be waited for. */
class DripError extends Error {
  readonly code = "TOO_SLOW";
}

/** What an answer is given up with that takes too long as a whole. */
class DeadlineError extends Error {
  readonly code = "DEADLINE";
}

/** Watches how fast a body comes. Silence is undici's body timeout; here a server is caught that drips. */
class Pace {
  readonly #limits: AnswerLimits;
  #since = monotonicMs();
  #bytes = 0;

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
  }

  /** True while the body comes fast enough. */
  holds(bytes: number): boolean {
    this.#bytes += bytes;
    const now = monotonicMs();
    if (now - this.#since < this.#limits.dripMs) return true;
    if (this.#bytes < this.#limits.dripBytes) return false;
    this.#since = now;
    this.#bytes = 0;
    return true;
  }
}

/**
 * Sends one request and resolves with the whole answer, decoded, within `limits.totalMs`. Rejects with undici's error, with
 * the signal's reason, or with RetryableError where the body is too large or cannot be decoded. It leaves nothing behind:
 * AbortSignal.any and .timeout keep links and timers for as long as the run lives.
 */
export async function wholeAnswer(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal,
  limits: AnswerLimits,
): Promise<HttpAnswer> {
  signal.throwIfAborted();
  const { body, ...head } = await receive(dispatcher, request, signal, limits);
  return { ...head, body: await decodeBody(body, head.headers["content-encoding"], limits.maxBytes) };
}

function receive(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal,
  limits: AnswerLimits,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const body = new Body();
    let pace: Pace | undefined;
    let head: Pick<HttpAnswer, "status" | "headers"> | undefined;
    let running: Dispatcher.DispatchController | undefined;
    let given: { readonly up: Error } | undefined;
    const giveUp = (reason: Error): void => {
      given = { up: reason };
      leave();
      // Undici tells of it through onResponseError; a request still in the queue starts and is aborted then.
      running?.abort(reason);
      reject(reason);
    };
    const stop = (): void => giveUp(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    const timer = setTimeout(() => giveUp(new DeadlineError("the answer took too long")), limits.totalMs);
    const leave = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    };
    dispatcher.dispatch(request, {
      onRequestStart(controller) {
        running = controller;
        if (given !== undefined) controller.abort(given.up);
      },
      onResponseStart(controller, status, headers) {
        // 1xx answers come before the one that counts.
        if (status < 200) return;
        head = { status, headers };
        if (Number(headers["content-length"]) > limits.maxBytes) controller.abort(tooLarge(limits.maxBytes));
        else body.expect(headers["content-length"]);
      },
      onResponseData(controller, chunk) {
        pace ??= new Pace(limits);
        if (body.length + chunk.length > limits.maxBytes) controller.abort(tooLarge(limits.maxBytes));
        else if (pace.holds(chunk.length)) body.add(chunk);
        else controller.abort(new DripError("the answer drips"));
      },
      onResponseEnd() {
        leave();
        if (head !== undefined) resolve({ ...head, body: body.whole() });
      },
      onResponseError(_controller, error) {
        leave();
        reject(head === undefined && wasReused(error) ? new StaleConnectionError(error) : error);
      },
    });
  });
}
