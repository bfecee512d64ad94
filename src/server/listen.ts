import type { FastifyInstance } from "fastify";
import { SERVICE } from "../app/desk.ts";
import { routes } from "../contract/contract.ts";
import type { Language, Messages } from "../messages/messages.ts";
import { loadMessages } from "../messages/messages.ts";
import type { AnyHandler } from "./api.ts";
import { createApp } from "./app.ts";
import { Doors, type Place, type TlsFiles } from "./doors.ts";
import type { Authenticate } from "./guard.ts";
import { registerHealth } from "./health.ts";
import { Live } from "./live.ts";
import type { Pages } from "./pages.ts";
import type { ServerParts } from "./parts.ts";
import { registerReference } from "./reference.ts";
import { RequestRate } from "./request-rate.ts";
import { handlers } from "./routes.ts";

export interface ServerOptions {
  readonly parts: ServerParts;
  readonly authenticate: Authenticate;
  readonly place: Place;
  readonly tls: TlsFiles | null;
  /** The address, protocol and host that a proxy tells are believed. */
  readonly trustsProxy: boolean;
  /** The dashboard; null: the API alone. */
  readonly pages: Pages | null;
  /** Event streams of one person at once. */
  readonly streamsEach?: number;
  /** Requests of one person or token, or of a net of nobody known; default 50. */
  readonly requestsPerSecond?: number;
}

/** A service that listens. */
export interface RunningServer {
  /** Where it does, with its true port. */
  readonly place: Place;
  /** `http://127.0.0.1:8080` */
  readonly address: string;
  /** Listens there from now on, and no more where it did; what is connected stays. Rejects SERVICE_REFUSED. */
  open(place: Place): Promise<string>;
  /**
   * Lets nobody in any more, tells the pages (`server.draining`), lets `settle` end what runs, and waits for answers on their
   * way, a few seconds at most.
   */
  close(settle?: () => Promise<void>): Promise<void>;
}

/** Starts the service over parts that were made. Rejects SERVICE_REFUSED where it cannot listen. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { parts, authenticate, trustsProxy, tls, streamsEach, requestsPerSecond = 50 } = options;
  const live = new Live({
    events: parts.events,
    authenticate,
    onFollowed: warming(parts),
    ...(streamsEach && { streamsEach }),
  });
  let isDraining = false;
  const app = createApp({
    routes,
    parts,
    live,
    authenticate,
    trustsProxy,
    handlers: handlers as unknown as Readonly<Record<string, AnyHandler>>,
    words: await bothLanguages(),
    rate: new RequestRate(requestsPerSecond),
    isDraining: () => isDraining,
  });
  registerHealth(app, parts.desk);
  registerReference(app, routes);
  options.pages?.register(app);
  await app.ready();
  const doors = new Doors((request, response) => app.routing(request, response), tls);
  const place = await doors.open(options.place).catch(async (error) => {
    live.close();
    await app.close();
    throw error;
  });
  return {
    place,
    address: addressOf(place, tls !== null),
    open: async (wanted) => addressOf(await doors.open({ ...wanted, port: place.port }), tls !== null),
    async close(settle = async () => {}) {
      isDraining = true;
      parts.events.emit("server.draining", { goesOn: true });
      live.close();
      await settle();
      await Promise.all([doors.close(), (app as FastifyInstance).close()]);
    },
  };
}

/** Whoever opens the dashboard may soon ask for numbers: they are read before. Asked again, while it goes on, it does nothing. */
function warming({ desk, log }: ServerParts): () => void {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    const done = (): void => {
      isAsked = false;
    };
    desk
      .ask(SERVICE, "warmNumbers")
      .catch((error) => log.debug({ err: error }, "numbers could not be read ahead"))
      .finally(done);
  };
}

async function bothLanguages(): Promise<Record<Language, Messages>> {
  return { en: await loadMessages("en"), ru: await loadMessages("ru") };
}

function addressOf({ host, port }: Place, isSecure: boolean): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `${isSecure ? "https" : "http"}://${name}:${port}`;
}
