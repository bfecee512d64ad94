import { REJECT_REASONS } from "../model/number.ts";
import {
  flagNames,
  type NumberColumns,
  type NumberReader,
  openPublicInboxes,
  placeholderFlags,
  repairList,
} from "../phone/phone.ts";
import { ByteText, Snippet } from "./byte-text.ts";

/** How answers are written: a JSON object a line, or tab-separated cells. */
export type AnswerFormat = "jsonl" | "tsv";
export const ANSWER_FORMATS = ["jsonl", "tsv"] as const satisfies readonly AnswerFormat[];

/** Columns of tab-separated answers; the last one only where flags are asked for. */
export function tsvColumns(flags: boolean): readonly string[] {
  const columns = ["raw", "e164", "region", "type", "ext", "repairs", "reason"];
  return flags ? [...columns, "flags"] : columns;
}

/** A longer value is cut to so many UTF-16 units in its answer; far more than a value may have to be read. */
const LONGEST_RAW = 16 * 1024;
/** Bytes that hold at least so many units. */
export const LONGEST_RAW_BYTES = 4 * LONGEST_RAW;

/** Room for one number of an answer: the longest extension and all repair codes. */
const NUMBER_ROOM = 1_024;
const NEWLINE = 0x0a;
const TAB = 0x09;
const SEMICOLON = 0x3b;
const COMMA = 0x2c;
const PLUS = 0x2b;
const QUOTE = 0x22;
const CLOSE_BRACE = 0x7d;

const RAW = new Snippet('{"raw":"');
const ONE_NUMBER = new Snippet('","numbers":[{"e164":"+');
const NUMBERS = new Snippet('","numbers":[');
const E164 = new Snippet('{"e164":"+');
const EXT = new Snippet(',"ext":"');

/** Writes one answer for each raw value, in their order, to the end of a {@link ByteText}. */
export interface AnswerWriter {
  /** Where the answers are; the caller empties it. */
  readonly out: ByteText;
  /** Answers the value that lies in `bytes` from `start` to `end`, as UTF-8. */
  answer(bytes: Uint8Array, start: number, end: number): void;
}

/** What speaks for a number being made up, by its place in the columns: a set of flags. */
type FlagsAt = (place: number) => number;

/** A writer in a format, which reads with `reader` in `region`; with `flags` numbers that look made up are told. */
export function createAnswerWriter(
  format: AnswerFormat,
  reader: NumberReader,
  region: string | null,
  flags: boolean,
): AnswerWriter {
  const columns = reader.createColumns();
  const out = new ByteText();
  const flagsAt = flags ? flagsIn(columns) : null;
  const write =
    format === "tsv" ? new TsvWriter(out, columns, flagsAt) : new JsonWriter(out, columns, flagsAt);
  return {
    out,
    answer(bytes, start, end) {
      columns.clear();
      reader.readBytes(bytes, start, end, region, columns);
      write.answer(bytes, start, end);
    },
  };
}

function flagsIn(columns: NumberColumns): FlagsAt {
  const inboxes = openPublicInboxes();
  return (place) =>
    placeholderFlags(columns.number[place] ?? 0n, columns.typeOf(columns.kind[place] ?? 0), inboxes);
}

/** Texts of one kind of thing by its number, made once. */
class Pieces {
  readonly #known: Snippet[] = [];
  readonly #make: (key: number) => string;

  constructor(make: (key: number) => string) {
    this.#make = make;
  }

  of(key: number): Snippet {
    const known = this.#known[key];
    if (known) return known;
    const made = new Snippet(this.#make(key));
    this.#known[key] = made;
    return made;
  }
}

class JsonWriter {
  readonly #out: ByteText;
  readonly #columns: NumberColumns;
  readonly #kinds: Pieces;
  readonly #kindEnds: Pieces;
  readonly #repairs: Pieces;
  readonly #flags: Pieces;
  readonly #ends: Pieces;
  readonly #flagsAt: FlagsAt | null;

  constructor(out: ByteText, columns: NumberColumns, flagsAt: FlagsAt | null) {
    const kindText = (kind: number) =>
      `","region":"${columns.regionOf(kind)}","type":"${columns.typeOf(kind)}"`;
    this.#out = out;
    this.#columns = columns;
    this.#flagsAt = flagsAt;
    this.#flags = new Pieces((set) => `,"flags":${JSON.stringify(flagNames(set))}`);
    this.#kinds = new Pieces(kindText);
    this.#kindEnds = new Pieces((kind) => `${kindText(kind)}}]}\n`);
    this.#repairs = new Pieces((set) => `,"repairs":${JSON.stringify(repairList(set))}`);
    this.#ends = new Pieces((code) => (code === 0 ? "]}\n" : `],"reason":"${REJECT_REASONS[code - 1]}"}\n`));
  }

