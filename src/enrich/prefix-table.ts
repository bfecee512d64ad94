import { brotliDecompressSync } from "node:zlib";
import { VarintReader } from "./varints.ts";

/** Of the layout below; another one is refused. */
export const PREFIX_TABLE_FORMAT = 1;

/** What a table file begins with, as JSON after its length in four bytes; the columns follow in this order. */
export interface PrefixTableHeader {
  readonly format: number;
  /** Package and version that the prefixes come from. */
  readonly source: string;
  /** Digits of the longest prefix. */
  readonly width: number;
  readonly spans: number;
  /** Bytes of the names: a line each, English and where it differs, Russian after a tab. The first is for nothing. */
  readonly names: number;
  /** Bytes of the starts: per span in how many places its key ends empty, and the distance to it in such steps. */
  readonly starts: number;
}

/** Digits are 1 to 10 in a key and the end is 0, so that a short number is not taken for one that goes on with zeros. */
export const KEY_BASE = 11;

/** The first `width` digits as one whole number that sorts as texts do; exact up to 15 of them. */
export function keyOf(digits: string, width: number): number {
  let key = 0;
  for (let i = 0; i < width; i++) key = key * KEY_BASE + (i < digits.length ? digits.charCodeAt(i) - 47 : 0);
  return key;
}

/**
 * Names by the longest prefix of a number, calling code included. The prefixes are laid out flat: spans of numbers that
 * follow each other, each with one name or none, found by halving.
 */
export class PrefixTable {
  readonly source: string;
  readonly #width: number;
  readonly #starts: Float64Array;
  readonly #values: Uint16Array;
  readonly #names: readonly (string | null)[];

  /** Opens a compiled table. Throws where the bytes are no table of this format. */
  constructor(compressed: Uint8Array, language: "en" | "ru") {
    const raw = brotliDecompressSync(compressed);
    const namesAt = 4 + raw.readUInt32LE(0);
    const header = JSON.parse(raw.toString("utf8", 4, namesAt)) as PrefixTableHeader;
    if (header.format !== PREFIX_TABLE_FORMAT)
      throw new RangeError(`a prefix table of format ${header.format}`);
    const startsAt = namesAt + header.names;
    const valuesAt = startsAt + header.starts;
    this.source = header.source;
    this.#width = header.width;
    this.#names = readNames(raw.toString("utf8", namesAt, startsAt), language);
    this.#starts = readStarts(raw.subarray(startsAt, valuesAt), header.spans);
    const values = new VarintReader(raw.subarray(valuesAt));
    this.#values = new Uint16Array(header.spans).map(() => values.next());
  }

  /** The name of the longest prefix that the digits begin with; null where there is none. */
  find(digits: string): string | null {
    const key = keyOf(digits, this.#width);
    const starts = this.#starts;
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= key) low = middle;
      else high = middle;
    }
    return this.#names[this.#values[low] ?? 0] ?? null;
  }
}

function readNames(text: string, language: "en" | "ru"): (string | null)[] {
  return text.split("\n").map((line) => {
    const tab = line.indexOf("\t");
    const name = tab === -1 ? line : language === "ru" ? line.slice(tab + 1) : line.slice(0, tab);
    return name === "" ? null : name;
  });
}

function readStarts(bytes: Buffer, count: number): Float64Array {
  const numbers = new VarintReader(bytes);
  const starts = new Float64Array(count);
  let before = 0;
  for (let i = 0; i < count; i++) {
    const step = KEY_BASE ** numbers.next();
    before = (Math.floor(before / step) + numbers.next()) * step;
    starts[i] = before;
  }
  return starts;
}
