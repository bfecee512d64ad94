import { isUtf8 } from "node:buffer";
import type { RecordPage } from "../crm.ts";
import { numberText } from "../json.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const ZERO = 0x30;
const NINE = 0x39;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const LETTER_E = 0x65;
/** Set in small ASCII letters alone. */
const LOWER_CASE = 0x20;
const SPACE = 0x20;
const LETTER_U = 0x75;
const LETTER_N = 0x6e;
const LETTER_L = 0x6c;

/** Fields of a record that are looked at, and where their spans lie in the columns. */
const FIELDS: readonly string[] = ["id", "phone", "label", "contact"];
const ID = 0;
const PHONE = 1;
const LABEL = 2;
const CONTACT = 3;
/** Two ends for each field. */
const STRIDE = 8;

/** So many keys of a record are remembered, as where they begin, how many bytes they take up to the value, and their field. */
const MOST_KEYS = 16;
const KEY_STRIDE = 3;

/**
 * Finds the records in the bytes of a page of phones, and makes no object of any: what JSON.parse reads of a page costs
 * more than all else that is done with it. Null for anything that is not plainly a page (nesting, booleans, cut text):
 * that is left to the general parser, which tells what is wrong, if anything is.
 */
export function scanPhones(body: Uint8Array): RecordPage | null {
  const page = new ScannedPage(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  return page.scan() && isUtf8(body) ? page : null;
}

/**
 * Passing over a part gives the place behind it, or 0 where it is none. Keys are compared with those of the record before,
 * which stand there in the same order.
 */
class ScannedPage implements RecordPage {
  length = 0;
  next: string | null = null;
  total: number | null = null;
  readonly bytes: Buffer;
  #spans = new Int32Array(512 * STRIDE);
  readonly #keys = new Int32Array(MOST_KEYS * KEY_STRIDE);
  /** Of the key last passed. */
  #field = -1;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  phoneStart(i: number): number {
    const from = this.#spans[i * STRIDE + PHONE * 2] ?? 0;
    const to = this.#spans[i * STRIDE + PHONE * 2 + 1] ?? 0;
    const first = this.bytes[from];
    if (from === 0 || to < 0 || first === LETTER_N) return -1;
    return first === QUOTE ? from + 1 : from;
  }

  phoneEnd(i: number): number {
    const to = this.#spans[i * STRIDE + PHONE * 2 + 1] ?? 0;
    return this.bytes[to - 1] === QUOTE ? to - 1 : to;
  }

  id(i: number): string {
    return this.#text(i, ID) ?? "";
  }

  phone(i: number): string | null {
    return this.#text(i, PHONE);
  }

  label(i: number): string | null {
    return this.#text(i, LABEL) || null;
  }

  contact(i: number): string | null {
    return this.#text(i, CONTACT) || null;
  }

  /** A string, or a number as the general parser gives it; null for null and where the field is missing. */
  #text(i: number, field: number): string | null {
    const from = this.#spans[i * STRIDE + field * 2] ?? 0;
    const end = this.#spans[i * STRIDE + field * 2 + 1] ?? 0;
    const to = Math.abs(end);
    const first = this.bytes[from];
    if (from === 0 || first === LETTER_N) return null;
    if (first !== QUOTE) return numberText(this.bytes.toString("latin1", from, to));
    if (end < 0) return JSON.parse(this.bytes.toString("utf8", from, to)) as string;
    return this.bytes.toString("utf8", from + 1, to - 1);
  }

  /** FNV-1a, twice with other seeds, over the bytes of the ids. */
  mark(): string {
    const { bytes } = this;
    let one = 0x811c9dc5;
    let other = 0x050c5d1f;
    for (let i = 0; i < this.length; i++) {
      const to = Math.abs(this.#spans[i * STRIDE + ID * 2 + 1] ?? 0);
      for (let at = this.#spans[i * STRIDE + ID * 2] ?? 0; at <= to; at++) {
        const byte = at < to ? (bytes[at] ?? 0) : COMMA;
        one = Math.imul(one ^ byte, 0x01000193);
        other = Math.imul(other ^ byte, 0x01000193) ^ (other >>> 15);
      }
    }
    return `${this.length} ${one} ${other}`;
  }

  /** `{"data": [...], "next_cursor": ...}` in any order, with any plain fields beside. */
  scan(): boolean {
    const { bytes } = this;
    let records = false;
    let cursor = false;
    let at = passSpace(bytes, 0);
    if (bytes[at] !== OPEN_BRACE) return false;
    do {
      const from = passSpace(bytes, at + 1);
      const start = passKey(bytes, from);
      if (start === 0) return false;
      const key = bytes.toString("latin1", from + 1, bytes.indexOf(QUOTE, from + 1));
      if (key === "data" && records) return false;
      const end = key === "data" ? this.#records(start) : Math.abs(passValue(bytes, start));
      if (end === 0) return false;
      if (key === "data") records = true;
      if (key === "total" && !this.#count(start, end)) return false;
      if (key === "next_cursor") {
        if (bytes[start] !== QUOTE && bytes[start] !== LETTER_N) return false;
        this.next = JSON.parse(bytes.toString("utf8", start, end));
        cursor = true;
      }
      at = passSpace(bytes, end);
    } while (bytes[at] === COMMA);
    return bytes[at] === CLOSE_BRACE && passSpace(bytes, at + 1) === bytes.length && records && cursor;
  }

  /** Takes a value, a count or null. */
  #count(start: number, end: number): boolean {
    const text = this.bytes.toString("latin1", start, end);
    this.total = /^\d{1,15}$/.test(text) ? Number(text) : null;
    return this.total !== null || text === "null";
  }

  #records(from: number): number {
    const { bytes } = this;
    if (bytes[from] !== OPEN_BRACKET) return 0;
    let at = passSpace(bytes, from + 1);
    if (bytes[at] === CLOSE_BRACKET) return at + 1;
    for (;;) {
      const end = this.#record(at);
      if (end === 0) return 0;
      at = bytes[end] === COMMA ? end : passSpace(bytes, end);
      if (bytes[at] === CLOSE_BRACKET) return at + 1;
      if (bytes[at] !== COMMA) return 0;
      at += 1;
      if (bytes[at] !== OPEN_BRACE) at = passSpace(bytes, at);
    }
  }

  #record(from: number): number {
    const { bytes } = this;
    if (bytes[from] !== OPEN_BRACE) return 0;
    const row = this.length * STRIDE;
    if (row === this.#spans.length) this.#grow();
    this.length++;
    let at = passSpace(bytes, from + 1);
    if (bytes[at] === CLOSE_BRACE) return at + 1;
    for (let slot = 0; ; slot++) {
      const start = this.#key(at, slot);
      if (start === 0) return 0;
      const end = passValue(bytes, start);
      if (end === 0) return 0;
      const field = this.#field;
      if (field >= 0) {
        if (field >= LABEL && bytes[start] !== QUOTE && bytes[start] !== LETTER_N) return 0;
        this.#spans[row + field * 2] = start;
        this.#spans[row + field * 2 + 1] = end;
      }
      at = Math.abs(end);
      if (bytes[at] !== COMMA) {
        at = passSpace(bytes, at);
        if (bytes[at] === CLOSE_BRACE) return at + 1;
        if (bytes[at] !== COMMA) return 0;
      }
      at += 1;
      if (bytes[at] !== QUOTE) at = passSpace(bytes, at);
    }
  }

  #grow(): void {
    const spans = new Int32Array(this.#spans.length * 2);
    spans.set(this.#spans);
    this.#spans = spans;
  }

  /** Passes over a key up to its value, and finds its field. */
  #key(at: number, slot: number): number {
    const { bytes } = this;
    const known = Math.min(slot, MOST_KEYS - 1) * KEY_STRIDE;
    const from = this.#keys[known] ?? 0;
    const length = this.#keys[known + 1] ?? 0;
    let same = 0;
    while (same < length && bytes[from + same] === bytes[at + same]) same++;
    if (same > 0 && same === length && (bytes[at + same] ?? 0) > SPACE) {
      this.#field = this.#keys[known + 2] ?? -1;
      return at + length;
    }
    const start = passKey(bytes, at);
    if (start === 0) return 0;
    this.#field = FIELDS.indexOf(bytes.toString("latin1", at + 1, bytes.indexOf(QUOTE, at + 1)));
    this.#keys[known] = at;
    this.#keys[known + 1] = start - at;
    this.#keys[known + 2] = this.#field;
    return start;
  }
}

