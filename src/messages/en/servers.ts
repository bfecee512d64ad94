import { formats } from "./counts.ts";

const AGAIN = "run the same command again: it continues.";

/** What goes wrong with a database on a server. `server` is its address without the password. */
export const servers = {
  serverAddress: (p: { store: string }) => [
    `"${p.store}" is no address of a PostgreSQL database.`,
    "It looks like postgres://USER@HOST:5432/DATABASE; special characters in it are written as in web addresses (%40 for @).",
  ],
  serverParameter: (p: { name: string; known: string }) => [
    `The address of the database has a parameter "${p.name}", which is not known.`,
    `Known parameters: ${p.known}.`,
  ],
  serverSchema: (p: { schema: string }) => [
    `"${p.schema}" cannot be the schema of our tables.`,
    "Small letters, digits and _ make its name, not public and nothing that begins with pg_, like ?schema=datamaster.",
  ],
  serverPlain: (p: { host: string; mode: string }) => [
    `sslmode=${p.mode} would send phone numbers to ${p.host} without being sure who reads them.`,
    "Use sslmode=verify-full, with sslrootcert=FILE where the certificate of the server comes from an authority of your own. Plain text is for this machine alone.",
  ],
  serverUnreachable: (p: { server: string; why: string }) => [
    `The database server of ${p.server} cannot be reached: ${p.why}.`,
    `See that it runs, that host and port are right, that it speaks TLS where it is another machine, and that it is given the password it asks for; then ${AGAIN}`,
  ],
  serverLost: (p: { server: string; why: string }) => [
    `The connection to ${p.server} is gone: ${p.why}.`,
    `Nothing stored is lost. When the server runs again, ${AGAIN}`,
  ],
  serverThread: () => ["the thread that held it ended"],
  serverLogin: (p: { server: string }) => [
    `The database server of ${p.server} does not let this user in.`,
    "Check user and password: in the address, in PGPASSWORD or in ~/.pgpass.",
  ],
  serverNoDatabase: (p: { server: string }) => [
    `There is no such database on the server: ${p.server}.`,
    "Make it (createdb, CREATE DATABASE), or check its name.",
  ],
  serverDenied: (p: { server: string; why: string }) => [
    `The user has no right to do this in ${p.server}: ${p.why}.`,
    "Let the user make a schema in the database (GRANT CREATE ON DATABASE), or name one that is the user's own with ?schema=NAME.",
  ],
  serverNoCreate: () => ["it may not make or fill tables"],
  serverDiskFull: (p: { server: string }) => [
    `${p.server} could not be written: the server's disk is full.`,
    `Nothing stored is lost. Free some space there, then ${AGAIN}`,
  ],
  serverBusy: (p: { server: string }) => [
    `${p.server} is locked by others.`,
    `Nothing stored is lost. See who is at it (pg_stat_activity), then ${AGAIN}`,
  ],
  serverTls: (p: { server: string; why: string }) => [
    `The certificate of the database server of ${p.server} was not accepted: ${p.why}.`,
    "Name its authority with sslrootcert=FILE, and the host as the certificate does.",
  ],
  serverDamaged: (p: { server: string; why: string }) => [
    `${p.server} is damaged: ${p.why}.`,
    "Bring the newest backup of the server back (pg_restore), or ask who runs it.",
  ],
  serverUnusable: (p: { server: string; why: string }) => [
    `The database ${p.server} cannot be used: ${p.why}.`,
    "The server's log tells more.",
  ],
  serverAnswers: (p: {
    address: string;
    program: string;
    encrypted: boolean;
    answersInMs: number;
    version: number;
    megabytes: number;
  }) => [
    `${p.address}: PostgreSQL ${p.program}, ${p.encrypted ? "TLS" : "no TLS"}, answers in ${formats.decimal(p.answersInMs)} ms, ` +
      `${formats.decimal(p.megabytes)} MB, schema version ${p.version}; whether its files are whole the server alone can tell`,
  ],
  serverForeign: (p: { server: string; schema: string }) => [
    `The schema "${p.schema}" in ${p.server} holds another program's tables; it was left as it is.`,
    "Name another one with ?schema=NAME at the end of the address.",
  ],
};
