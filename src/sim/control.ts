import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { problemBody, RequestProblem } from "./problem.ts";
import { readBody } from "./send.ts";
import type { SimControls } from "./state.ts";

export const CONTROL_PATH = "/__control";

/** Answers a request below /__control; docs/sim.md describes each. No token is asked for. */
export async function answerControl(
  state: SimControls,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  try {
    const [path = "", search = ""] = (req.url ?? "").split("?");
    const name = path.slice(CONTROL_PATH.length + 1);
    const query = new URLSearchParams(search);
    if (req.method === "GET") await answerGet(state, name, query, res);
    else if (req.method === "POST") sendJson(res, answerPost(state, name, await readJson(req)));
    else throw new RequestProblem(405, "Use GET or POST.", ["Allow", "GET, POST"]);
  } catch (error) {
    sendProblem(res, error);
  }
}

async function answerGet(
  state: SimControls,
  name: string,
  query: URLSearchParams,
  res: ServerResponse,
): Promise<void> {
  if (name === "truth") {
    await sendPieces(res, state.truthJson({ reachable: query.get("reachable") === "1" }));
    return;
  }
  sendJson(res, readControl(state, name, query));
}

function readControl(state: SimControls, name: string, query: URLSearchParams): unknown {
  switch (name) {
    case "config":
      return state.config();
    case "data":
      return state.data();
    case "stats": {
      const { pages, ...rest } = state.stats();
      return query.get("pages") === "0" ? rest : { ...rest, pages };
    }
    case "records":
      return state.records(Number(query.get("project")));
    default:
      throw notFound(name);
  }
}

function answerPost(state: SimControls, name: string, body: unknown): unknown {
  switch (name) {
    case "config":
      return state.configure(body);
    case "change":
      return state.change(body);
    case "token":
      return { token: state.setToken(body) };
    case "reset-stats":
      state.resetStats();
      return {};
    case "next-day":
      state.nextDay();
      return {};
    case "expire-tokens":
      state.expireTokens();
      return {};
    case "expire-cursors":
      state.expireCursors();
      return {};
    default:
      throw notFound(name);
  }
}

function notFound(name: string): RequestProblem {
  const known =
    "GET config, data, stats, truth, records; POST config, change, token, reset-stats, next-day, expire-tokens, expire-cursors";
  return new RequestProblem(404, `There is no control "${name}". Known: ${known}.`);
}

async function readJson(req: IncomingMessage): Promise<unknown> {
  const text = await readBody(req);
  if (text === undefined) throw new RequestProblem(413, "The body is larger than 1 MB.");
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RequestProblem(400, `The body is no JSON: ${messageOf(error)}`);
  }
}

function sendJson(res: ServerResponse, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  res.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
  res.end(body);
}

async function sendPieces(res: ServerResponse, pieces: Iterable<string>): Promise<void> {
  res.writeHead(200, { "Content-Type": "application/json" });
  await pipeline(Readable.from(inLargerPieces(pieces)), res);
}

/** Joins pieces to about 64 KB each. */
export function* inLargerPieces(pieces: Iterable<string>): Generator<string> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    if (text.length >= 65_536) {
      yield text;
      text = "";
    }
  }
  if (text !== "") yield text;
}

function sendProblem(res: ServerResponse, error: unknown): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const usage = error instanceof DatamasterError && error.code === "USAGE";
  const status = error instanceof RequestProblem ? error.status : usage ? 400 : 500;
  const body = problemBody(status, messageOf(error));
  const headers = error instanceof RequestProblem ? error.headers : [];
  res.writeHead(status, [
    ...headers,
    "Content-Type",
    "application/problem+json",
    "Content-Length",
    String(body.length),
  ]);
  res.end(body);
}
