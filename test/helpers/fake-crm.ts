import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import type { Later } from "./temp.ts";

/** An answer that is not just JSON with status 200; a `body` that is no text is sent as JSON. */
export interface FakeAnswer {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What is answered at which path below the base URL, like `/clients` or `/clients?page=2`; texts are web pages. */
export type Routes = Record<string, unknown>;

/** Answers a request as no sound server would; `times` counts the requests for this path, this one included. */
export type Fault = (response: ServerResponse, times: number, request: IncomingMessage) => void;

/** Asked for, it is never answered. */
export const SILENCE = Symbol("silence");

/** A CRM whose every answer a test writes itself: for what the bundled one never says. */
export interface FakeCrm {
  readonly url: string;
  readonly token: string;
  /** May be changed at any time: from then on it answers so. What is not in it is 404. */
  readonly routes: Routes;
  /** Paths with query, in the order they were asked for. */
  readonly asked: readonly string[];
  /** How many connections are open. */
  connections(): Promise<number>;
}

const TOKEN = "fake-token";
const PREFIX = "/api/v1";

/** An answer of any status. */
export function answer(status: number, body: unknown = { detail: "no" }): FakeAnswer {
  return { status, body };
}

/** Serves the routes on a free port until the test ends. */
export async function fakeCrm(routes: Routes, later: Later = onTestFinished): Promise<FakeCrm> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? "").slice(PREFIX.length);
    asked.push(path);
    answerWith(find(routes, path), response, request, asked.filter((one) => one === path).length);
  });
  later(() => close(server));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const connections = (): Promise<number> =>
    new Promise((resolve, reject) =>
      server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
    );
  return { url: `http://127.0.0.1:${port}${PREFIX}`, token: TOKEN, routes, asked, connections };
}

function answerWith(found: unknown, response: ServerResponse, request: IncomingMessage, times: number): void {
  if (typeof found === "function") (found as Fault)(response, times, request);
  else send(response, found);
}

/** Meets the fault so often, then what is there when all is well. */
export function healing(times: number, fault: Fault, sound: unknown): Fault {
  return (response, asked, request) => {
    if (asked <= times) fault(response, asked, request);
    else answerWith(sound, response, request, asked - times);
  };
}

function find(routes: Routes, asked: string): unknown {
  const { pathname, searchParams } = new URL(asked, "http://fake");
  const path = decodeURIComponent(pathname);
  for (const name of ["page", "cursor"]) {
    const key = `${path}?${name}=${searchParams.get(name)}`;
    if (Object.hasOwn(routes, key)) return routes[key];
  }
  return Object.hasOwn(routes, path) ? routes[path] : answer(404);
}

function send(response: ServerResponse, found: unknown): void {
  if (found === SILENCE) return;
  const { status = 200, type, headers, body } = isAnswer(found) ? found : { body: found };
  const isText = typeof body === "string";
  response.writeHead(status, {
    ...headers,
    "content-type": type ?? (isText ? "text/html; charset=utf-8" : "application/json"),
  });
  response.end(isText ? body : toJson(body));
}

function isAnswer(found: unknown): found is FakeAnswer {
  return typeof found === "object" && found !== null && "body" in found;
}

/** JSON in which a bigint is an integer with all its digits. */
function toJson(value: unknown): string {
  const marked = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "bigint" ? `big:${inner}` : inner,
  );
  return marked.replace(/"big:(-?\d+)"/g, "$1");
}

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

/** One client as a fake CRM lists it: ids of any JSON type, projects with the records that they hold. */
export interface FakeClient {
  readonly id: unknown;
  readonly name: string;
  readonly country?: string;
  readonly projects: readonly {
    readonly id: unknown;
    readonly name: string;
    readonly phones: readonly unknown[];
  }[];
}

/** Routes of a sound CRM with these clients, one page a list; a text among `phones` is a record with that phone. */
export function routesOf(clients: readonly FakeClient[]): Routes {
  const routes: Routes = {
    "/me": { account: "fake", rate_limit_per_second: null },
    "/clients": listOf(clients.map(({ projects: _, ...client }) => client)),
  };
  for (const { id, projects } of clients) {
    routes[`/clients/${id}/projects`] = listOf(projects.map(({ phones: _, ...project }) => project));
    for (const { id: project, phones } of projects) routes[`/projects/${project}/phones`] = recordsOf(phones);
  }
  return routes;
}

/** A page of a list of clients or projects. */
export function listOf(data: readonly unknown[], page = 1, pages = 1): unknown {
  return { data, meta: { page, total: data.length, total_pages: data.length === 0 ? 0 : pages } };
}

/** A page of records; the last one where no cursor follows. */
export function recordsOf(phones: readonly unknown[], next: string | null = null): unknown {
  const data = phones.map((phone, index) =>
    typeof phone === "string" ? { id: index + 1, phone, label: null, contact: null } : phone,
  );
  return { data, next_cursor: next };
}
