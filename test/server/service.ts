import { join } from "node:path";
import { Writable } from "node:stream";
import { onTestFinished } from "vitest";
import type { Admitted } from "../../src/access/access.ts";
import type { SourceOptions } from "../../src/app/app.ts";
import type { Desk } from "../../src/app/desk.ts";
import type { ExportJobs } from "../../src/app/exports/export-jobs.ts";
import type { PolicyOfConfig } from "../../src/app/people/policy.ts";
import { DatamasterError } from "../../src/base/errors.ts";
import { createLogger } from "../../src/base/log.ts";
import { type ComposeOptions, compose } from "../../src/compose.ts";
import { MAY, type Role } from "../../src/contract/contract.ts";
import type { Events } from "../../src/events/events.ts";
import { told } from "../../src/messages/messages.ts";
import { type RunningServer, type ServerOptions, startServer } from "../../src/server/listen.ts";
import { openParts } from "../../src/server/open-parts.ts";
import { type Later, tempDir } from "../helpers/temp.ts";

/** A service on a port of its own over an empty store. */
export interface TestService {
  readonly server: RunningServer;
  readonly events: Events;
  /** The database. */
  readonly file: string;
  readonly desk: Desk;
  readonly exports: ExportJobs;
  /** Begins what the service does by itself: schedules, what was left unfinished. */
  beginSchedules(): void;
  readonly store: string;
  /** All that was logged so far. */
  logged(): string;
  /** Asks as somebody of that role; null: as nobody. */
  ask(role: Role | null, path: string, init?: RequestInit): Promise<Response>;
}

/** The config says nothing of what admins may set but its defaults. */
export const GROUND: PolicyOfConfig = { rules: { idleMinutes: 30, needsSecondFactor: false }, fixed: [] };

/** The CSRF token of every session here. */
export const CSRF = "csrf-of-the-test";

/** A test's people: the session cookie names the role, `Bearer` one too. */
export function roleAdmitted(session: string | null, bearer: string | null): Admitted | null {
  const name = session ?? bearer;
  if (name === null || !Object.hasOwn(MAY, name)) return null;
  const role = name as Role;
  const kind = session === null ? "token" : "person";
  return {
    who: {
      id: `${kind}-${role}`,
      name: role,
      actor: `${role}@example.com`,
      role,
      permissions: MAY[role],
      kind,
    },
    session:
      session === null ? null : { id: role, csrf: CSRF, endsAt: "2999-01-01T00:00:00Z", idleMs: 1_800_000 },
    language: null,
    needsSecondFactor: false,
    note: null,
  };
}

/** What a service is over: a new store, and the sources that are made in it, where nothing is given. */
export interface TestGround {
  readonly store?: string;
  readonly sources?: Readonly<Record<string, SourceOptions>>;
  readonly composed?: Partial<ComposeOptions>;
  /** Ends it; after the test where nothing is given. */
  readonly later?: Later;
}

/** Starts a service whose people are those of {@link roleAdmitted}; it is ended after the test. */
export async function startService(
  options: Partial<ServerOptions> = {},
  { store: given, sources, later = onTestFinished, composed = {} }: TestGround = {},
): Promise<TestService> {
  let logged = "";
  const stream = new Writable({
    write(chunk, _, done) {
      logged += String(chunk);
      done();
    },
  });
  const log = createLogger({ level: "info", format: "json", stream, color: false });
  const folder = tempDir(later);
  const store = given ?? `sqlite:${join(folder, "service.db")}`;
  const ports = compose({
    store,
    log,
    exported: join(folder, "exports"),
    secretKeyFile: join(folder, "secret.key"),
    ...composed,
  });
  (await ports.openAdmin("test")).close();
  const findSource = async (name: string): Promise<SourceOptions> => {
    const source = sources?.[name];
    if (source !== undefined) return source;
    throw new DatamasterError(
      "NO_SUCH_SOURCE",
      told("noSource", { name, known: Object.keys(sources ?? {}).join() }),
    );
  };
  const collecting = { ...(sources && { findSource }), plans: [], continueRuns: false };
  const facts = { version: "0.0.0", ground: GROUND, adminCame: () => {} };
  const open = await openParts({ ports, ...facts, collecting, exporting: { presets: [], keepHours: 24 } });
  const server = await startServer({
    parts: open.parts,
    authenticate: async ({ session, bearer }) => roleAdmitted(session, bearer),
    place: { host: "127.0.0.1", port: 0 },
    tls: null,
    trustsProxy: false,
    pages: null,
    ...options,
  });
  let isClosed = false;
  const close = server.close.bind(server);
  const once = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await close(open.settle);
    await open.close();
  };
  later(() => once());
  return {
    server: { ...server, close: once },
    events: open.parts.events,
    desk: open.parts.desk,
    file: store.slice("sqlite:".length),
    exports: open.parts.exports,
    beginSchedules: open.begin,
    store,
    logged: () => logged,
    ask: (role, path, init = {}) =>
      fetch(`${server.address}${path}`, { ...init, headers: headersOf(role, init) }),
  };
}

function headersOf(role: Role | null, { method = "GET", headers }: RequestInit): Headers {
  const all = new Headers(headers);
  if (role === null) return all;
  if (!all.has("cookie")) all.set("cookie", `datamaster=${role}`);
  if (method !== "GET" && !all.has("x-datamaster-csrf")) all.set("x-datamaster-csrf", CSRF);
  return all;
}
