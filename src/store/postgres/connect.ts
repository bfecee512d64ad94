import { readFileSync } from "node:fs";
import { Client, type ClientConfig } from "pg";
import type { ServerAddress } from "./address.ts";

const CONNECT_MS = 15_000;
const KEEP_ALIVE_MS = 10_000;

/**
 * Connects. The server gives a connection up that is silent, so that what it held is free for the next one. Rejects what
 * the server, the system or TLS says.
 */
export async function connect(address: ServerAddress): Promise<Client> {
  const { host, port, user, password, database, tls } = address;
  const config: ClientConfig = {
    host,
    ...(port !== null && { port }),
    ...(user !== null && { user }),
    ...(password !== null && { password }),
    ...(database !== null && { database }),
    ssl:
      tls === null
        ? false
        : {
            ...(tls.rootCert !== null && { ca: readFileSync(tls.rootCert, "utf8") }),
            ...(tls.cert !== null && { cert: readFileSync(tls.cert, "utf8") }),
            ...(tls.key !== null && { key: readFileSync(tls.key, "utf8") }),
          },
    application_name: "datamaster",
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
  const client = new Client(config);
  // What breaks between two statements is told by the next one.
  client.on("error", () => {});
  await client.connect();
  return client;
}
