import { type DatamasterError, type ErrorCode, StopRunError } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";
import { NOT_CONNECTED, type ServerFault } from "./protocol.ts";

/** What a failure means: by its SQLSTATE or its class (https://www.postgresql.org/docs/15/errcodes-appendix.html), or by the system's name for it. */
type Meaning = readonly [code: ErrorCode, text: (server: string, why: string) => Told];

const unreachable: Meaning = ["STORE_FAILED", (server, why) => told("serverUnreachable", { server, why })];
const lost: Meaning = ["STORE_FAILED", (server, why) => told("serverLost", { server, why })];
const refused: Meaning = ["STORE_FAILED", (server) => told("serverLogin", { server })];
const denied: Meaning = ["STORE_FAILED", (server, why) => told("serverDenied", { server, why })];
const full: Meaning = ["STORE_FAILED", (server) => told("serverDiskFull", { server })];
const busy: Meaning = ["STORE_FAILED", (server) => told("serverBusy", { server })];
const plain: Meaning = ["STORE_FAILED", (server, why) => told("serverTls", { server, why })];
const unusable: Meaning = ["STORE_FAILED", (server, why) => told("serverUnusable", { server, why })];

const MEANINGS: Readonly<Record<string, Meaning>> = {
  // Connection exceptions, and what a server says that is stopped, starts or ends a connection.
  "08": lost,
  "57P01": lost,
  "57P02": lost,
  "57P03": unreachable,
  "57P05": lost,
  "53300": unreachable,
  "28": refused,
  "3D000": ["STORE_FAILED", (server) => told("serverNoDatabase", { server })],
  "42501": denied,
  "25006": denied,
  "53100": full,
  "55P03": busy,
  "40": busy,
  XX001: ["STORE_DAMAGED", (server, why) => told("serverDamaged", { server, why })],
  XX002: ["STORE_DAMAGED", (server, why) => told("serverDamaged", { server, why })],
  [NOT_CONNECTED]: unreachable,
  // Of the system, while connecting and later.
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ENOENT: unreachable,
  EACCES: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ECONNRESET: lost,
  EPIPE: lost,
};

/** Of Node and OpenSSL: the certificate is not trusted, is for another name, is too old. */
const TLS = /^(CERT_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_SSL_|HOSTNAME_MISMATCH)/;

/** What a fault of the connection to `server` (an address without its password) means. */
export function toServerError(server: string, { code, message }: ServerFault): DatamasterError {
  const why = message.replace(/\s+/g, " ").trim();
  const [error, text] = meaningOf(code);
  return new StopRunError(error, text(server, why), { cause: new Error(message), data: { sqlstate: code } });
}

function meaningOf(code: string | null): Meaning {
  // The driver has no code for a connection that ended.
  if (code === null) return lost;
  if (TLS.test(code)) return plain;
  return MEANINGS[code] ?? MEANINGS[code.slice(0, 2)] ?? unusable;
}
