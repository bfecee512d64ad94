import { HIGH_HALF, LOW_HALF } from "../../base/halves.ts";

/** So many bytes has a number. */
export const DIGITS_WIDTH = 20;
const WORDS = DIGITS_WIDTH / 4;
const BLANK = 0x20;
/** The last nine digits follow these bytes, two words. */
const UPPER_WIDTH = 8;
const LOWER = 1e9;
const HALF = 2 ** 32;
/** Above, a double is not exact. */
const EXACT = 2 ** 53;

/**
 * The digits of ascending numbers of up to 17 digits as text, each in {@link DIGITS_WIDTH} bytes that end with at least one blank. A
 * bigint's own text costs three times as much: here the upper digits, which neighbours share, are copied, the lower ones looked up.
 */
export function digitText(numbers: BigUint64Array): Buffer {
  const bytes = new Uint8Array(numbers.length * DIGITS_WIDTH).fill(BLANK);
  const text = Buffer.from(bytes.buffer);
  const words = new Uint32Array(bytes.buffer);
  const halves = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);
  const triples = tripleDigits();
  let [shown, first, second] = [0, 0, 0];
  for (let row = 0; row < numbers.length; row++) {
    const value = (halves[2 * row + HIGH_HALF] ?? 0) * HALF + (halves[2 * row + LOW_HALF] ?? 0);
    const upper = Math.floor(value / LOWER);
    const start = row * DIGITS_WIDTH;
    if (upper === 0 || value >= EXACT) {
      text.write(String(numbers[row]), start, "latin1");
      continue;
    }
    const word = row * WORDS;
    if (upper === shown) {
      words[word] = first;
      words[word + 1] = second;
    } else {
      text.write(String(upper).padStart(UPPER_WIDTH), start, "latin1");
      [shown, first, second] = [upper, words[word] ?? 0, words[word + 1] ?? 0];
    }
    const low = value - upper * LOWER;
    const thousands = Math.floor(low / 1000);
    const millions = Math.floor(thousands / 1000);
    const at = start + UPPER_WIDTH;
    put(bytes, at, triples, millions);
    put(bytes, at + 3, triples, thousands - millions * 1000);
    put(bytes, at + 6, triples, low - thousands * 1000);
  }
  return text;
}

/** The digits of 000 to 999, one after the other. */
function tripleDigits(): Uint8Array {
  return Uint8Array.from(
    Buffer.from(Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, "0")).join("")),
  );
}

function put(bytes: Uint8Array, at: number, triples: Uint8Array, value: number): void {
  bytes[at] = triples[3 * value] ?? 0;
  bytes[at + 1] = triples[3 * value + 1] ?? 0;
  bytes[at + 2] = triples[3 * value + 2] ?? 0;
}
