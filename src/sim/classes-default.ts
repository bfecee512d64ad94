import type { FieldClass, FieldValue } from "./classes.ts";
import type { PhoneNumber } from "./phone-number.ts";
import { planOf, type Region } from "./plan.ts";
import { toFullWidth } from "./spell.ts";
import type { Typist } from "./typist.ts";
import { EMPTY, EXTENSIONS, JUNK, NOTES_AFTER, SEPARATORS, WORDS_BEFORE } from "./words.ts";

function everywhere(): boolean {
  return true;
}

/** A text field that holds these numbers. */
export function field(text: string, first?: PhoneNumber, second?: PhoneNumber): FieldValue {
  // JSON.stringify costs a third of a second in a million; hardly any field needs it.
  const json = text.includes("\n") || text.includes('"') ? JSON.stringify(text) : `"${text}"`;
  if (first === undefined) return { json, numbers: [] };
  return { json, numbers: second === undefined ? [first.e164] : [first.e164, second.e164] };
}

function withPlus(typist: Typist): readonly [string, PhoneNumber] {
  const phone = typist.any();
  return [typist.random.chance(0.4) ? typist.e164(phone) : typist.international(phone), phone];
}

/** Own number in any everyday writing, or any number with a plus. */
export function everyday(typist: Typist): readonly [string, PhoneNumber] {
  if (typist.random.chance(0.3)) return withPlus(typist);
  const phone = typist.own();
  return [typist.plain(phone), phone];
}

function extension(typist: Typist): FieldValue {
  const phone = typist.own();
  const digits = String(10 + typist.random.int(typist.random.pick([90, 990, 9990])));
  return field(typist.formatted(phone) + typist.random.pick(EXTENSIONS) + digits, phone);
}

function twoNumbers(typist: Typist): FieldValue {
  const [first, second] = [typist.own(), typist.own()];
  const separator = typist.random.pick(SEPARATORS);
  const tail = separator === "; " ? typist.formatted(second) : typist.plain(second);
  return field(typist.plain(first) + separator + tail, first, second);
}

function excelPointZero(typist: Typist): FieldValue {
  const phone = typist.own();
  const text = `${typist.numeric(phone)}.0`;
  // Some exporters write the float itself, as Python's json module does.
  return typist.random.chance(0.25) ? { json: text, numbers: [phone.e164] } : field(text, phone);
}

function fullWidth(typist: Typist): FieldValue {
  const [text, phone] = everyday(typist);
  if (text.startsWith("+") && typist.random.chance(0.3)) return field(`＋${text.slice(1)}`, phone);
  return field(toFullWidth(text), phone);
}

const INSIDE = ["\u200b", "\u200d", "\ufeff", "\u200e", "\u200f", "\u2060", "\u00ad", "\u00a0"] as const;

function invisible(typist: Typist): FieldValue {
  const { random } = typist;
  const [text, phone] = everyday(typist);
  const kind = random.int(4);
  if (kind === 0 && text.includes(" ")) return field(text.replaceAll(" ", "\u00a0"), phone);
  if (kind === 1) return field(`\u202a${text}\u202c`, phone);
  if (kind === 2) return field(`\ufeff${text}\u200b`, phone);
  const at = 1 + random.int(text.length - 1);
  return field(text.slice(0, at) + random.pick(INSIDE) + text.slice(at), phone);
}

function foreignDigits(typist: Typist): FieldValue {
  const phone = typist.foreign();
  return field(String(phone.e164), phone);
}

function jsonNumber(typist: Typist): FieldValue {
  const phone = typist.own();
  return { json: typist.numeric(phone), numbers: [phone.e164] };
}

function wrap(write: (typist: Typist, text: string) => string): (typist: Typist) => FieldValue {
  return (typist) => {
    const [text, phone] = everyday(typist);
    return field(write(typist, text), phone);
  };
}

function own(write: "national" | "bare" | "codeDigits"): (typist: Typist) => FieldValue {
  return (typist) => {
    const phone = typist.own();
    return field(typist[write](phone), phone);
  };
}

function plus(write: "e164" | "international"): (typist: Typist) => FieldValue {
  return (typist) => {
    const phone = typist.any();
    return field(typist[write](phone), phone);
  };
}

function fixedLength(region: Region): boolean {
  return planOf(region).fixedLength;
}

function knowsCodeDigits(region: Region): boolean {
  return planOf(region).codeDigits.length > 0;
}

type Row = readonly [
  name: string,
  weight: number,
  example: string,
  about: string,
  make: (typist: Typist) => FieldValue,
  applies?: (region: Region) => boolean,
];

/** Rows of a table of classes, as objects. */
export function toClasses(rows: readonly Row[]): FieldClass[] {
  return rows.map(([name, weight, example, about, make, applies = everywhere]) => ({
    name,
    weight,
    example,
    about,
    make,
    applies,
  }));
}

/** The default mix: exactly one reading of each value is right. Weights are shares of 1,000. */
export const DEFAULT_CLASSES: readonly FieldClass[] = toClasses([
  ["e164", 150, "+79161234567", "E.164", plus("e164")],
  ["international", 180, "+7 (916) 123-45-67", "with plus, formatted", plus("international")],
  ["national", 190, "8 (916) 123-45-67", "as written in the client's country", own("national")],
  ["bare-national", 110, "89161234567", "national digits alone", own("bare")],
  [
    "calling-code-digits",
    80,
    "79161234567",
    "own calling code, no plus; not in DE",
    own("codeDigits"),
    knowsCodeDigits,
  ],
  [
    "foreign-digits",
    12,
    "380501234567",
    "foreign digits, valid only after a plus; not in DE, GB",
    foreignDigits,
    fixedLength,
  ],
  [
    "words-before",
    50,
    "моб. 8 916 123 45 67",
    "a word before",
    wrap((typist, text) => typist.random.pick(WORDS_BEFORE) + text),
  ],
  ["extension", 30, "8 (495) 123-45-67 доб. 123", "an extension after", extension],
  ["two-numbers", 45, "89161234567, 8 (495) 765-43-21", "two numbers in one field", twoNumbers],
  ["json-number", 30, "79161234567 (not a string)", "a JSON number", jsonNumber],
  [
    "excel-point-zero",
    20,
    "79161234567.0",
    "a float from a spreadsheet, as text or as a JSON number; not in DE",
    excelPointZero,
    knowsCodeDigits,
  ],
  ["full-width", 10, "＋７９１６１２３４５６７", "full-width digits, plus, brackets", fullWidth],
  [
    "invisible",
    20,
    "8U+00A0(916)U+00A0123-45-67",
    "no-break and zero-width spaces, joiners, marks of direction",
    invisible,
  ],
  [
    "note-after",
    28,
    "8-946-476-54-41 (мама)",
    "a Cyrillic note without digits",
    wrap((typist, text) => text + typist.random.pick(NOTES_AFTER)),
  ],
  [
    "empty",
    25,
    'null, "", " ", "-"',
    "nothing",
    (typist) => ({ json: typist.random.pick(EMPTY), numbers: [] }),
  ],
  ["junk", 20, "см. договор", "words, e-mails, too few digits", (typist) => field(typist.random.pick(JUNK))],
]);
