import { isIP } from "node:net";
import { DatamasterError } from "../../base/errors.ts";
import { withoutPassword } from "../../base/store-address.ts";
import { told } from "../../messages/messages.ts";

/** The parameters of an address that are known, in libpq's words; `schema` is ours. */
const PARAMETERS = ["host", "port", "schema", "sslmode", "sslrootcert", "sslcert", "sslkey"] as const;
type Parameter = (typeof PARAMETERS)[number];

/** How the connection is encrypted: not at all, or the server's certificate is checked against its name. */
export interface ServerTls {
  /** Files in PEM; null for what the system trusts, and for no certificate of one's own. */
  readonly rootCert: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

/** Where a PostgreSQL database is; plain data that may cross threads. What is null the variables PG... or defaults tell. */
export interface ServerAddress {
  /** For people: without the password. */
  readonly shown: string;
  /** A name, or the folder of a socket. Never from PGHOST: whether the connection leaves the machine is decided by it. */
  readonly host: string;
  readonly port: number | null;
  readonly user: string | null;
  readonly password: string | null;
  readonly database: string | null;
  /** All our tables lie in it. */
  readonly schema: string;
  /** Null for a connection in plain text, which never leaves the machine. */
  readonly tls: ServerTls | null;
}

/** Reads `postgres://user:password@host:port/database?parameter=value`. Throws USAGE. */
export function readAddress(store: string): ServerAddress {
  const url = urlOf(store);
  const parameters = parametersOf(url);
  const host = parameters.host ?? (decodeURIComponent(url.hostname).replace(/^\[|\]$/g, "") || "localhost");
  const port = parameters.port ?? url.port;
  const schema = parameters.schema ?? "datamaster";
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith("pg_") || schema === "public")
    throw new DatamasterError("USAGE", told("serverSchema", { schema }));
  return {
    shown: withoutPassword(store),
    host,
    port: port === "" ? null : Number(port),
    user: decodeURIComponent(url.username) || null,
    password: decodeURIComponent(url.password) || null,
    database: decodeURIComponent(url.pathname.replace(/^\//, "")) || null,
    schema,
    tls: tlsOf(parameters, host),
  };
}

function urlOf(store: string): URL {
  try {
    // A URL may not name a user of no host; with a socket's folder there is none.
    return new URL(store.replace(/^(postgres(?:ql)?:\/\/[^/?#]+@)(?=[/?]|$)/, "$1localhost"));
  } catch {
    throw new DatamasterError("USAGE", told("serverAddress", { store: withoutPassword(store) }));
  }
}

function parametersOf(url: URL): Partial<Record<Parameter, string>> {
  const found: Partial<Record<Parameter, string>> = {};
  for (const [name, value] of url.searchParams) {
    const known = PARAMETERS.find((one) => one === name);
    if (known === undefined)
      throw new DatamasterError("USAGE", told("serverParameter", { name, known: PARAMETERS.join(", ") }));
    found[known] = value;
  }
  return found;
}

/** Numbers are personal data: what leaves the machine is encrypted, and the server shows that it is the one that was named. */
function tlsOf(parameters: Partial<Record<Parameter, string>>, host: string): ServerTls | null {
  const { sslmode, sslrootcert = null, sslcert = null, sslkey = null } = parameters;
  const isNear = staysHere(host);
  if (sslmode !== undefined && sslmode !== "verify-full" && !(sslmode === "disable" && isNear))
    throw new DatamasterError("USAGE", told("serverPlain", { host, mode: sslmode }));
  if (isNear && sslmode !== "verify-full") return null;
  return { rootCert: sslrootcert, cert: sslcert, key: sslkey };
}

/** True for a socket and for loopback. */
function staysHere(host: string): boolean {
  if (host.startsWith("/") || host === "localhost") return true;
  return isIP(host) !== 0 && (host === "::1" || /^127\./.test(host));
}
