import { DatamasterError } from "../../base/errors.ts";
import type { MasterKey } from "../../base/master-key.ts";
import { told } from "../../messages/messages.ts";
import type { MadeSource, MadeSourceReader, StoreAdmin } from "../../store/store.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import { revealTexts } from "../numbers/reveal-numbers.ts";
import type { PolicyOfConfig } from "../people/policy.ts";
import { changing, readingIfAny } from "../with-store.ts";
import {
  cleanSettings,
  readSettings,
  type SourceSecrets,
  type SourceSettings,
  sealSecrets,
  secretsOf,
} from "./made-source.ts";
import type { KnownSource } from "./source-list.ts";

/** A source that somebody makes. */
export interface NewSource {
  readonly name: string;
  readonly settings: SourceSettings;
  readonly secrets: SourceSecrets;
}

/** All sources that can be collected: those of the config file in its order, then those that were made, by name. */
export async function listSources(ports: AppPorts): Promise<KnownSource[]> {
  const ofFile = ports.configured.sources.map(({ options }): KnownSource => {
    const { name, connector, baseUrl } = options;
    return { name: name ?? "", origin: "file", connector, baseUrl };
  });
  const made = await readMade(ports, (sources) => sources.list());
  const rest = (made ?? []).map(({ name, settings }): KnownSource => {
    const { connector, baseUrl } = settings;
    return { name, origin: "made", connector: String(connector), baseUrl: String(baseUrl) };
  });
  // The file came to hold the name later: it counts.
  return [...ofFile, ...rest.filter(({ name }) => !ofFile.some((one) => one.name === name))];
}

/** Countries of the sources that were made; none where the store cannot be read, which whoever uses it tells better. */
export async function madeRegions(ports: AppPorts): Promise<string[]> {
  try {
    const made = (await readMade(ports, (sources) => sources.list())) ?? [];
    return made.flatMap(({ settings: { region } }) =>
      typeof region === "string" ? [region.toUpperCase()] : [],
    );
  } catch (error) {
    if (error instanceof DatamasterError && error.code.startsWith("STORE_")) return [];
    throw error;
  }
}

/** A source with its secrets, ready to be collected; of a made one `instead` overrides settings. Rejects NO_SUCH_SOURCE, SECRET_KEY, SOURCE_INVALID. */
export async function findSource(
  ports: AppPorts,
  name: string,
  instead: SourceSettings = {},
): Promise<SourceOptions> {
  const ofFile = configuredSource(ports, name);
  if (ofFile !== undefined) return ofFile.options;
  const made = await readMade(ports, (sources) => sources.find(name));
  if (made === undefined) throw await noSuchSource(ports, name);
  return await readSettings(ports, name, { ...made.settings, ...instead }, await secretsOf(ports, made));
}

/** Makes a source; noted in the audit log. Rejects SOURCE_EXISTS, SOURCE_INVALID, SECRET_KEY. */
export async function addSource(ports: AppPorts, { name, settings, secrets }: NewSource): Promise<void> {
  if (configuredSource(ports, name) !== undefined)
    throw new DatamasterError("SOURCE_EXISTS", told("sourceExists", { name }));
  const plain = cleanSettings(settings);
  await readSettings(ports, name, plain, secrets);
  const master = await keyFor(ports);
  await changing(ports, (admin) =>
    admin.transaction(() => {
      const id = admin.madeSources.add(name, plain);
      admin.madeSources.setSecrets(id, sealSecrets(master, id, secrets), true);
      note(admin, "add", name, { settings: Object.keys(plain) });
    }),
  );
}

/**
 * Gives a made source other settings; of its secrets those that are named are put in anew, the others stay. Rejects
 * NO_SUCH_SOURCE, SOURCE_INVALID, SECRET_KEY, USAGE for one of the file.
 */
