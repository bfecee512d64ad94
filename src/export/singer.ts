import type { Cell, Column, ColumnKind } from "./columns.ts";

/** Where a stream stands, by its name and the source: the run after which it was sent, and what of it (a hash). */
export type SingerBookmarks = Readonly<Record<string, Readonly<Record<string, SingerBookmark>>>>;
export interface SingerBookmark {
  readonly run: number;
  readonly selection: string;
}

/** What a tap of the Singer specification (github.com/singer-io/getting-started) keeps between runs. */
export interface SingerState {
  readonly bookmarks: SingerBookmarks;
}

/** Told of records that are gone; targets know the name. */
const DELETED_AT = "_sdc_deleted_at";

const TYPES: Readonly<Record<ColumnKind, Readonly<Record<string, unknown>>>> = {
  phone: { type: ["null", "string"] },
  word: { type: ["null", "string"] },
  text: { type: ["null", "string"] },
  time: { type: ["null", "string"], format: "date-time" },
  truth: { type: ["null", "boolean"] },
};
const KEY = { type: "string" };

/** The message that describes a stream: its columns after the source, and what names a record. */
export function singerSchema(stream: string, columns: readonly Column[], keys: readonly string[]): string {
  const properties = Object.fromEntries(
    columns.map(({ name, kind }) => [name, keys.includes(name) ? KEY : TYPES[kind]]),
  );
  return line({
    type: "SCHEMA",
    stream,
    schema: {
      type: "object",
      properties: { source: KEY, ...properties, [DELETED_AT]: TYPES.time },
      additionalProperties: false,
    },
    key_properties: ["source", ...keys],
  });
}

/** Makes the function that tells one record; `deletedAt` of one that is gone. */
export function singerRecords(
  stream: string,
  source: string,
  columns: readonly Column[],
  extractedAt: string,
): (cells: readonly Cell[], deletedAt: string | null) => string {
  return (cells, deletedAt) => {
    const values = columns.map(({ name, kind }, at) => [name, cellValue(cells[at] ?? null, kind)]);
    const record = { source, ...Object.fromEntries(values), [DELETED_AT]: deletedAt };
    return line({ type: "RECORD", stream, record, time_extracted: extractedAt });
  };
}

/** The message that a target hands back once it holds all records before it. */
export function singerState(value: SingerState): string {
  return line({ type: "STATE", value });
}

/**
 * The state that a file holds: what a target printed, of which the last line counts, a STATE message, or the value alone. Null
 * where it holds none, undefined where the text is something else.
 */
export function readSingerState(text: string): SingerState | null | undefined {
  const last = text.trim().split("\n").at(-1) ?? "";
  for (const part of [text, last]) {
    if (part.trim() === "") return null;
    try {
      const read: unknown = JSON.parse(part);
      return stateIn(field(read, "type") === "STATE" ? field(read, "value") : read);
    } catch {
      // Several lines are no JSON; the last of them is tried.
    }
  }
  return undefined;
}

function stateIn(value: unknown): SingerState | null | undefined {
  const bookmarks = field(value, "bookmarks");
  if (bookmarks === undefined) return isEmpty(value) ? null : undefined;
  const streams = Object.values(Object(bookmarks)).flatMap((sources) => Object.values(Object(sources)));
  const isRight = streams.every(
    (mark) => Number.isSafeInteger(field(mark, "run")) && typeof field(mark, "selection") === "string",
  );
  return isRight ? (value as SingerState) : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function cellValue(cell: Cell, kind: ColumnKind): string | boolean | null {
  return cell !== null && kind === "truth" ? cell === "yes" : cell;
}

function line(message: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(message)}\n`;
}
