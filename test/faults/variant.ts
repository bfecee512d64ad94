import type { Socket } from "node:net";
import type { AnswerLimits, AnswerRule } from "../../src/crm/crm.ts";
import type { Fault } from "../helpers/fake-crm.ts";

/** What must come of an answer: the records of a page, or an error by its class and code. */
export type Outcome =
  | { readonly records: number }
  | {
      readonly error: "retry" | "skip" | "park" | "stop";
      readonly code: string;
      /** Milliseconds that the answer asks to wait: between these; null: it must ask for none. */
      readonly wait?: readonly [least: number, most: number] | null;
      readonly pace?: "at once" | "free";
      readonly text?: RegExp;
    };

/** One way in which the answer to a request for a page of phones goes wrong. */
export interface Variant {
  /** Of the fault matrix in docs/faults.md. */
  readonly row: number;
  readonly name: string;
  readonly fault: Fault;
  readonly outcome: Outcome;
  /** A connector's own rules. */
  readonly rules?: readonly AnswerRule[];
  /** Shorter times than the program's own, where a real wait would be long. */
  readonly limits?: Partial<AnswerLimits>;
  /** Requests that the server must have seen; default 1. */
  readonly requests?: number;
}

/** Two records, as the reference CRM sends them. */
export const PAGE = JSON.stringify({
  data: [
    { id: 1, phone: "+79161234567", label: null, contact: null },
    { id: 2, phone: "+79161234568", label: null, contact: null },
  ],
  next_cursor: null,
});

export const JSON_TYPE = { "content-type": "application/json" };
export const HTML_PAGE = "<!DOCTYPE html><html><body>We will be back soon</body></html>";

/** A whole answer of this status. */
export function status(
  code: number,
  headers: Record<string, string | string[]> = {},
  body: string | Uint8Array = "{}",
): Fault {
  return (response) => {
    response.writeHead(code, { ...JSON_TYPE, ...headers });
    response.end(body);
  };
}

/** Status 200 with this body. */
export function ok(body: string | Uint8Array, headers: Record<string, string> = {}): Fault {
  return status(200, headers, body);
}

/** Works on the connection itself, past Node's server. */
export function onSocket(work: (socket: Socket) => void): Fault {
  return (response) => {
    if (response.socket !== null) work(response.socket);
  };
}

/** Sends these bytes, then closes the connection in order. */
export function rawBytes(...parts: readonly (string | Uint8Array)[]): Fault {
  return onSocket((socket) => {
    for (const part of parts) socket.write(part);
    socket.end();
  });
}
