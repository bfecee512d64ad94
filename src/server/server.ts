import type { AccessRules } from "../access/access.ts";
import type { AppPorts } from "../app/app.ts";
import type { Desk } from "../app/desk.ts";
import { SourceTrials } from "../app/source-trials.ts";
import { createEvents } from "../events/events.ts";
import { admitting } from "./admission.ts";
import type { Place, TlsFiles } from "./doors.ts";
import { isLoopback } from "./guard.ts";
import { type RunningServer, startServer } from "./listen.ts";
import { hasDashboard, Pages } from "./pages.ts";

export { ensureDashboard } from "./dashboard.ts";
export type { Place, TlsFiles } from "./doors.ts";

export interface ServiceOptions {
  readonly ports: AppPorts;
  readonly version: string;
  readonly place: Place;
  readonly tls: TlsFiles | null;
  readonly trustsProxy: boolean;
  readonly rules: AccessRules;
  /** False: the API alone. */
  readonly withDashboard: boolean;
  /** Told where the service listens now that there is an admin. */
  readonly onOpened: (address: string) => void;
  readonly onOpenFailed: (error: unknown) => void;
}

/** The whole service: a server over everything that its handlers work with. */
export interface Service {
  /** `http://127.0.0.1:8080` */
  readonly address: string;
  /** The link that makes the first admin, once; null where there is one. */
  readonly setup: { readonly link: string; readonly expiresAt: string } | null;
  /** It listens on this machine alone until there is an admin, though it was asked to listen elsewhere. */
  readonly isHeldBack: boolean;
  /** Stops what runs so that it can be continued, tells the pages, lets answers on their way end. */
  close(): Promise<void>;
}

/** As the audit log names what the service does by itself. */
const SERVICE = "service";
const LOOPBACK = "127.0.0.1";

/**
 * Starts the service over a store, which it claims, creates and brings to this version. Until there is an admin it listens on this
 * machine alone. Rejects SERVICE_RUNS where another one serves the store, SERVICE_REFUSED where it cannot listen.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { ports } = options;
  (await ports.openAdmin()).close();
  const claim = await ports.claimService();
  const desk = await ports.startDesk();
  try {
    const server = await serve(options, desk);
    return {
      ...server,
      async close() {
        await server.close();
        await desk.close();
        claim.close();
      },
    };
  } catch (error) {
    await desk.close();
    claim.close();
    throw error;
  }
}

async function serve(options: ServiceOptions, desk: Desk): Promise<Service> {
  const { ports, version, rules, tls, trustsProxy, place: wanted } = options;
  const { log } = ports;
  const link = await desk.ask(SERVICE, "makeSetupLink");
  let isHeldBack = link !== null && !isLoopback(wanted.host);
  const events = createEvents((error) => log.error({ err: error }, "a listener of events failed"));
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const facts = { version, timeZone, startedAt: new Date().toISOString() };
  const trials = new SourceTrials(ports);
  let server: RunningServer | null = null;
  const adminCame = (): void => {
    if (!isHeldBack) return;
    isHeldBack = false;
    void server?.open(wanted).then(options.onOpened, options.onOpenFailed);
  };
  server = await startServer({
    parts: { desk, ports, trials, events, log, facts, rules, adminCame },
    authenticate: admitting(desk, rules, log),
    place: isHeldBack ? { ...wanted, host: LOOPBACK } : wanted,
    ...{ tls, trustsProxy },
    pages: options.withDashboard && hasDashboard() ? new Pages() : null,
  });
  const { address } = server;
  const setup = link === null ? null : { link: `${address}/setup#${link.secret}`, expiresAt: link.expiresAt };
  return { address, setup, isHeldBack, close: () => server.close(() => trials.close()) };
}
