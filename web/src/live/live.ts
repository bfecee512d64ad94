import { requestHeaders } from "../client/api.ts";
import { ApiProblem } from "../client/problem.ts";
import { noteSignedOut } from "../client/signed-out.ts";
import { type LiveEvent, StreamReader } from "./stream.ts";

const ADDRESS = "/api/v1/events";
const NAME = "datamaster-events";
/** The server says something at least every 15 s; silence for longer is a lost connection. */
const SILENCE_MS = 40_000;
const AGAIN_MS = [500, 1000, 2000, 4000, 8000];

/** Whether events come; `since` is when that began. */
export interface Connection {
  readonly isUp: boolean;
  readonly since: number;
}

type Told = { readonly event: LiveEvent } | { readonly connection: Connection } | { readonly asks: true };

/**
 * The one event stream of this browser: one tab holds it (Web Locks) and tells the others (BroadcastChannel), because over HTTP/1.1 a browser
 * has six connections for an origin. Resumes by Last-Event-ID, also when another tab takes over.
 */
class Live {
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  readonly #watchers = new Set<() => void>();
  #connection: Connection = { isUp: true, since: Date.now() };
  #channel: BroadcastChannel | undefined;
  #stop: AbortController | undefined;
  #lastId = "";
  #isLeader = false;

  get connection(): Connection {
    return this.#connection;
  }

  /** Hears every event from now on, in this tab. */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Is told when the connection is lost or back. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Begins to hear, once somebody is signed in; returns how to end. */
  start(): () => void {
    this.close();
    const stop = new AbortController();
    this.#stop = stop;
    this.#channel = new BroadcastChannel(NAME);
    this.#channel.onmessage = ({ data }: MessageEvent<Told>) => this.#heardFromTab(data);
    this.#channel.postMessage({ asks: true } satisfies Told);
    const hold = (): Promise<void> => this.#lead(stop.signal);
    if (navigator.locks === undefined) void hold();
    else navigator.locks.request(NAME, { signal: stop.signal }, hold).catch(() => undefined);
    return () => this.close();
  }

  close(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#isLeader = false;
    this.#channel?.close();
    this.#channel = undefined;
  }

  async #lead(signal: AbortSignal): Promise<void> {
    this.#isLeader = true;
    for (let tries = 0; !signal.aborted; tries++) {
      const before = this.#connection.isUp;
      const isDone = await this.#connect(signal).catch((error: unknown) => {
        noteSignedOut(error);
        return error instanceof ApiProblem && error.isSignedOut;
      });
      if (isDone || signal.aborted) return;
      if (before && this.#connection.isUp) tries = 0;
      this.#setConnection(false);
      await pause(AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] ?? 8000, signal);
    }
  }

  /** Reads one connection to its end. */
  async #connect(outer: AbortSignal): Promise<boolean> {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    const headers = { ...requestHeaders(), accept: "text/event-stream" };
    try {
      const response = await fetch(ADDRESS, {
        headers: this.#lastId === "" ? headers : { ...headers, "last-event-id": this.#lastId },
        signal: AbortSignal.any([outer, silence.signal]),
        cache: "no-store",
      });
      if (!response.ok || response.body === null) throw new ApiProblem(response.status);
      this.#setConnection(true);
      const events = new StreamReader((event) => this.#heard(event, true));
      const text = new TextDecoder();
      for await (const piece of chunksOf(response.body)) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        events.push(text.decode(piece, { stream: true }));
      }
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  #heard(event: LiveEvent, isOwn: boolean): void {
    if (event.id !== "") this.#lastId = event.id;
    if (isOwn) this.#channel?.postMessage({ event } satisfies Told);
    for (const listener of this.#listeners) listener(event);
  }

  #heardFromTab(told: Told): void {
    if ("event" in told) this.#heard(told.event, false);
    else if ("connection" in told) this.#keepConnection(told.connection);
    else if (this.#isLeader) this.#channel?.postMessage({ connection: this.#connection } satisfies Told);
  }

  #setConnection(isUp: boolean): void {
    if (this.#connection.isUp === isUp) return;
    this.#keepConnection({ isUp, since: Date.now() });
    this.#channel?.postMessage({ connection: this.#connection } satisfies Told);
  }

  #keepConnection(connection: Connection): void {
    if (connection.isUp === this.#connection.isUp) return;
    this.#connection = connection;
    for (const watcher of this.#watchers) watcher();
  }
}

/** Made on first use. */
export const live = new Live();

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    reader.releaseLock();
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
