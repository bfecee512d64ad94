import { createRequire } from "node:module";
import type { Dispatcher, ProxyAgent } from "undici";
import buildConnector from "undici/lib/core/connect.js";
import Pool from "undici/lib/dispatcher/pool.js";
import { monotonicMs } from "../../base/clock.ts";
import type { AddressGuard, AnswerLimits } from "../crm.ts";
import { AddressCheck, guardedLookup, type Resolve } from "./address-guard.ts";
import { ANSWER_LIMITS } from "./answer-limits.ts";
import { ACCEPTED_ENCODINGS } from "./decode.ts";
import { pathWithin } from "./origin.ts";
import { REUSED, wholeAnswer } from "./whole-answer.ts";

/** So many redirects in a row are followed, all within the origin. */
const MOST_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** An answer of any status, whole and decoded. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface Sender {
  /**
   * Sends one GET with a bearer token, or null for none, If-None-Match with an ETag, and the few more that redirects within the origin ask for; any
   * other redirect is the answer. Rejects with undici's, Node's or the signal's error, or RetryableError; statuses never
   * reject.
   */
  send(path: string, token: string | null, signal: AbortSignal, etag?: string | null): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export interface SenderOptions {
  /** Up to and with the API's own path, no trailing slash. */
  readonly baseUrl: string;
  readonly connections: number;
  readonly userAgent: string;
  /** URL of an HTTP proxy through which all goes. */
  readonly proxy?: string | null;
  /** Certificates in PEM that are trusted beside the usual ones. */
  readonly ca?: readonly string[] | null;
  /** Which addresses may be connected to; null or absent for any. Not with a proxy, which resolves names itself. */
  readonly guard?: AddressGuard | null;
  /** Of names, for the guard; default the system's. */
  readonly resolve?: Resolve;
  readonly limits?: Partial<AnswerLimits>;
}

/** One pool of kept-alive connections to the CRM's origin. */
export function createSender(options: SenderOptions): Sender {
  const base = new URL(options.baseUrl);
  const prefix = base.pathname.replace(/\/$/, "");
  const limits = { ...ANSWER_LIMITS, ...options.limits };
  const dispatcher = createDispatcher(base.origin, options, limits);
  const common = {
    accept: "application/json",
    "accept-encoding": ACCEPTED_ENCODINGS,
    "user-agent": options.userAgent,
  };
  return {
    async send(path, token, signal, etag = null) {
      const known = etag === null ? common : { ...common, "if-none-match": etag };
      const headers = token === null ? known : { authorization: `Bearer ${token}`, ...known };
      const until = monotonicMs() + limits.totalMs;
      let at = prefix + path;
      for (let redirects = 0; ; redirects++) {
        const request = { origin: base.origin, path: at, method: "GET", headers } as const;
        const totalMs = Math.max(0, until - monotonicMs());
        const answer = await wholeAnswer(dispatcher, request, signal, { ...limits, totalMs });
        const { location } = answer.headers;
        if (!REDIRECTS.has(answer.status) || typeof location !== "string") return answer;
        const next = pathWithin(location, new URL(at, base));
        if (next === null || redirects === MOST_REDIRECTS) return answer;
        at = next;
      }
    },
    close: () => dispatcher.destroy(),
  };
}

/** Connections to one origin, straight or through a proxy. */
export function createDispatcher(
  origin: string,
  options: Pick<SenderOptions, "proxy" | "ca" | "connections" | "guard" | "resolve">,
  limits: AnswerLimits,
): Dispatcher {
  const { proxy, connections, guard = null } = options;
  const ca = options.ca == null ? {} : { ca: [...options.ca] };
  const times = { headersTimeout: limits.stallMs, bodyTimeout: limits.stallMs };
  const connect = { timeout: limits.connectMs, ...ca };
  if (proxy != null)
    return proxied({ uri: proxy, connections, ...times, requestTls: connect, proxyTls: connect });
  const connector =
    guard === null
      ? buildConnector(connect)
      : guarded(connect, new AddressCheck(origin, guard, options.resolve));
  return new Pool(origin, { connections, connect: markReused(connector), ...times });
}

/** A proxy's agent works with all of undici loaded only; whoever needs none is spared it. */
function proxied(options: ProxyAgent.Options): Dispatcher {
  const undici = createRequire(import.meta.url)("undici") as typeof import("undici");
  return new undici.ProxyAgent(options);
}

/** Connects to checked addresses alone, by whatever name or address the origin goes. */
function guarded(connect: buildConnector.BuildOptions, check: AddressCheck): buildConnector.connector {
  const connector = buildConnector({ ...connect, lookup: guardedLookup(check) });
  // Of an address nothing is looked up: it is checked before.
  if (!check.isAddress) return connector;
  return (options, callback) => {
    check.addresses().then(
      () => connector(options, callback),
      (error) => callback(error, null),
    );
  };
}

/** Marks errors of connections that had served a request, before undici hands them on. */
function markReused(connector: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connector(options, (...result) => {
      const [, socket] = result;
      socket?.on("error", (error: Error & { [REUSED]?: boolean }) => {
        if (socket.bytesRead > 0) error[REUSED] = true;
      });
      callback(...result);
    });
}
