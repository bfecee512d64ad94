import type { FieldClass, FieldValue } from "./classes.ts";
import { everyday, field, toClasses } from "./classes-default.ts";
import { numberOf } from "./phone-number.ts";
import { planOf, REGIONS, type Region } from "./plan.ts";
import type { Typist } from "./typist.ts";
import { LATIN_NOTES_AFTER, LOCAL_EXTENSIONS, VANITY } from "./words.ts";

const DIALLED_ABROAD: Readonly<Record<Region, readonly string[]>> = {
  RU: ["8~10", "810", "8 10 ", "00", "8-10-"],
  KZ: ["8~10", "810", "8 10 ", "00"],
  BY: ["8~10", "810", "00"],
  UZ: ["00", "8~10"],
  UA: ["00", "00 "],
  DE: ["00", "00 "],
  GB: ["00", "00 "],
  US: ["011", "011 ", "011-"],
};

function idd(typist: Typist): FieldValue {
  const phone = typist.foreign();
  const prefix = typist.random.pick(DIALLED_ABROAD[typist.region]);
  const digits = typist.random.chance(0.5) ? String(phone.e164) : typist.international(phone).slice(1);
  return field(prefix + digits, phone);
}

const KEYPAD = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"] as const;

function keypad(typist: Typist): FieldValue {
  const [area, word] = typist.random.pick(VANITY);
  const digits = [...word.toLowerCase()].map((letter) => KEYPAD.findIndex((key) => key.includes(letter)) + 2);
  return { json: JSON.stringify(`+1 ${area} ${word}`), numbers: [Number(`1${area}${digits.join("")}`)] };
}

function excelFormula(typist: Typist): FieldValue {
  const phone = typist.own();
  return field(`="${typist.random.chance(0.5) ? typist.e164(phone) : typist.numeric(phone)}"`, phone);
}

/** Only the full mantissa can be undone; with five digits left the number is lost. */
function excelExponent(typist: Typist): FieldValue {
  const phone = typist.own();
  const digits = String(phone.e164);
  const exponent = `E+${digits.length - 1}`;
  const separator = typist.random.pick([".", ","]);
  if (typist.random.chance(0.4)) return field(digits.charAt(0) + separator + digits.slice(1, 6) + exponent);
  // More than two zeros at the end could also be digits that were lost.
  return field(digits.charAt(0) + separator + digits.slice(1).replace(/0{1,2}$/, "") + exponent, phone);
}

function apostrophe(typist: Typist): FieldValue {
  const [text, phone] = everyday(typist);
  return field(typist.random.pick(["'", "’", "`"]) + text, phone);
}

const ALIKE: Readonly<Record<string, readonly string[]>> = {
  "0": ["O", "О", "о"],
  "1": ["l", "I"],
};

/** Never the first or last digit: there the letter could also be a word. */
function lookAlike(typist: Typist): FieldValue {
  const phone = typist.own();
  const text = typist.formatted(phone);
  const inside = (at: number): boolean => /\d/.test(text.slice(0, at)) && /\d/.test(text.slice(at + 1));
  const places = [...text].flatMap((sign, at) => (ALIKE[sign] === undefined || !inside(at) ? [] : [at]));
  if (places.length === 0) return field(text, phone);
  const at = typist.random.pick(places);
  const letter = typist.random.pick(ALIKE[text.charAt(at)] ?? ["O"]);
  return field(text.slice(0, at) + letter + text.slice(at + 1), phone);
}

function stem(typist: Typist): FieldValue {
  const phone = typist.own();
  const ending = typist.random.int(100);
  const national = Number(phone.digits);
  const second = numberOf(phone.plan, phone.range, national - (national % 100) + ending);
  const text = `${typist.national(phone)}/${String(ending).padStart(2, "0")}`;
  return phone.e164 === second.e164 ? field(text, phone) : field(text, phone, second);
}

function link(typist: Typist): FieldValue {
  const phone = typist.any();
  const digits = String(phone.e164);
  return field(
    typist.random.pick([
      `https://wa.me/${digits}`,
      `wa.me/${digits}`,
      `tel:+${digits}`,
      `https://t.me/+${digits}`,
      `viber://chat?number=%2B${digits}`,
    ]),
    phone,
  );
}

/**
 * National writings of a region that tell it from all others, for clients of those regions: a reader that tries regions in the
 * order of clients meets the right one first. test/sim/oracle.test.ts holds that against Google's library.
 */
