const ZERO = 0x30;
const TWO_TO_32 = 2 ** 32;
/** Digits that are written as two groups of four. */
const EIGHT = 1e8;
const FOUR = 1e4;
const ONES = 0x0101_0101;
const HIGH_BITS = 0x8080_8080 | 0;
const WORD = 4;

/** ASCII that is written often: four bytes a step. */
export class Snippet {
  /** How many of the bytes in `words` are meant. */
  readonly length: number;
  readonly words: Int32Array;

  constructor(text: string) {
    const bytes = Buffer.from(text);
    const padded = Buffer.alloc(Math.ceil(bytes.length / WORD) * WORD);
    padded.set(bytes);
    this.length = bytes.length;
    this.words = Int32Array.from({ length: padded.length / WORD }, (_, i) => padded.readInt32LE(i * WORD));
  }
}

/** UTF-8 text that grows at its end; written in place, so that usual answers make no string. */
export class ByteText {
  bytes: Buffer<SharedArrayBuffer> = Buffer.from(new SharedArrayBuffer(0));
  length = 0;
  #view = new DataView(this.bytes.buffer);
  #from: Uint8Array = this.bytes;
  #fromView: DataView = this.#view;
  readonly #groups = groupsOfFour();

  /** Begins an empty text in this room. */
  use(room: SharedArrayBuffer): void {
    this.bytes = Buffer.from(room);
    this.#view = new DataView(room);
    this.length = 0;
  }

  /** Makes room for so many more bytes, and some that whole words may spill; the methods below that say so do not look. */
  reserve(count: number): void {
    const end = this.length + count + 2 * WORD;
    if (end <= this.bytes.length) return;
    const room = new SharedArrayBuffer(Math.max(end, 2 * this.bytes.length));
    const bytes = Buffer.from(room);
    this.bytes.copy(bytes, 0, 0, this.length);
    this.bytes = bytes;
    this.#view = new DataView(room);
  }

  /** Into room that was reserved. */
  byte(value: number): void {
    this.#view.setUint8(this.length++, value);
  }

  /** Into room that was reserved. */
  copy({ words, length }: Snippet): void {
    const view = this.#view;
    let at = this.length;
    for (let i = 0; i < words.length; i++) {
      view.setInt32(at, words[i] ?? 0, true);
      at += WORD;
    }
    this.length += length;
  }

  text(text: string): void {
    this.reserve(text.length * 3);
    this.length += this.bytes.write(text, this.length, "utf8");
  }

  /** The decimal digits of an integer of 64 bits, given in two halves; into room that was reserved. */
  digits(low: number, high: number): void {
    const value = high * TWO_TO_32 + low;
    if (value > Number.MAX_SAFE_INTEGER) {
      this.text(String((BigInt(high) << 32n) | BigInt(low)));
      return;
    }
    const upper = Math.floor(value / EIGHT);
    const lower = (value - upper * EIGHT) | 0;
    if (upper === 0) {
      this.#integer(lower);
      return;
    }
    this.#integer(upper);
    const view = this.#view;
    const groups = this.#groups;
    const first = (lower / FOUR) | 0;
    view.setInt32(this.length, groups[first] ?? 0, true);
    view.setInt32(this.length + WORD, groups[lower - first * FOUR] ?? 0, true);
    this.length += 2 * WORD;
  }

  /** One of 31 bits. */
  #integer(value: number): void {
    const view = this.#view;
    const count = digitsIn(value);
    let rest = value | 0;
    for (let at = this.length + count - 1; at >= this.length; at--) {
      const tens = (rest / 10) | 0;
      view.setUint8(at, ZERO + rest - tens * 10);
      rest = tens;
    }
    this.length += count;
  }

  /**
   * Copies UTF-8 that stands in a text as it is, into room that was reserved: all but controls, backslashes, `quote` (a
   * byte) and what is broken. False, with nothing copied, where there is any of these.
   */
  plain(from: Uint8Array, start: number, end: number, quote: number): boolean {
    if (from !== this.#from) {
      this.#from = from;
      this.#fromView = new DataView(from.buffer, from.byteOffset, from.byteLength);
    }
    const source = this.#fromView;
    const view = this.#view;
    const quotes = quote * ONES;
    let to = this.length;
    let i = start;
    while (i < end) {
      const word = i + WORD <= end ? source.getInt32(i, true) : HIGH_BITS;
      if (isPlainAscii(word, quotes)) {
        view.setInt32(to, word, true);
        i += WORD;
        to += WORD;
        continue;
      }
      const size = charSize(source, i, end, quote);
      if (size === 0) return false;
      for (const next = i + size; i < next; i++) view.setUint8(to++, source.getUint8(i));
    }
    this.length = to;
    return true;
  }
}

/** True where all four bytes are ASCII and none is a control, a backslash or the quote. */
function isPlainAscii(word: number, quotes: number): boolean {
  const quote = word ^ quotes;
  const backslash = word ^ (BACKSLASH * ONES);
  return ((word | (word - SPACE * ONES) | (quote - ONES) | (backslash - ONES)) & HIGH_BITS) === 0;
}

const SPACE = 0x20;
const BACKSLASH = 0x5c;
const CONTINUATION = 0x80;

/** Bytes of the character at `i`; 0 where it may not stand as it is, or is none (Unicode 16, table 3-7). */
function charSize(source: DataView, i: number, end: number, quote: number): number {
  const first = source.getUint8(i);
  if (first < CONTINUATION) return first < SPACE || first === quote || first === BACKSLASH ? 0 : 1;
  const size = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (size === 0 || i + size > end) return 0;
  const second = source.getUint8(i + 1);
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : CONTINUATION;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let at = i + 2; at < i + size; at++) {
    if ((source.getUint8(at) & 0xc0) !== CONTINUATION) return 0;
  }
  return size;
}

function digitsIn(value: number): number {
  let count = 1;
  for (let limit = 10; limit <= value; limit *= 10) count += 1;
  return count;
}

/** The four digits of 0 to 9999, as bytes in one word each. */
function groupsOfFour(): Int32Array {
  const text = Buffer.alloc(WORD);
  return Int32Array.from({ length: FOUR }, (_, value) => {
    text.write(String(value).padStart(WORD, "0"));
    return text.readInt32LE(0);
  });
}
