const ZERO = 0x30;
const BACKSLASH = 0x5c;
const TWO_TO_32 = 2 ** 32;
/** Digits that are written as one 32-bit integer. */
const HALF = 1e9;
const HALF_DIGITS = 9;

/** UTF-8 text that grows at its end; written in place, so that usual answers make no string. */
export class ByteText {
  bytes: Buffer<ArrayBuffer> = Buffer.from(new ArrayBuffer(0));
  length = 0;

  /** Begins an empty text in this room. */
  use(room: ArrayBuffer): void {
    this.bytes = Buffer.from(room);
    this.length = 0;
  }

  /** Makes room for so many more bytes; the methods below that say so do not look. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const bytes = Buffer.from(new ArrayBuffer(Math.max(this.length + count, 2 * this.bytes.length)));
    this.bytes.copy(bytes, 0, 0, this.length);
    this.bytes = bytes;
  }

  /** Into room that was reserved. */
  byte(value: number): void {
    this.bytes[this.length++] = value;
  }

  /** Into room that was reserved. */
  copy(from: Uint8Array): void {
    const { bytes } = this;
    let at = this.length;
    for (let i = 0; i < from.length; i++) bytes[at++] = from[i] ?? 0;
    this.length = at;
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
    const upper = Math.floor(value / HALF);
    if (upper > 0) this.#integer(upper, digitsIn(upper));
    const lower = value - upper * HALF;
    this.#integer(lower, upper > 0 ? HALF_DIGITS : digitsIn(lower));
  }

  #integer(value: number, count: number): void {
    let rest = value | 0;
    for (let at = this.length + count - 1; at >= this.length; at--) {
      const tens = (rest / 10) | 0;
      this.bytes[at] = ZERO + rest - tens * 10;
      rest = tens;
    }
    this.length += count;
  }

  /**
   * Copies bytes that stand in a text as they are, by `isPlain`, into room that was reserved; false, with nothing copied,
   * where one of them does not.
   */
  plain(from: Uint8Array, start: number, end: number, isPlain: Uint8Array): boolean {
    const { bytes } = this;
    let at = this.length;
    for (let i = start; i < end; i++) {
      const value = from[i] ?? 0;
      if (isPlain[value] === 0) return false;
      bytes[at++] = value;
    }
    this.length = at;
    return true;
  }
}

/** By byte: 1 for what stands in JSON strings and in cells as it is: ASCII without controls, quotes and backslashes. */
export function plainBytes(quote: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== quote && byte !== BACKSLASH ? 1 : 0,
  );
}

function digitsIn(value: number): number {
  let count = 1;
  for (let limit = 10; limit <= value; limit *= 10) count += 1;
  return count;
}
