import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";
import { russianRegister } from "./russian-register.ts";

/** Who holds a range, in the register's own words. Texts that it does not tell are empty. */
export interface Holder {
  readonly operator: string;
  /** The smallest place first: `Ulan-Ude, Buryatia`. */
  readonly place: string;
  readonly territory: string;
  /** The operator's number at the tax office. */
  readonly taxId: string;
}

/** Numbers with calling code, as whole numbers: the first and the last of a range. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** A range and who holds it; ranges of one holder share the object. */
export interface HeldRange extends NumberRange {
  readonly holder: Holder;
}

/** How one country's regulator publishes its register. A new country is a file with such an object, and a line below. */
export interface RegisterFormat {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /**
   * Numbers are judged by blocks of this size: one in a block that no file held is neither allocated nor not.
   * `blocks` are those of the whole register, each its first number divided by the size.
   */
  readonly blockSize: number;
  readonly blocks: readonly number[];
  /** Between two cells. */
  readonly separator: string;
  /** By the reader's own names, how a column may be headed; letters that look alike, case and signs do not count. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Columns that a file may lack. */
  readonly optional: readonly string[];
  /** A row's range, or what is wrong with it. `cell` gives a column's trimmed text, empty where the file lacks it. */
  readonly readRow: (cell: (column: string) => string) => HeldRange | Told;
  /** IANA names for a holder's place; empty where it is not known. */
  readonly timeZonesOf: (place: string) => readonly string[];
}

export const REGISTER_FORMATS: readonly RegisterFormat[] = [russianRegister];

/** Where each column stands in the files of a format. */
export interface Layout {
  readonly format: RegisterFormat;
  readonly width: number;
  readonly places: ReadonlyMap<string, number>;
}

/** The layout that a file's first line names; null where no format knows it. */
export function layoutOf(firstLine: string): Layout | null {
  for (const format of REGISTER_FORMATS) {
    const heads = splitCells(firstLine, format.separator).map(plainHead);
    const places = new Map<string, number>();
    for (const [column, spellings] of Object.entries(format.columns)) {
      const known = new Set(spellings.map(plainHead));
      const place = heads.findIndex((head) => known.has(head));
      if (place !== -1) places.set(column, place);
    }
    const needed = Object.keys(format.columns).filter((column) => !format.optional.includes(column));
    if (needed.every((column) => places.has(column))) return { format, width: heads.length, places };
  }
  return null;
}

/** A row's range, or what is wrong with it. */
export function readRow({ format, width, places }: Layout, line: string): HeldRange | Told {
  const cells = splitCells(line, format.separator);
  if (cells.length !== width) return told("rangeCells", { found: cells.length, needed: width });
  return format.readRow((column) => cells[places.get(column) ?? width] ?? "");
}

/** Cyrillic letters as the Latin ones they look like: registers mix them in their heads. */
const LOOK_ALIKE = new Map(
  [..."авсенкмортхуё"].map((letter, index) => [letter, "abcehkmoptxye"[index] ?? ""]),
);

function plainHead(text: string): string {
  const plain = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return [...plain].map((letter) => LOOK_ALIKE.get(letter) ?? letter).join("");
}

/** Cells of a line, trimmed. Quotes that do not enclose a whole cell are its text; a separator at the end opens no cell. */
function splitCells(line: string, separator: string): string[] {
  const cells: string[] = [];
  for (let at = 0; at < line.length; ) {
    const quoted = line[at] === '"' ? /^"((?:[^"]|"")*)"\s*/.exec(line.slice(at)) : null;
    const end = at + (quoted?.[0].length ?? 0);
    if (quoted !== null && (end === line.length || line.startsWith(separator, end))) {
      cells.push((quoted[1] ?? "").replaceAll('""', '"').trim());
      at = end + separator.length;
      continue;
    }
    const next = line.indexOf(separator, at);
    cells.push(line.slice(at, next === -1 ? line.length : next).trim());
    at = next === -1 ? line.length : next + separator.length;
  }
  return cells;
}
