import { randomBytes } from "node:crypto";
import { DatamasterError } from "../../base/errors.ts";
import { seal } from "../../base/sealing.ts";
import { told } from "../../messages/messages.ts";
import type { SourceDraft } from "../../store/store.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import { openSealed } from "../privacy/sealed.ts";
import { changing } from "../with-store.ts";
import {
  cleanSettings,
  readSettings,
  SECRET_SETTINGS,
  type SecretSetting,
  type SourceSecrets,
  type SourceSettings,
} from "./made-source.ts";
import { sourceYaml } from "./source-yaml.ts";
import { addSource, keyFor } from "./sources.ts";

/** So long a draft is kept since its last change. */
const KEPT_MS = 7 * 86_400_000;
/** What stands for the name of a draft that has none yet. */
const NAMELESS = "new-source";

/** What somebody put into the wizard so far; no secret in it. */
export interface DraftContent {
  readonly name: string;
  readonly settings: SourceSettings;
  /** The step of the wizard to go on with. */
  readonly step: string;
}

/** A draft as it is shown. Times are ISO UTC. */
export interface ShownDraft extends DraftContent {
  readonly id: string;
  /** Which secrets were put in. */
  readonly secrets: readonly SecretSetting[];
  readonly changedAt: string;
  /** As it would stand in datamaster.yaml. */
  readonly yaml: string;
}

/**
 * Keeps a draft of whoever acts, a new one where `id` is null; secrets that are not named stay as they were. Old drafts of
 * everybody are dropped. Rejects NO_SUCH_SOURCE, SECRET_KEY.
 */
export async function saveDraft(
  ports: AppPorts,
  id: string | null,
  content: DraftContent,
  secrets: SourceSecrets,
): Promise<ShownDraft> {
  const before = id === null ? null : await draftOf(ports, id);
  const kept = before === null ? {} : await secretsIn(ports, before);
  const all = { ...kept, ...secrets };
  const own = id ?? randomBytes(16).toString("base64url");
  const plain = { ...content, settings: cleanSettings(content.settings) };
  const master = Object.keys(all).length === 0 ? null : await keyFor(ports);
  const draft = await changing(ports, ({ madeSources, who }) => {
    madeSources.dropDraftsBefore(new Date(Date.now() - KEPT_MS).toISOString());
    const sealed = master === null ? null : seal(master, JSON.stringify(all), placeOf(own));
    madeSources.putDraft({ id: own, content: plain, secrets: sealed });
    return madeSources.draft(who, own);
  });
  if (draft === undefined) throw noSuchDraft();
  return await shown(draft, all);
}

/** The drafts of whoever acts, newest first. */
export async function listDrafts(ports: AppPorts): Promise<ShownDraft[]> {
  if (!(await ports.storeHoldsData())) return [];
  const since = new Date(Date.now() - KEPT_MS).toISOString();
  const drafts = await changing(ports, ({ madeSources, who }) => madeSources.drafts(who));
  const young = drafts.filter(({ changedAt }) => changedAt >= since);
  return await Promise.all(young.map(async (draft) => shown(draft, await secretsIn(ports, draft))));
}

/** One of them. Rejects NO_SUCH_SOURCE, SECRET_KEY. */
export async function showDraft(ports: AppPorts, id: string): Promise<ShownDraft> {
  const draft = await draftOf(ports, id);
  return shown(draft, await secretsIn(ports, draft));
}

/** A draft as it would be collected; `instead` overrides settings. Rejects NO_SUCH_SOURCE, SOURCE_INVALID, SECRET_KEY. */
export async function draftSource(
  ports: AppPorts,
  id: string,
  instead: SourceSettings = {},
): Promise<SourceOptions> {
  const draft = await draftOf(ports, id);
  const { name, settings } = contentOf(draft);
  const all = cleanSettings({ ...settings, ...instead });
  return await readSettings(ports, name || NAMELESS, all, await secretsIn(ports, draft));
}

/** Makes a source of a draft, which is dropped. Tells its name. Rejects as {@link addSource} does. */
export async function finishDraft(ports: AppPorts, id: string): Promise<string> {
  const draft = await draftOf(ports, id);
  const { name, settings } = contentOf(draft);
  await addSource(ports, { name, settings, secrets: await secretsIn(ports, draft) });
  await dropDraft(ports, id);
  return name;
}

/** Drops a draft of whoever acts; one that is not there is as good. */
export async function dropDraft(ports: AppPorts, id: string): Promise<void> {
  await changing(ports, ({ madeSources }) => madeSources.dropDraft(id));
}

async function draftOf(ports: AppPorts, id: string): Promise<SourceDraft> {
  const draft = await changing(ports, ({ madeSources, who }) => madeSources.draft(who, id));
  if (draft === undefined) throw noSuchDraft();
  return draft;
}

async function secretsIn(ports: AppPorts, { id, secrets }: SourceDraft): Promise<SourceSecrets> {
  if (secrets === null) return {};
  const master = await ports.masterKey(false);
  return JSON.parse(openSealed(master, secrets, placeOf(id), "draft")) as SourceSecrets;
}

function placeOf(id: string) {
  return { table: "source_drafts", row: id, column: "secrets" };
}

function contentOf({ content }: SourceDraft): DraftContent {
  return content as unknown as DraftContent;
}

async function shown(draft: SourceDraft, secrets: SourceSecrets): Promise<ShownDraft> {
  const set = SECRET_SETTINGS.filter((secret) => secrets[secret] !== undefined);
  const content = contentOf(draft);
  const yaml = await sourceYaml(content.name || NAMELESS, content.settings);
  return { ...content, id: draft.id, secrets: set, changedAt: draft.changedAt, yaml };
}

function noSuchDraft(): DatamasterError {
  return new DatamasterError("NO_SUCH_SOURCE", told("draftUnknown"));
}