function passSpace(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at];
    if (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}

/** Passes over a key without escapes, its colon and the space around that. */
function passKey(bytes: Buffer, from: number): number {
  if (bytes[from] !== QUOTE) return 0;
  const end = passString(bytes, from);
  if (end <= 0) return 0;
  const colon = passSpace(bytes, end);
  return bytes[colon] === COLON ? passSpace(bytes, colon + 1) : 0;
}

/** Passes over a string, null or a number; negative where that is not written as it is: an escape in it, a fraction. */
function passValue(bytes: Buffer, from: number): number {
  const first = bytes[from] ?? 0;
  if (first === QUOTE) return passString(bytes, from);
  if ((first >= ZERO && first <= NINE) || first === MINUS) return passNumber(bytes, from);
  const isNull =
    first === LETTER_N &&
    bytes[from + 1] === LETTER_U &&
    bytes[from + 2] === LETTER_L &&
    bytes[from + 3] === LETTER_L;
  return isNull ? from + 4 : 0;
}

function passString(bytes: Buffer, from: number): number {
  const end = bytes.length;
  let sign = 1;
  for (let at = from + 1; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (SPECIAL[byte] === 0) continue;
    if (byte === QUOTE) return sign * (at + 1);
    if (byte !== BACKSLASH) return 0;
    sign = -1;
    const letter = bytes[++at] ?? 0;
    if (letter === LETTER_U) {
      if (!/^[\da-f]{4}$/i.test(bytes.toString("latin1", at + 1, at + 5))) return 0;
      at += 4;
    } else if (ESCAPES[letter] !== 1) return 0;
  }
  return 0;
}

function passNumber(bytes: Buffer, from: number): number {
  let at = from;
  let byte = bytes[at] ?? 0;
  while (byte >= ZERO && byte <= NINE) byte = bytes[++at] ?? 0;
  const isInteger = at > from && (bytes[from] !== ZERO || at - from === 1);
  if (isInteger && !isOfNumber(byte)) return at;
  while (isOfNumber(byte)) byte = bytes[++at] ?? 0;
  return JSON_NUMBER.test(bytes.toString("latin1", from, at)) ? -at : 0;
}

/** Digits, point, signs and the letter of the exponent. */
function isOfNumber(byte: number): boolean {
  return (
    (byte >= ZERO && byte <= NINE) ||
    byte === POINT ||
    byte === PLUS ||
    byte === MINUS ||
    (byte | LOWER_CASE) === LETTER_E
  );
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** By byte: 1 for what may follow a backslash. */
const ESCAPES = Uint8Array.from({ length: 128 }, (_, byte) =>
  '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
/** By byte: 1 for what may not stand in a string as it is. */
const SPECIAL = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < SPACE || byte === QUOTE || byte === BACKSLASH ? 1 : 0,
);
