import { HELD_NOW } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { readingIfAny } from "../with-store.ts";
import { SECRET_SETTINGS, type SecretSetting, type SourceSettings } from "./made-source.ts";
import { sourceYaml } from "./source-yaml.ts";
import { configuredSource, madeSource } from "./sources.ts";

/** All that may be told of a source: no secret. Times are ISO UTC. */
export interface SourceDetails {
  readonly name: string;
  readonly origin: "file" | "made";
  readonly settings: SourceSettings;
  /** Which secrets it has. */
  readonly secrets: readonly SecretSetting[];
  /** When secrets were last put in, and by whom; null for a source of the file. */
  readonly secretsAt: string | null;
  readonly secretsBy: string | null;
  readonly createdAt: string | null;
  readonly createdBy: string | null;
  readonly changedAt: string | null;
  readonly changedBy: string | null;
  /** As it would stand in datamaster.yaml. */
  readonly yaml: string;
  readonly held: SourceHeld;
}

/** What the store holds of a source: what would go with its numbers. */
export interface SourceHeld {
  readonly clients: number;
  readonly projects: number;
  readonly numbers: number;
  readonly runs: number;
}

/** Tells of one source. Rejects NO_SUCH_SOURCE. */
export async function showSource(ports: AppPorts, name: string): Promise<SourceDetails> {
  const held = await heldOf(ports, name);
  const ofFile = configuredSource(ports, name);
  if (ofFile !== undefined) {
    const { settings, options } = ofFile;
    const { token, oauth } = options;
    const has = { token: token !== "", ...(oauth && isThere(oauth)) };
    return {
      name,
      origin: "file",
      settings,
      held,
      yaml: await sourceYaml(name, settings),
      secrets: SECRET_SETTINGS.filter((secret) => has[secret as keyof typeof has] === true),
      secretsAt: null,
      secretsBy: null,
      createdAt: null,
      createdBy: null,
      changedAt: null,
      changedBy: null,
    };
  }
  const made = await madeSource(ports, name);
  const { settings, secretsAt, secretsBy, createdAt, createdBy, changedAt, changedBy } = made;
  return {
    name,
    origin: "made",
    settings,
    held,
    yaml: await sourceYaml(name, settings),
    secrets: made.secrets === null ? [] : secretsNamed(settings),
    secretsAt,
    secretsBy,
    createdAt,
    createdBy,
    changedAt,
    changedBy,
  };
}

/** Which secrets settings ask for: known without opening them. */
function secretsNamed({ auth }: SourceSettings): SecretSetting[] {
  if (typeof auth !== "object" || auth === null) return ["token"];
  const { kind } = auth as { readonly kind?: unknown };
  return kind === "refresh-token" ? ["clientSecret", "refreshToken"] : ["clientSecret"];
}

function isThere(oauth: { readonly clientSecret: string | null; readonly refreshToken: string | null }) {
  return { clientSecret: oauth.clientSecret !== null, refreshToken: oauth.refreshToken !== null };
}

async function heldOf(ports: AppPorts, name: string): Promise<SourceHeld> {
  const held = await readingIfAny(ports, (reader) => ({
    ...reader.madeSources.counts(name),
    numbers: reader.countNumbers({ ...HELD_NOW, sources: [name] }),
  }));
  return held ?? { clients: 0, projects: 0, numbers: 0, runs: 0 };
}
