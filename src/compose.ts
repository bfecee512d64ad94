import { extname } from "node:path";
import type { KeyPlace } from "./access/master-key.ts";
import type { AppPorts, ConfiguredSources, SourceOptions } from "./app/app.ts";
import type { Desk } from "./app/desk.ts";
import type { HeldNumbers } from "./app/numbers/held-numbers.ts";
import { DatamasterError, messageOf } from "./base/errors.ts";
import type { Logger, LogLevel } from "./base/log.ts";
import type { MasterKey } from "./base/master-key.ts";
import { osUser } from "./base/os-user.ts";
import { withoutPassword } from "./base/store-address.ts";
import type { Told } from "./base/told.ts";
import type { Tokens } from "./crm/auth/tokens.ts";
import type { Connector } from "./crm/crm.ts";
import type { DeliveryTarget, TargetOptions } from "./deliver/deliver.ts";
import { told } from "./messages/messages.ts";
import type { StoreEngine } from "./store/engine.ts";
import type { RunReader, RunWriter } from "./store/store.ts";

const CONNECTORS = ["datamaster"] as const;
const SQLITE = "sqlite:";
const POSTGRES = /^postgres(ql)?:\/\//;
const USER_AGENT = "datamaster-phone-collector";
const TOKEN_FOLDER = "./.datamaster/tokens";
const OUTGOING_FOLDER = "./.datamaster/outgoing";
const EXPORTED_FOLDER = "./.datamaster/exports";
const NONE_CONFIGURED: ConfiguredSources = { file: null, sources: [], networks: [] };
const SECRET_KEY_FILE = "./.datamaster/secret.key";
const TOMBSTONE_KEY_FILE = "./.datamaster/tombstone.key";

export interface ComposeOptions {
  /** `sqlite:PATH` or `postgres://...`. */
  readonly store: string;
  /** The folder of imported numbering registers; without it there are none. */
  readonly ranges?: string | null;
  /** The folder in which refresh tokens are kept. */
  readonly tokenFolder?: string;
  /** The folder in which files lie while they are handed on. */
  readonly outgoing?: string;
  /** The folder of files that the service keeps for those who asked for them. */
  readonly exported?: string;
  /** The file of the key of tombstones. */
  readonly tombstoneKeyFile?: string;
  /** The file of the key that secrets are sealed under, and the key itself where a variable holds it. */
  readonly secretKeyFile?: string;
  readonly secretKey?: string | null;
  /** What the config file says of sources. */
  readonly configured?: ConfiguredSources;
  readonly log: Logger;
}

/** What the threads of the desk compose their ports from. */
export type DeskSettings = Omit<ComposeOptions, "log"> & { readonly logLevel: LogLevel };

/** The threads that ask the store for the service. */
async function startDesk({ log, ...settings }: ComposeOptions): Promise<Desk> {
  const { DeskThreads } = await import("./app/desk-threads.ts");
  const entry = new URL(`./desk/main${extname(import.meta.url)}`, import.meta.url);
  const given: DeskSettings = { ...settings, logLevel: log.level as LogLevel };
  return new DeskThreads(entry, given, log);
}

type Places = Required<ComposeOptions>;

/** Puts the app together from concrete adapters, each loaded when first needed. Throws USAGE for an unknown store. */
export function compose(options: ComposeOptions): AppPorts {
  refuseUnknown(options.store);
  const places: Places = {
    ranges: null,
    tokenFolder: TOKEN_FOLDER,
    outgoing: OUTGOING_FOLDER,
    exported: EXPORTED_FOLDER,
    tombstoneKeyFile: TOMBSTONE_KEY_FILE,
    secretKeyFile: SECRET_KEY_FILE,
    secretKey: null,
    configured: NONE_CONFIGURED,
    ...withoutUndefined(options),
  };
  const { store, ranges, outgoing, exported, configured, log } = places;
  return {
    store,
    ranges,
    outgoing,
    exported,
    configured,
    log,
    ...crmPorts(places),
    ...storePorts(places),
    ...keyPorts(places),
    async readMadeSource(name, given) {
      return await (await import("./config/config.ts")).readMadeSource(name, given);
    },
    openTarget,
    async openOldDatabase(file) {
      const { openOldDatabase } = await import("./store/legacy/old-file.ts");
      return openOldDatabase(file);
    },
    async startIngest(settings) {
      const { IngestThreads } = await import("./collect/ingest-threads.ts");
      // The thread's file ends as this one does: .ts in a checkout, .js in a package.
      const entry = new URL(`./ingest/main${extname(import.meta.url)}`, import.meta.url);
      return await IngestThreads.start(entry, {
        ...settings,
        store,
        tombstoneKeyFile: places.tombstoneKeyFile,
      });
    },
    startDesk: () => startDesk(places),
  };
}

