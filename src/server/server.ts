import type { AppPorts } from "../app/app.ts";
import { SERVICE } from "../app/desk.ts";
import type { PolicyOfConfig } from "../app/people/policy.ts";
import { admitting } from "./admission.ts";
import type { Place, TlsFiles } from "./doors.ts";
import { isLoopback } from "./guard.ts";
import { type RunningServer, startServer } from "./listen.ts";
import { type Collecting, type Exporting, type OpenParts, openParts } from "./open-parts.ts";
import { hasDashboard, Pages } from "./pages.ts";

export { ensureDashboard } from "./dashboard.ts";
export type { TlsFiles } from "./doors.ts";

export interface ServiceOptions {
  readonly ports: AppPorts;
  readonly version: string;
  readonly place: Place;
  readonly tls: TlsFiles | null;
  readonly trustsProxy: boolean;
  /** So many requests each person and token may send. */
  readonly requestsPerSecond: number;
  readonly ground: PolicyOfConfig;
  /** Where sources are found, what is handed on after their runs, and whether runs go on by themselves after a restart. */
  readonly collecting: Collecting;
  readonly exporting: Exporting;
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

const LOOPBACK = "127.0.0.1";

/**
 * Starts the service over a store, which it claims, creates and brings to this version. Until there is an admin it listens on this
 * machine alone. Rejects SERVICE_RUNS where another one serves the store, SERVICE_REFUSED where it cannot listen.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { ports, version, ground, collecting, exporting } = options;
  (await ports.openAdmin()).close();
  const claim = await ports.claimService();
  const held = new HeldBack();
  try {
    const adminCame = (): void => held.release();
    const open = await openParts({
      ports,
      version,
      ground,
      collecting,
      exporting,
      adminCame,
    });
    try {
      const service = await serve(options, open, held);
      return { ...service, close: () => service.close().finally(() => claim.close()) };
    } catch (error) {
      await open.close();
      throw error;
    }
  } catch (error) {
    claim.close();
    throw error;
  }
}

/** What is done once there is an admin. */
class HeldBack {
  next: (() => void) | null = null;

  release(): void {
    const { next } = this;
    this.next = null;
    next?.();
  }
}

async function serve(options: ServiceOptions, open: OpenParts, held: HeldBack): Promise<Service> {
  const { tls, trustsProxy, requestsPerSecond, place: wanted } = options;
  const { parts } = open;
  const link = await parts.desk.ask(SERVICE, "makeSetupLink");
  const isHeldBack = link !== null && !isLoopback(wanted.host);
  const server: RunningServer = await startServer({
    parts,
    authenticate: admitting(parts.desk, parts.ground, parts.log),
    place: isHeldBack ? { ...wanted, host: LOOPBACK } : wanted,
    tls,
    trustsProxy,
    requestsPerSecond,
    pages: options.withDashboard && hasDashboard() ? new Pages() : null,
  });
  if (isHeldBack) held.next = () => void server.open(wanted).then(options.onOpened, options.onOpenFailed);
  open.begin();
  const { address } = server;
  return {
    address,
    setup: link === null ? null : { link: `${address}/setup#${link.secret}`, expiresAt: link.expiresAt },
    isHeldBack,
    async close() {
      await server.close(open.settle);
      await open.close();
    },
  };
}
