import { STATUS_CODES } from "node:http";

/** A request that gets an RFC 9457 answer instead of what it asked for. */
export class RequestProblem extends Error {
  readonly status: number;
  readonly headers: readonly string[];
  /** JSON that is answered in the place of a problem; undefined for a problem. */
  readonly body: unknown;

  constructor(status: number, detail: string, headers: readonly string[] = [], body?: unknown) {
    super(detail);
    this.name = "RequestProblem";
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/** The body of an application/problem+json answer. */
export function problemBody(status: number, detail: string): Buffer {
  return Buffer.from(
    JSON.stringify({ type: "about:blank", title: STATUS_CODES[status] ?? "Error", status, detail }),
  );
}