const READ_ABROAD: Readonly<Partial<Record<Region, readonly [begins: RegExp, clients: readonly Region[]]>>> =
  {
    RU: [/^8\D/, ["UA", "UZ", "US", "GB"]],
    KZ: [/^8\D/, ["UA", "BY", "UZ", "US", "GB"]],
    UA: [/^\(?0/, ["RU", "KZ", "UZ", "US", "GB"]],
    BY: [/^8\D/, ["RU", "KZ", "UZ", "US", "GB"]],
    US: [/^1\D/, ["RU", "KZ", "UA", "BY", "UZ", "GB"]],
  };

function readAbroad(client: Region): Region[] {
  return REGIONS.filter((region) => READ_ABROAD[region]?.[1].includes(client));
}

function otherRegion(typist: Typist): FieldValue {
  const phone = typist.of(typist.random.pick(readAbroad(typist.region)));
  const begins = READ_ABROAD[phone.plan.region]?.[0] ?? /^/;
  return field(typist.national(phone, begins), phone);
}

function digits(typist: Typist, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) text += typist.random.int(10);
  return text;
}

function numberLikeJunk(typist: Typist): FieldValue {
  const { random } = typist;
  const day = String(1 + random.int(28)).padStart(2, "0");
  const month = String(1 + random.int(12)).padStart(2, "0");
  const year = 2018 + random.int(8);
  return field(
    random.pick([
      () => `${day}.${month}.${year}`,
      () => `${year}-${month}-${day}`,
      () => `4276 ${digits(typist, 4)} ${digits(typist, 4)} ${digits(typist, 4)}`,
      () => `ИНН 77${digits(typist, 8)}`,
      () => `ИНН 5024${digits(typist, 8)}`,
      () => `договор № ${digits(typist, 6)}`,
    ])(),
  );
}

function localExtension(typist: Typist): FieldValue {
  const phone = typist.own();
  const [before, after] = typist.random.pick(LOCAL_EXTENSIONS);
  return field(`${typist.formatted(phone)}${before}${10 + typist.random.int(990)}${after}`, phone);
}

function latinNote(typist: Typist): FieldValue {
  const [text, phone] = everyday(typist);
  return field(text + typist.random.pick(LATIN_NOTES_AFTER), phone);
}

/** The last digits alone can be cut off and put on again only where they are two. */
function endsInTwo(region: Region): boolean {
  return planOf(region).mobile.every((range) => range.groups.at(-1) === 2);
}

/** Outside of the default mix: generated when asked for by name, for number rooms that repair more. */
export const EXTRA_CLASSES: readonly FieldClass[] = toClasses([
  ["idd", 0, "8~10 380 50 123-45-67", "an international dialling prefix instead of the plus", idd],
  ["latin-note-after", 0, "+7 916 123-45-67 (Axel)", "a Latin note, which keypads read as digits", latinNote],
  ["keypad", 0, "+1 800 FLOWERS", "a vanity number, spelled on the keypad", keypad],
  ["excel-formula", 0, '="+79161234567"', "a spreadsheet formula", excelFormula],
  [
    "excel-exponent",
    0,
    "7.9161234567E+10",
    "a float; rejected where digits are lost (7.91612E+10)",
    excelExponent,
  ],
  ["apostrophe", 0, "'89161234567", "a spreadsheet's mark of text", apostrophe],
  [
    "look-alike",
    0,
    "8 9l6 123-45-67",
    "a letter that looks like a digit, inside a number; not in DE, GB",
    lookAlike,
    (region) => planOf(region).fixedLength,
  ],
  ["stem", 0, "8 (495) 123-45-67/68", "a second number given by its last two digits", stem, endsInTwo],
  ["link", 0, "https://wa.me/79161234567", "a link to a messenger or a tel: URI", link],
  [
    "other-region",
    0,
    "050 123-45-67 (client in RU)",
    "the national writing of another country, valid in no other that has more clients; not in DE",
    otherRegion,
    (region) => readAbroad(region).length > 0,
  ],
  [
    "number-like-junk",
    0,
    "12.05.2024, 4276 1234 5678 9012",
    "dates, cards, tax and contract numbers: rejects",
    numberLikeJunk,
  ],
  [
    "local-extension",
    0,
    "8 (495) 123-45-67 (вн. 123)",
    "extensions in words that Google's library does not know",
    localExtension,
  ],
]);
