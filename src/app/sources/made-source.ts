import { DatamasterError } from "../../base/errors.ts";
import type { MasterKey } from "../../base/master-key.ts";
import { seal } from "../../base/sealing.ts";
import { told } from "../../messages/messages.ts";
import type { MadeSource } from "../../store/store.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import { openSealed } from "../privacy/sealed.ts";
import { toSourceOptions } from "./source-options.ts";

/** What a source's access is kept by; each is written and never read. */
export const SECRET_SETTINGS = ["token", "clientSecret", "refreshToken"] as const;
export type SecretSetting = (typeof SECRET_SETTINGS)[number];
export type SourceSecrets = Readonly<Partial<Record<SecretSetting, string>>>;
/** As the config file has them, without secrets. */
export type SourceSettings = Readonly<Record<string, unknown>>;

/** What is wrong with one setting. */
export interface FieldFault {
  /** `region`, `auth.tokenUrl`, `name`. */
  readonly field: string;
  readonly problem: ReturnType<typeof told>;
}

const PLACE = { table: "made_sources", column: "secrets" } as const;

/** Secrets of a made source, sealed for its row. */
export function sealSecrets(master: MasterKey, id: number, secrets: SourceSecrets): string {
  return seal(master, JSON.stringify(secrets), { ...PLACE, row: String(id) });
}

/** The secrets of a made source. Rejects SECRET_KEY. */
export async function secretsOf(
  ports: AppPorts,
  { id, name, secrets }: Pick<MadeSource, "id" | "name" | "secrets">,
): Promise<SourceSecrets> {
  if (secrets === null) return {};
  return unsealed(await ports.masterKey(false), { id, name, secrets });
}

/** The same, where the key is at hand. */
function unsealed(
  master: MasterKey,
  { id, name, secrets }: { readonly id: number; readonly name: string; readonly secrets: string },
): SourceSecrets {
  return JSON.parse(openSealed(master, secrets, { ...PLACE, row: String(id) }, name)) as SourceSecrets;
}

/**
 * A made source as it is collected, checked by the file's own schema. Rejects SOURCE_INVALID, whose `data.fields` are
 * {@link FieldFault}s.
 */
export async function readSettings(
  ports: AppPorts,
  name: string,
  settings: SourceSettings,
  secrets: SourceSecrets,
): Promise<SourceOptions> {
  const read = await ports.readMadeSource(name, withSecrets(settings, secrets));
  if ("source" in read)
    return { ...toSourceOptions(read.source), guard: { networks: ports.configured.networks } };
  const fields = read.problems.map(({ path, problem, allowed = "" }): FieldFault => {
    const key = path.split(".").at(-1) ?? path;
    const takes: string | ReturnType<typeof told> = isSecret(key) ? told("allowedSecret") : allowed;
    return { field: path, problem: told("sourceProblem", { field: path, problem, allowed: takes }) };
  });
  throw new DatamasterError(
    "SOURCE_INVALID",
    told("sourceWrong", { name, problems: fields.map(({ problem }) => problem) }),
    { data: { fields } },
  );
}

/** Settings that stand for themselves: nothing that is null, no empty map, no secret. */
export function cleanSettings(settings: SourceSettings): SourceSettings {
  const entries = Object.entries(settings).flatMap(([key, value]): [string, unknown][] => {
    if (value === null || value === undefined || isSecret(key)) return [];
    if (typeof value !== "object" || Array.isArray(value)) return [[key, value]];
    const inner = cleanSettings(value as SourceSettings);
    return Object.keys(inner).length === 0 ? [] : [[key, inner]];
  });
  return Object.fromEntries(entries);
}

function isSecret(key: string): boolean {
  return SECRET_SETTINGS.some((secret) => secret === key);
}

function withSecrets(settings: SourceSettings, { token, ...ofAuth }: SourceSecrets): SourceSettings {
  const { auth } = settings;
  if (typeof auth !== "object" || auth === null)
    return { ...settings, ...(token !== undefined && { token }) };
  const { kind } = auth as { kind?: unknown };
  const { clientSecret, refreshToken } = ofAuth;
  const own = {
    ...(clientSecret !== undefined && { clientSecret }),
    ...(refreshToken !== undefined && kind === "refresh-token" && { refreshToken }),
  };
  return { ...settings, auth: { ...auth, ...own } };
}
