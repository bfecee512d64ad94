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

/** Fields of a record that are looked at, and where their spans lie in the columns. */
const FIELDS = ["id", "phone", "label", "contact"].map((name) => Buffer.from(name));
const ID = 0;
const PHONE = 1;
const LABEL = 2;
const CONTACT = 3;
/** Two ends for each field. */
const STRIDE = 8;

/**
 * Finds the records in the bytes of a page of phones, and makes no object of any: what JSON.parse reads of a page costs
 * more than all else that is done with it. Null for anything that is not plainly a page (nesting, booleans, cut text):
 * that is left to the general parser, which tells what is wrong, if anything is.
 */
export function scanPhones(body: Uint8Array): RecordPage | null {
  const page = new ScannedPage(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  return page.scan() && isUtf8(body) ? page : null;
}

class ScannedPage implements RecordPage {
  length = 0;
  next: string | null = null;
  total: number | null = null;
  readonly bytes: Buffer;
  #spans = new Int32Array(512 * STRIDE);
  /** Where the value last scanned ends. */
  #at = 0;
  /** That value is written as it is: no escape in it, no fraction. */
  #plain = true;

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

  /** `{"data": [...], "next_cursor": ...}` in any order, with any plain fields beside. */
  scan(): boolean {
    const bytes = this.bytes;
    let records = false;
    let cursor = false;
    if (!this.#takes(OPEN_BRACE)) return false;
    do {
      const from = this.#key();
      if (from < 0) return false;
      const key = bytes.toString("latin1", from + 1, this.#at - 1);
      if (!this.#takes(COLON)) return false;
      this.#skipSpace();
      if (key === "data") {
        if (records || !this.#records()) return false;
        records = true;
        continue;
      }
      const start = this.#at;
      if (!this.#value()) return false;
      if (key === "total" && !this.#count(start)) return false;
      if (key !== "next_cursor") continue;
      if (bytes[start] !== QUOTE && bytes[start] !== LETTER_N) return false;
      this.next = JSON.parse(bytes.toString("utf8", start, this.#at));
      cursor = true;
    } while (this.#takes(COMMA));
    return this.#takes(CLOSE_BRACE) && this.#ends() && records && cursor;
  }

  /** Takes the value last scanned, a count or null. */
  #count(start: number): boolean {
    const text = this.bytes.toString("latin1", start, this.#at);
    this.total = /^\d{1,15}$/.test(text) ? Number(text) : null;
    return this.total !== null || text === "null";
  }

  #records(): boolean {
    if (!this.#takes(OPEN_BRACKET)) return false;
    if (this.#takes(CLOSE_BRACKET)) return true;
    do {
      if (!this.#record()) return false;
    } while (this.#takes(COMMA));
    return this.#takes(CLOSE_BRACKET);
  }

  #record(): boolean {
    const bytes = this.bytes;
    if (!this.#takes(OPEN_BRACE)) return false;
    const row = this.length * STRIDE;
    if (row === this.#spans.length) this.#grow();
    for (let end = row; end < row + STRIDE; end++) this.#spans[end] = 0;
    this.length++;
    if (this.#takes(CLOSE_BRACE)) return true;
    do {
      const from = this.#key();
      if (from < 0) return false;
      const field = this.#fieldOf(from + 1, this.#at - 1);
      if (!this.#takes(COLON)) return false;
      this.#skipSpace();
      const start = this.#at;
      if (!this.#value()) return false;
      if (field < 0) continue;
      if (field >= LABEL && bytes[start] !== QUOTE && bytes[start] !== LETTER_N) return false;
      this.#spans[row + field * 2] = start;
      this.#spans[row + field * 2 + 1] = this.#plain ? this.#at : -this.#at;
    } while (this.#takes(COMMA));
    return this.#takes(CLOSE_BRACE);
  }

  #grow(): void {
    const spans = new Int32Array(this.#spans.length * 2);
    spans.set(this.#spans);
    this.#spans = spans;
  }

  /** Where a key begins, its quotes included; -1 where none does, or one that is written with escapes. */
  #key(): number {
    this.#skipSpace();
    const bytes = this.bytes;
    const from = this.#at;
    if (bytes[from] !== QUOTE) return -1;
    for (let at = from + 1; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.#at = at + 1;
        return from;
      }
      if (byte === BACKSLASH || byte < SPACE) return -1;
    }
    return -1;
  }

  #fieldOf(from: number, to: number): number {
    for (let field = 0; field < FIELDS.length; field++) {
      const name = FIELDS[field];
      if (name === undefined || name.length !== to - from) continue;
      let same = 0;
      while (same < name.length && name[same] === this.bytes[from + same]) same++;
      if (same === name.length) return field;
    }
    return -1;
  }

  #skipSpace(): void {
    const bytes = this.bytes;
    for (;;) {
      const byte = bytes[this.#at];
      if (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at++;
    }
  }

  #takes(wanted: number): boolean {
    if (this.bytes[this.#at] !== wanted) {
      this.#skipSpace();
      if (this.bytes[this.#at] !== wanted) return false;
    }
    this.#at++;
    return true;
  }

  #ends(): boolean {
    this.#skipSpace();
    return this.#at === this.bytes.length;
  }

  /** Passes over a string, null or a number. */
  #value(): boolean {
    const first = this.bytes[this.#at] ?? 0;
    this.#plain = true;
    if (first === QUOTE) return this.#string();
    if ((first >= ZERO && first <= NINE) || first === MINUS) return this.#number();
    const isNull = first === LETTER_N && this.bytes.toString("latin1", this.#at, this.#at + 4) === "null";
    this.#at += 4;
    return isNull;
  }

  #string(): boolean {
    const bytes = this.bytes;
    const end = bytes.length;
    for (let at = this.#at + 1; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (byte < SPACE) return false;
      if (byte !== BACKSLASH) continue;
      this.#plain = false;
      const letter = bytes[++at] ?? 0;
      if (letter === LETTER_U) {
        if (!/^[\da-f]{4}$/i.test(bytes.toString("latin1", at + 1, at + 5))) return false;
        at += 4;
      } else if (ESCAPES[letter] !== 1) return false;
    }
    return false;
  }

  #number(): boolean {
    const bytes = this.bytes;
    const from = this.#at;
    let at = from;
    let byte = bytes[at] ?? 0;
    while (byte >= ZERO && byte <= NINE) byte = bytes[++at] ?? 0;
    const isInteger = at > from && (bytes[from] !== ZERO || at - from === 1);
    if (isInteger && !isOfNumber(byte)) {
      this.#at = at;
      return true;
    }
    while (isOfNumber(byte)) byte = bytes[++at] ?? 0;
    this.#at = at;
    this.#plain = false;
    return JSON_NUMBER.test(bytes.toString("latin1", from, at));
  }
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
