import { resolve } from "node:path";
import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import { parseDotenv, readText } from "./file.ts";
import { lookupIn, type Variable } from "./layers.ts";
import { variablePart } from "./variables.ts";

/** One source, as `init` writes it. */
export interface SourceDraft {
  readonly name: string;
  readonly connector: string;
  readonly baseUrl: string;
  /** ISO 3166-1 alpha-2; null where every client has a country. */
  readonly region: string | null;
}

/** The variable that holds the token of the source: `main-crm` -> `MAIN_CRM_TOKEN`; never begins with a digit. */
export function tokenVariable(sourceName: string): string {
  const name = `${variablePart(sourceName)}_TOKEN`;
  return /^\d/.test(name) ? `CRM_${name}` : name;
}

/** At the end of the source, so that it holds once the mark is taken away. */
const SCHEDULE_SHOWN = `    # While \`datamaster serve\` runs, it is collected at these times: minute, hour, day, month, weekday, time zone.
    # schedules: 0 2 * * * Europe/Moscow
`;

/** The text of a datamaster.yaml with this one source; its token is a variable's. */
export async function draftFile({ name, connector, baseUrl, region }: SourceDraft): Promise<string> {
  const { stringify } = await import("yaml");
  const token = `\${${tokenVariable(name)}}`;
  const source = { connector, baseUrl, token, ...(region !== null && { region: region.toUpperCase() }) };
  const comment = `# All settings: docs/reference.md, or \`datamaster config schema\`. The token is in .env, not here.\n`;
  // Long URLs stay on one line.
  return comment + stringify({ sources: { [name]: source } }, { lineWidth: 0 }) + SCHEDULE_SHOWN;
}

/** Where the variable would be found, the environment before .env; undefined where it is not set. */
export async function findVariable(
  name: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Variable | undefined> {
  const text = await readText(resolve(cwd, ".env"), ".env", []);
  return lookupIn(env, text === null ? {} : parseDotenv(text))(name);
}

/**
 * The text of a .env with the variable set: its line replaced, or one added; the rest stays as it is. Throws
 * CONFIG_INVALID for a value that no line of a .env can hold.
 */
export function withVariable(text: string, name: string, value: string): string {
  const before = parseDotenv(text);
  // The simplest way of writing that reads back right: with `#`, quotes or a value over several lines not all do.
  for (const quote of ["", "'", '"', "`"]) {
    const line = `${name}=${quote}${value}${quote}`;
    for (const written of [replaceLine(text, name, line), addLine(text, line)]) {
      if (written !== null && isSame(parseDotenv(written), { ...before, [name]: value })) return written;
    }
  }
  throw new DatamasterError("CONFIG_INVALID", told("valueUnwritable", { name }));
}

function replaceLine(text: string, name: string, line: string): string | null {
  const lines = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=.*$`, "gm");
  return lines.test(text) ? text.replace(lines, () => line) : null;
}

function addLine(text: string, line: string): string {
  return `${text === "" || text.endsWith("\n") ? text : `${text}\n`}${line}\n`;
}

function isSame(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
