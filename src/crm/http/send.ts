import { Pool } from "undici";
import { withDeadline } from "../../base/abort.ts";
import { wholeAnswer } from "./whole-answer.ts";

/** Limits of one attempt, in milliseconds, as docs/reference.md lists them. */
const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 30_000;
/** From sending to the last byte: a server that drips slowly cannot hold a place for ever. */
const ANSWER_TIMEOUT_MS = 120_000;

/** An answer of any status, whole. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface Sender {
  /** Sends one GET. Rejects with undici's, Node's or the signal's error; statuses never reject. */
  send(path: string, signal: AbortSignal): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export interface SenderOptions {
  /** Up to and with the API's own path, no trailing slash. */
  readonly baseUrl: string;
  readonly token: string;
  readonly connections: number;
  readonly userAgent: string;
}

/** One pool of kept-alive connections to the CRM's origin. */
export function createSender(options: SenderOptions): Sender {
  const base = new URL(options.baseUrl);
  const prefix = base.pathname.replace(/\/$/, "");
  const pool = new Pool(base.origin, {
    connections: options.connections,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: HEADERS_TIMEOUT_MS,
  });
  const headers = {
    authorization: `Bearer ${options.token}`,
    accept: "application/json",
    "user-agent": options.userAgent,
  };
  return {
    async send(path, signal) {
      const request = { path: prefix + path, method: "GET", headers } as const;
      return await withDeadline(signal, ANSWER_TIMEOUT_MS, (deadline) =>
        wholeAnswer(pool, request, deadline),
      );
    },
    close: () => pool.destroy(),
  };
}
