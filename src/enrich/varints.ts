/** Whole numbers from 0 on as bytes of seven bits each, the lowest first, the last below 128 (LEB128); exact to 2^53. */
export function writeVarints(numbers: Iterable<number>): Buffer {
  let bytes = new Uint8Array(1024);
  let length = 0;
  for (const number of numbers) {
    if (length + 8 > bytes.length) bytes = grown(bytes);
    let rest = number;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[length++] = (rest % 128) + 128;
    bytes[length++] = rest;
  }
  return Buffer.from(bytes.buffer, 0, length);
}

function grown(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

/** Reads them one after the other; zeros where the bytes end early. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): number {
    let byte = this.#bytes[this.#at++] ?? 0;
    let number = byte & 127;
    for (let scale = 128; byte > 127; scale *= 128) {
      byte = this.#bytes[this.#at++] ?? 0;
      number += (byte & 127) * scale;
    }
    return number;
  }
}
