import type { Dispatcher } from "undici";
import type { HttpAnswer } from "./send.ts";

/** A body without Content-Length begins with this much room and doubles. */
const FIRST_ROOM = 16 * 1024;
/** No more is believed of a Content-Length before it has arrived. */
const MOST_ROOM = 1024 * 1024;

/** Gathers a body in one buffer: no list of chunks, no stream object, and so little for the garbage collector. */
class Body {
  #bytes = new Uint8Array(0);
  #length = 0;

  expect(contentLength: unknown): void {
    const length = Number(contentLength);
    this.#bytes = new Uint8Array(length > 0 ? Math.min(length, MOST_ROOM) : FIRST_ROOM);
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

/** Sends one request and resolves with the whole answer. Rejects with undici's error, or with the signal's reason. */
export function wholeAnswer(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const body = new Body();
    let head: Pick<HttpAnswer, "status" | "headers"> | undefined;
    let running: Dispatcher.DispatchController | undefined;
    const stop = (): void => {
      // Undici tells of it through onResponseError; a request still in the queue starts and is aborted then.
      running?.abort(signal.reason);
      reject(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
    const leave = (): void => signal.removeEventListener("abort", stop);
    dispatcher.dispatch(request, {
      onRequestStart(controller) {
        running = controller;
        if (signal.aborted) controller.abort(signal.reason);
      },
      onResponseStart(_controller, status, headers) {
        // 1xx answers come before the one that counts.
        if (status < 200) return;
        head = { status, headers };
        body.expect(headers["content-length"]);
      },
      onResponseData(_controller, chunk) {
        body.add(chunk);
      },
      onResponseEnd() {
        leave();
        if (head !== undefined) resolve({ ...head, body: body.whole() });
      },
      onResponseError(_controller, error) {
        leave();
        reject(error);
      },
    });
  });
}
