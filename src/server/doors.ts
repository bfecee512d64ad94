import { readFileSync } from "node:fs";
import { createServer as createPlain, type RequestListener, type Server, STATUS_CODES } from "node:http";
import { createServer as createSecure } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { told } from "../messages/messages.ts";

/** Files in PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** Where a door opens. */
export interface Place {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** Slow or silent clients are let go after so long: headers, a whole request, nothing at all between requests. */
const HEADERS_MS = 30_000;
const REQUEST_MS = 600_000;
const IDLE_MS = 65_000;
const CLOSED_MS = 8_000;

/**
 * The socket that the service listens on. It may be closed and opened elsewhere while connections live on: until there is an
 * admin nobody but this machine is let in.
 */
export class Doors {
  readonly #listener: RequestListener;
  readonly #tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly #servers = new Set<Server>();

  /** Throws SERVICE_REFUSED where the certificate cannot be used. */
  constructor(listener: RequestListener, tls: TlsFiles | null) {
    this.#listener = listener;
    this.#tls = tls === null ? null : readTls(tls);
  }

  /** Opens, and closes what was open before to newcomers. Rejects SERVICE_REFUSED where that is not possible. */
  async open({ host, port }: Place): Promise<Place> {
    const before = [...this.#servers];
    // The old socket first: it may hold the same port.
    await Promise.all(before.map((server) => stopListening(server)));
    const server = this.#create();
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen({ host, port }, resolve);
      });
    } catch (error) {
      throw refused({ host, port }, error);
    }
    this.#servers.add(server);
    return { host, port: (server.address() as AddressInfo).port };
  }

  /** Lets nobody in any more, waits for answers on their way, and ends what is not done within a while. */
  async close(): Promise<void> {
    const servers = [...this.#servers];
    const late = setTimeout(() => {
      for (const server of servers) server.closeAllConnections();
    }, CLOSED_MS);
    await Promise.all(
      servers.map(async (server) => {
        const ended = new Promise((resolve) => server.once("close", resolve));
        if (server.listening) server.close();
        server.closeIdleConnections();
        await ended;
      }),
    ).finally(() => clearTimeout(late));
  }

  #create(): Server {
    const options = { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, keepAliveTimeout: IDLE_MS };
    const server: Server =
      this.#tls === null
        ? createPlain(options, this.#listener)
        : createSecure({ ...options, ...this.#tls, minVersion: "TLSv1.2" }, this.#listener);
    server.on("clientError", answerNonsense);
    server.once("close", () => this.#servers.delete(server));
    return server;
  }
}

/** Ends the listening; connections that are open stay. */
async function stopListening(server: Server): Promise<void> {
  const { port } = server.address() as AddressInfo;
  server.close();
  server.closeIdleConnections();
  // The handle is closed with the next turn of the loop.
  await new Promise((resolve) => setImmediate(resolve, port));
}

function readTls({ cert, key }: TlsFiles): { cert: Buffer; key: Buffer } {
  try {
    const read = { cert: readFileSync(cert), key: readFileSync(key) };
    createSecure(read).close();
    return read;
  } catch (error) {
    throw new DatamasterError(
      "SERVICE_REFUSED",
      told("serveTlsUnusable", { cert, key, why: messageOf(error) }),
    );
  }
}

function refused({ host, port }: Place, error: unknown): DatamasterError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const text =
    code === "EADDRINUSE"
      ? told("servePortTaken", { host, port })
      : told("serveNoListen", { host, port, why: messageOf(error) });
  return new DatamasterError("SERVICE_REFUSED", text, { cause: error });
}

/** What is no HTTP: the connection gets a short word and ends. */
function answerNonsense(error: Error & { code?: string }, socket: Duplex | Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const status =
    error.code === "HPE_HEADER_OVERFLOW" ? 431 : error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