/** A place that is given as undefined is not given. */
function withoutUndefined(options: ComposeOptions): ComposeOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as ComposeOptions;
}

function crmPorts({ tokenFolder: folder }: Places) {
  return {
    findConnector,
    async openCrm(source) {
      const { createCrmClient } = await import("./crm/http/client.ts");
      const { concurrency, limits } = source;
      const { rules = [], limitHeaders = [] } = await findConnector(source.connector);
      const sending = await sendingTo(source, concurrency);
      const tokens = await tokensOf(source, sending, folder);
      return createCrmClient({ ...sending, tokens, rules, limitHeaders, ...(limits && { limits }) });
    },
    async createLimiter(options) {
      const { createMemoryLimiter } = await import("./limits/memory-limiter.ts");
      return createMemoryLimiter(options);
    },
    async readServerClock(source, signal) {
      const { readServerClock } = await import("./crm/http/server-date.ts");
      const { path: asked } = (await findConnector(source.connector)).accountRequest();
      return await readServerClock(await sendingTo(source, 1), asked, signal);
    },
  } satisfies Partial<AppPorts>;
}

function storePorts({ store, ranges, tombstoneKeyFile }: Places) {
  let numbers: Promise<HeldNumbers> | undefined;
  return {
    openReader: () => openReader(store),
    openCopy: (copy) => openReader(`sqlite:${copy}`),
    holdNumbers() {
      numbers ??= import("./app/numbers/held-numbers.ts").then(
        ({ HeldNumbers }) => new HeldNumbers(() => openReader(store), ranges),
      );
      return numbers;
    },
    async openAdmin(who = osUser()) {
      return await (await engineOf(store)).openAdmin(who, tombstoneKeyFile);
    },
    async openBackups(who = osUser()) {
      return await (await engineOf(store)).openBackups(who, tombstoneKeyFile);
    },
    async claimService() {
      const claim = await (await engineOf(store)).claimService();
      if (claim === null)
        throw new DatamasterError("SERVICE_RUNS", told("serveRuns", { store: withoutPassword(store) }));
      return claim;
    },
    async storeHoldsData() {
      return await (await engineOf(store)).holdsData();
    },
    async checkStore() {
      return await (await engineOf(store)).check();
    },
    async storeFiles() {
      return await (await engineOf(store)).files();
    },
    async inspectStore(full) {
      return await (await engineOf(store)).inspect(full);
    },
  } satisfies Partial<AppPorts>;
}

function keyPorts({ store, tokenFolder, tombstoneKeyFile, secretKeyFile, secretKey }: Places) {
  return {
    async refuseLostKey() {
      if (!(await (await engineOf(store)).holdsData())) return;
      const reader = await openReader(store);
      try {
        reader.refuseLostKey(tombstoneKeyFile);
      } finally {
        reader.close();
      }
    },
    masterKey: (make) => masterKeyAt({ file: secretKeyFile, given: secretKey }, make),
    async changeMasterKey() {
      const { changeMasterKey } = await import("./access/master-key.ts");
      return changeMasterKey({ file: secretKeyFile, given: secretKey });
    },
    async inspectTokens({ tokenUrl, clientId, refreshToken }) {
      const { inspectTokenFile } = await import("./store/tokens/token-file.ts");
      return inspectTokenFile(tokenFolder, { tokenUrl, clientId, refreshToken: refreshToken ?? "" });
    },
  } satisfies Partial<AppPorts>;
}

