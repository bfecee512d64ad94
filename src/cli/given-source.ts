import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { SourceSecrets, SourceSettings } from "../app/sources/made-source.ts";
import { cleanSettings } from "../app/sources/made-source.ts";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { findVariable } from "../config/config.ts";
import { told } from "../messages/messages.ts";
import { askSecret, canAsk } from "./ask.ts";
import type { Context } from "./context.ts";

/** What a command was given of a source. */
export interface GivenSource {
  readonly settings: SourceSettings;
  readonly secrets: SourceSecrets;
}

const TOKEN = "DATAMASTER_TOKEN";
const VARIABLE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

/**
 * The settings of `--from`, their secrets filled in from variables; a token of stdin, of DATAMASTER_TOKEN, or, where one is
 * `wanted` and there is somebody to ask, asked for. Rejects USAGE.
 */
export async function givenSource(
  { cli }: Context,
  name: string,
  flags: { readonly from?: string; readonly tokenStdin?: boolean },
  wanted: boolean,
): Promise<GivenSource> {
  const given = flags.from === undefined ? {} : await settingsIn(resolve(cli.cwd, flags.from), name);
  const auth = typeof given.auth === "object" && given.auth !== null ? given.auth : {};
  const ofFile = await secretsIn({ ...given, ...auth }, cli.cwd);
  const settings = cleanSettings(given);
  if (flags.tokenStdin === true) return { settings, secrets: { token: (await text(cli.stdin)).trim() } };
  if (!wanted || Object.keys(ofFile).length > 0) return { settings, secrets: ofFile };
  const variable = (await findVariable(TOKEN, cli.cwd))?.value;
  if (variable !== undefined) return { settings, secrets: { token: variable } };
  if (!canAsk(cli)) throw new DatamasterError("USAGE", told("sourceTokenNeeded", { variable: TOKEN }));
  return { settings, secrets: { token: await askSecret(cli, cli.words.sourcesMade.token) } };
}

/** A source's map, alone or as it stands in a config file. */
async function settingsIn(file: string, name: string): Promise<Record<string, unknown>> {
  const { parse } = await import("yaml");
  let read: unknown;
  try {
    read = parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new DatamasterError("USAGE", told("sourceFileUnread", { file, why: messageOf(error) }));
  }
  const whole = isMap(read) && isMap(read.sources) ? read.sources[name] : read;
  if (!isMap(whole))
    throw new DatamasterError("USAGE", told("sourceFileUnread", { file, why: told("noMap") }));
  return whole;
}

async function secretsIn(given: Readonly<Record<string, unknown>>, cwd: string): Promise<SourceSecrets> {
  const filled = async (value: unknown): Promise<string | undefined> => {
    if (typeof value !== "string") return undefined;
    const [, variable] = VARIABLE.exec(value) ?? [];
    return variable === undefined ? value : (await findVariable(variable, cwd))?.value;
  };
  const token = await filled(given.token);
  const clientSecret = await filled(given.clientSecret);
  const refreshToken = await filled(given.refreshToken);
  return {
    ...(token !== undefined && { token }),
    ...(clientSecret !== undefined && { clientSecret }),
    ...(refreshToken !== undefined && { refreshToken }),
  };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