export async function changeSource(ports: AppPorts, { name, settings, secrets }: NewSource): Promise<void> {
  const made = await madeSource(ports, name);
  const plain = cleanSettings(settings);
  const isNew = Object.keys(secrets).length > 0;
  const all = { ...(await secretsOf(ports, made)), ...secrets };
  await readSettings(ports, name, plain, all);
  const master = isNew ? await keyFor(ports) : null;
  await changing(ports, (admin) =>
    admin.transaction(() => {
      admin.madeSources.change(made.id, plain);
      if (master !== null) admin.madeSources.setSecrets(made.id, sealSecrets(master, made.id, all), true);
      const changed = changedKeys(made.settings, plain);
      note(admin, "change", name, { settings: changed, secrets: Object.keys(secrets) });
    }),
  );
}

/** What deleting a source took away. */
export interface RemovedSource {
  readonly clients: number;
  readonly projects: number;
  readonly spans: number;
}

/**
 * Deletes a made source. What was collected from it stays, unless `numbersToo`: then its runs are lines of the history alone.
 * Rejects NO_SUCH_SOURCE, RUN_ACTIVE, USAGE for one of the file.
 */
export async function removeSource(
  ports: AppPorts,
  name: string,
  numbersToo: boolean,
): Promise<RemovedSource | null> {
  const made = await madeSource(ports, name);
  return await changing(ports, (admin) => {
    const gone = admin.transaction(() => {
      const forgotten = numbersToo ? admin.madeSources.forget(name) : null;
      admin.madeSources.remove(made.id);
      note(admin, "delete", name, { numbersToo, ...forgotten });
      return forgotten;
    });
    if (gone !== null) admin.versions.compact();
    return gone;
  });
}

/** A made source. Rejects NO_SUCH_SOURCE, and USAGE for one of the file. */
export async function madeSource(ports: AppPorts, name: string): Promise<MadeSource> {
  if (configuredSource(ports, name) !== undefined) {
    const file = ports.configured.file ?? "";
    throw new DatamasterError("USAGE", told("sourceOfFile", { name, file }));
  }
  const made = await readMade(ports, (sources) => sources.find(name));
  if (made === undefined) throw await noSuchSource(ports, name);
  return made;
}

/** The source of the config file; undefined for none of it. */
export function configuredSource({ configured }: AppPorts, name: string) {
  return configured.sources.find(({ options }) => options.name === name);
}

/** Asks the store of made sources; undefined where there is none yet. */
export async function readMade<T>(
  ports: AppPorts,
  ask: (sources: MadeSourceReader) => T,
): Promise<T | undefined> {
  return (await readingIfAny(ports, ({ madeSources }) => ask(madeSources))) ?? undefined;
}

/** The key to seal with: made where nothing is sealed yet. Rejects SECRET_KEY where things are, and it is missing. */
export async function keyFor(ports: AppPorts): Promise<MasterKey> {
  return await ports.masterKey(!(await holdsSecrets(ports)));
}

async function holdsSecrets(ports: AppPorts): Promise<boolean> {
  const found = await readingIfAny(ports, ({ madeSources, people }) => {
    const sealed = [...madeSources.list(), ...madeSources.allDrafts()];
    return sealed.some(({ secrets }) => secrets !== null) || people.list().some(({ totp }) => totp !== null);
  });
  return found ?? false;
}

function note(
  { audit }: StoreAdmin,
  act: "add" | "change" | "delete",
  name: string,
  detail: Parameters<StoreAdmin["audit"]["append"]>[0]["detail"],
): void {
  audit.append({ action: "source", detail: { act, name, ...detail } });
}

function changedKeys(before: SourceSettings, after: SourceSettings): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}

async function noSuchSource(ports: AppPorts, name: string): Promise<DatamasterError> {
  const known = (await listSources(ports)).map((source) => source.name).join(", ");
  return new DatamasterError("NO_SUCH_SOURCE", told("sourceUnknown", { name, known }));
}

/** Notes that somebody saw so many records of a CRM whole. Rejects TOO_MANY where they are more than a day allows. */
export async function noteSampleReveal(
  ports: AppPorts,
  records: number,
  ground: PolicyOfConfig,
): Promise<void> {
  await revealTexts(ports, { of: "sample", rows: records }, ground);
}