/** The key that secrets are sealed under. Rejects SECRET_KEY where there is none and none is to be made. */
async function masterKeyAt(place: KeyPlace, make: boolean): Promise<MasterKey> {
  const { makeMasterKey, readMasterKey } = await import("./access/master-key.ts");
  const key = make ? makeMasterKey(place) : readMasterKey(place);
  if (key === null) throw new DatamasterError("SECRET_KEY", told("secretKeyMissing", { file: place.file }));
  return key;
}

/** Where a delivery goes to. */
async function openTarget(options: TargetOptions): Promise<DeliveryTarget> {
  switch (options.kind) {
    case "folder":
      return (await import("./deliver/folder.ts")).createFolder(options);
    case "command":
      return (await import("./deliver/command.ts")).createCommand(options);
    case "sftp":
      return (await import("./deliver/sftp.ts")).createSftp(options);
    case "s3":
      return (await import("./deliver/s3.ts")).createS3(options);
    case "email":
      return (await import("./deliver/email.ts")).createEmail(options);
  }
}

/** How requests reach a source. Rejects CONFIG_INVALID where its certificates cannot be read. */
async function sendingTo(
  { baseUrl, proxy = null, ca = null, guard = null }: SourceOptions,
  connections: number,
) {
  return {
    baseUrl,
    connections,
    userAgent: USER_AGENT,
    proxy,
    guard,
    ca: ca === null ? null : await trusted(ca),
  };
}

/** Where the source's requests get their access token. */
async function tokensOf(
  { token, oauth = null }: SourceOptions,
  { userAgent, ca, guard }: Awaited<ReturnType<typeof sendingTo>>,
  folder: string,
): Promise<Tokens> {
  if (oauth === null) return (await import("./crm/auth/tokens.ts")).fixedToken(token);
  const { oauthTokens } = await import("./crm/auth/oauth.ts");
  const { createTokenFile } = await import("./store/tokens/token-file.ts");
  const { tokenUrl, clientId, refreshToken } = oauth;
  const signIn = refreshToken === null ? null : { tokenUrl, clientId, refreshToken };
  const keeper = signIn === null ? null : createTokenFile(folder, signIn);
  return oauthTokens({ oauth, keeper, userAgent, ca, guard });
}

/** The certificates that Node trusts by itself and with NODE_EXTRA_CA_CERTS, and those of a file. */
async function trusted(file: string): Promise<string[]> {
  const { readFile } = await import("node:fs/promises");
  const { getCACertificates } = await import("node:tls");
  const unusable = (why: string | Told): DatamasterError =>
    new DatamasterError("CONFIG_INVALID", told("caUnusable", { file, why }));
  const pem = await readFile(file, "utf8").catch((error) => {
    throw unusable(messageOf(error));
  });
  if (!pem.includes("-----BEGIN CERTIFICATE-----")) throw unusable(told("caEmpty"));
  return [...getCACertificates("default"), pem];
}

/** Opens the store for writing, creating or migrating it; for the one thread that writes. */
export async function openWriter(store: string, tombstoneKeyFile = TOMBSTONE_KEY_FILE): Promise<RunWriter> {
  return await (await engineOf(store)).openWriter(tombstoneKeyFile);
}

/** Opens the store for reading. Rejects STORE_MISSING where there is no database yet. */
export async function openReader(store: string): Promise<RunReader> {
  return await (await engineOf(store)).openReader();
}

/** The connector of that name. Rejects CONFIG_INVALID for one that does not exist. */
export async function findConnector(name: string): Promise<Connector> {
  if (name === "datamaster") return (await import("./crm/datamaster/datamaster.ts")).datamasterConnector;
  throw new DatamasterError(
    "CONFIG_INVALID",
    told("unknownConnector", { name, known: CONNECTORS.join(", ") }),
  );
}

/** The engine of a store that {@link refuseUnknown} lets pass. */
async function engineOf(store: string): Promise<StoreEngine> {
  if (POSTGRES.test(store)) return (await import("./store/postgres/engine.ts")).postgresEngine(store);
  return (await import("./store/sqlite/engine.ts")).sqliteEngine(store.slice(SQLITE.length));
}

function refuseUnknown(store: string): void {
  if (POSTGRES.test(store) || (store.startsWith(SQLITE) && store.length > SQLITE.length)) return;
  throw new DatamasterError("USAGE", told("unknownStore", { store }));
}