  answer(bytes: Uint8Array, start: number, end: number): void {
    const out = this.#out;
    const columns = this.#columns;
    out.reserve(RAW.length + end - start);
    out.copy(RAW);
    if (end - start > LONGEST_RAW || !out.plain(bytes, start, end, QUOTE))
      out.text(JSON.stringify(textOf(bytes, start, end)).slice(1, -1));
    out.reserve((columns.length + 1) * NUMBER_ROOM);
    const isPlain = columns.length === 1 && columns.repairs[0] === 0 && columns.ext.size === 0;
    if (isPlain && this.#flagsAt === null) this.#plainNumber();
    else this.#numbers();
  }

  /** The usual answer, in few steps: one number, nothing else. */
  #plainNumber(): void {
    const out = this.#out;
    const columns = this.#columns;
    out.copy(ONE_NUMBER);
    out.digits(columns.low(0), columns.high(0));
    out.copy(this.#kindEnds.of(columns.kind[0] ?? 0));
  }

  #numbers(): void {
    const out = this.#out;
    const columns = this.#columns;
    out.copy(NUMBERS);
    for (let place = 0; place < columns.length; place++) this.#number(place);
    out.copy(this.#ends.of(columns.reason[0] ?? 0));
  }

  #number(place: number): void {
    const out = this.#out;
    const columns = this.#columns;
    if (place > 0) out.byte(COMMA);
    out.copy(E164);
    out.digits(columns.low(place), columns.high(place));
    out.copy(this.#kinds.of(columns.kind[place] ?? 0));
    const ext = columns.ext.get(place);
    if (ext !== undefined) {
      out.copy(EXT);
      out.text(ext);
      out.byte(QUOTE);
    }
    const repairs = columns.repairs[place] ?? 0;
    if (repairs !== 0) out.copy(this.#repairs.of(repairs));
    const flags = this.#flagsAt?.(place) ?? 0;
    if (flags !== 0) out.copy(this.#flags.of(flags));
    out.byte(CLOSE_BRACE);
  }
}

/** Where a value holds several numbers, each cell holds one part for each of them, parted by semicolons. */
class TsvWriter {
  readonly #out: ByteText;
  readonly #columns: NumberColumns;
  readonly #flagsAt: FlagsAt | null;

  constructor(out: ByteText, columns: NumberColumns, flagsAt: FlagsAt | null) {
    this.#out = out;
    this.#columns = columns;
    this.#flagsAt = flagsAt;
  }

  answer(bytes: Uint8Array, start: number, end: number): void {
    const out = this.#out;
    const columns = this.#columns;
    out.reserve(end - start);
    if (end - start > LONGEST_RAW || !out.plain(bytes, start, end, TAB))
      out.text(cellOf(textOf(bytes, start, end)));
    out.reserve(columns.length * NUMBER_ROOM + NUMBER_ROOM);
    out.byte(TAB);
    for (let place = 0; place < columns.length; place++) {
      if (place > 0) out.byte(SEMICOLON);
      out.byte(PLUS);
      out.digits(columns.low(place), columns.high(place));
    }
    const { kind, ext } = columns;
    this.#cell((place) => columns.regionOf(kind[place] ?? 0));
    this.#cell((place) => columns.typeOf(kind[place] ?? 0));
    this.#cell((place) => ext.get(place) ?? "");
    this.#cell((place) => columns.repairsOf(place)?.join(",") ?? "");
    out.byte(TAB);
    out.text(columns.reasonOf(0) ?? "");
    const flagsAt = this.#flagsAt;
    if (flagsAt !== null) this.#cell((place) => flagNames(flagsAt(place)).join(","));
    out.byte(NEWLINE);
  }

  #cell(textAt: (place: number) => string): void {
    const { length } = this.#columns;
    this.#out.byte(TAB);
    let isEmpty = true;
    for (let place = 0; place < length; place++) isEmpty &&= textAt(place) === "";
    if (isEmpty) return;
    for (let place = 0; place < length; place++) {
      if (place > 0) this.#out.byte(SEMICOLON);
      this.#out.text(textAt(place));
    }
  }
}

/** The value as text, cut where it is far too long; what is no UTF-8 becomes U+FFFD. */
function textOf(bytes: Uint8Array, start: number, end: number): string {
  const length = Math.min(end - start, LONGEST_RAW_BYTES);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, length)
    .toString("utf8")
    .slice(0, LONGEST_RAW);
}

const CELL_ESCAPES: Readonly<Record<string, string>> = {
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\\": "\\\\",
};

function cellOf(text: string): string {
  return text.replace(/[\t\n\r\\]/g, (char) => CELL_ESCAPES[char] ?? char);
}
