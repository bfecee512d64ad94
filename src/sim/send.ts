import type { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Fault } from "./faults.ts";
import { problemBody } from "./problem.ts";

/** Everything of an answer, before a fault may spoil it. */
export interface Answer {
  readonly status: number;
  /** Flat name and value pairs, without Content-Type and Content-Length. */
  readonly headers: readonly string[];
  readonly type: "application/json" | "application/problem+json";
  /** Null for 304. */
  readonly body: Buffer | null;
}

const HTML = Buffer.from(
  "<!doctype html><html><head><title>Service is being updated</title></head><body><h1>We will be back soon</h1></body></html>",
);
const GARBAGE = Buffer.from('{"data":[{"id":1,"phone":\u0000\u0001 NaN,,]}');
const ERROR_BODY = Buffer.from(
  '{"error":{"code":"INTERNAL","message":"Could not load the records, try again later"}}',
);
const DRIPS = 20;

/** Starts a delayed step that {@link Sender} forgets when the server closes. */
type Later = (ms: number, step: () => void) => void;

/** Sends an answer whole, or spoils it as the fault says. */
export function sendAnswer(
  res: ServerResponse,
  answer: Answer,
  fault: Fault | undefined,
  dripMs: number,
  later: Later,
): void {
  if (res.destroyed || res.socket === null) return;
  switch (fault) {
    case undefined:
      sendWhole(res, answer);
      break;
    case "500":
    case "502":
    case "503":
    case "504":
      sendWhole(res, faultyStatus(Number(fault)));
      break;
    case "html":
      sendRaw(res, 200, ["Content-Type", "text/html; charset=utf-8"], HTML);
      break;
    case "garbage":
      sendRaw(res, 200, ["Content-Type", "application/json"], GARBAGE);
      break;
    case "error-in-200":
      sendRaw(res, 200, ["Content-Type", "application/json"], ERROR_BODY);
      break;
    case "drip":
      sendDripping(res, answer, dripMs, later);
      break;
    case "reset":
      reset(res.socket);
      break;
    case "reset-body":
    case "cut":
    case "cut-chunk":
      sendHalf(res, answer, fault);
      break;
    case "hang":
      break;
  }
}

function faultyStatus(status: number): Answer {
  const body = problemBody(status, "The server failed on purpose.");
  return { status, headers: [], type: "application/problem+json", body };
}

function sendWhole(res: ServerResponse, answer: Answer): void {
  if (answer.body === null) {
    res.writeHead(answer.status, [...answer.headers]);
    res.end();
    return;
  }
  sendRaw(res, answer.status, ["Content-Type", answer.type, ...answer.headers], answer.body);
}

function sendRaw(res: ServerResponse, status: number, headers: readonly string[], body: Buffer): void {
  res.writeHead(status, [...headers, "Content-Length", String(body.length)]);
  res.end(body);
}

/** The length is promised (or the chunk begun), half of it comes, then the connection ends or is reset. */
function sendHalf(res: ServerResponse, answer: Answer, fault: "reset-body" | "cut" | "cut-chunk"): void {
  const { socket } = res;
  if (answer.body === null || socket === null) {
    if (socket !== null) reset(socket);
    return;
  }
  const length = fault === "cut-chunk" ? [] : ["Content-Length", String(answer.body.length)];
  res.writeHead(answer.status, ["Content-Type", answer.type, ...answer.headers, ...length]);
  res.write(answer.body.subarray(0, Math.ceil(answer.body.length / 2)), () => {
    if (fault === "reset-body") reset(socket);
    else socket.end(() => socket.destroy());
  });
}

function sendDripping(res: ServerResponse, answer: Answer, dripMs: number, later: Later): void {
  const { body } = answer;
  if (body === null) {
    sendWhole(res, answer);
    return;
  }
  res.writeHead(answer.status, [
    "Content-Type",
    answer.type,
    ...answer.headers,
    "Content-Length",
    String(body.length),
  ]);
  const step = Math.max(1, Math.ceil(body.length / DRIPS));
  const drip = (at: number): void => {
    if (res.destroyed) return;
    res.write(body.subarray(at, at + step));
    if (at + step >= body.length) res.end();
    else later(dripMs / DRIPS, () => drip(at + step));
  };
  drip(0);
}

/** A TCP reset; over TLS, where Node has none, the connection is dropped. */
function reset(socket: Socket): void {
  if ("encrypted" in socket || !(socket instanceof Socket)) socket.destroy();
  else socket.resetAndDestroy();
}

/** The whole body of a request as text, up to 1 MB; undefined when it is larger. */
export async function readBody(req: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > 1_000_000) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString();
}
