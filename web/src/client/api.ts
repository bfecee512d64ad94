import { routes as table } from "virtual:routes";
import type { Answered, Asking, RouteShape, routes } from "../../../src/contract/contract.ts";
import { ApiProblem, problemOf } from "./problem.ts";

type Table = typeof routes;

/** The name of a route in src/contract. */
export type Operation = keyof Table & string;

type Parts<R extends RouteShape> = {
  [Part in "params" | "query" | "body" as Asking<R>[Part] extends undefined ? never : Part]: Asking<R>[Part];
};
type OptionalWhereEmpty<T> = { [K in keyof T as object extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as object extends T[K] ? K : never]?: T[K];
};

type Upload<R> = R extends { readonly takes: "file" } ? { readonly file: Blob } : object;

/** What an operation is given: `params`, `query` and `body` as its route has them, `file` where it takes one. */
export type Given<Name extends Operation> = OptionalWhereEmpty<Parts<Table[Name]>> & Upload<Table[Name]>;
/** What it answers with. */
export type Answer<Name extends Operation> = Answered<Table[Name]>;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of `newKey()`: the same start sent twice starts once. */
  readonly idempotencyKey?: string;
}

type Call<Name extends Operation> =
  object extends Given<Name>
    ? (given?: Given<Name>, options?: CallOptions) => Promise<Answer<Name>>
    : (given: Given<Name>, options?: CallOptions) => Promise<Answer<Name>>;

interface Loose {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly file?: Blob;
}

const state = { csrf: "", language: "en" };

/** Every operation of the API as a function. Rejects with ApiProblem. */
export const api = Object.fromEntries(
  Object.keys(table).map((name) => [
    name,
    (given?: Loose, options?: CallOptions) => call(name, given, options),
  ]),
) as { readonly [Name in Operation]: Call<Name> };

/** The address of an operation: for a link that downloads a file. */
export function addressOf<Name extends Operation>(name: Name, given: Given<Name>): string {
  return address(name, given);
}

/** A new Idempotency-Key: make one when a person presses, keep it while the same press is tried again. */
export function newKey(): string {
  return crypto.randomUUID();
}

/** The session's token that every change carries in its header; from `/api/v1/me`. */
export function setCsrf(token: string): void {
  state.csrf = token;
}

/** The language that errors are told in. */
export function setApiLanguage(language: string): void {
  state.language = language;
}

/** Headers that each request carries. */
export function requestHeaders(): Record<string, string> {
  return { accept: "application/json", "accept-language": state.language };
}

async function call(name: string, given: Loose = {}, options: CallOptions = {}): Promise<unknown> {
  const method = table[name]?.[0] ?? "GET";
  const headers = requestHeaders();
  if (method !== "GET") headers["x-datamaster-csrf"] = state.csrf;
  if (given.body !== undefined) headers["content-type"] = "application/json";
  if (given.file !== undefined) headers["content-type"] = given.file.type || "application/octet-stream";
  if (options.idempotencyKey !== undefined) headers["idempotency-key"] = options.idempotencyKey;
  const response = await fetch(address(name, given), {
    method,
    headers,
    credentials: "same-origin",
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
    ...(given.file === undefined ? {} : { body: given.file }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }).catch((cause: unknown) => {
    if (options.signal?.aborted === true) throw cause;
    throw new ApiProblem(0, {}, cause);
  });
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? undefined : await response.json();
}

function address(name: string, given: Loose): string {
  const path = table[name]?.[1] ?? "";
  const params = (given.params ?? {}) as Readonly<Record<string, unknown>>;
  const filled = path.replace(/:(\w+)/g, (_all, key: string) => encodeURIComponent(String(params[key])));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries((given.query ?? {}) as Readonly<Record<string, unknown>>)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") query.append(key, String(one));
    }
  }
  return query.size === 0 ? filled : `${filled}?${query}`;
}
