import type { RepairCode } from "../../src/model/number.ts";
import { type Drawer, type Drawn, readByGoogle } from "./corpus-draw.ts";
import type { Chance } from "./sample.ts";

/** One value with its label, in the words of the corpus's files; null where this draw came out ambiguous. */
export interface Made {
  readonly raw: string;
  readonly label: string;
  /** Other regions of the source. */
  readonly others?: readonly string[];
}

/** Makes one value of a kind for a region. */
export type Maker = (drawer: Drawer, chance: Chance, region: string) => Made | null;

const WORDS = [
  ...([
    "тел. ",
    "тел.: ",
    "моб. ",
    "Tel. ",
    "phone: ",
    "Mobile: ",
    "WhatsApp ",
    "office: ",
    "Иван ",
  ] as const),
  ...(["Maria, ", "контакт: ", "cell ", "call ", "(моб.) ", "viber: ", "Anna - ", "директор "] as const),
] as const;
const NOTES = [
  ...([" (мама)", " мама", " (Axel)", " office", " - Maria", ", Anna", " whatsapp", " (WhatsApp)"] as const),
  ...([
    " звонить вечером",
    " mobile",
    " не звонить",
    " [home]",
    " Иван Петрович",
    "; Мария",
    " viber",
  ] as const),
] as const;
const EXTENSIONS = [
  ...([
    " доб. ",
    " доб.",
    ", доб. ",
    " вн. ",
    " внутр. ",
    " добавочный ",
    " ext. ",
    " ext ",
    ", ext. ",
  ] as const),
  ...([" x", "x", " #", "#", " extension ", ";ext=", ",,", " (доб. "] as const),
] as const;
const SEPARATORS = [
  ", ",
  "; ",
  " / ",
  "|",
  " | ",
  "\n",
  "\r\n",
  " и ",
  " или ",
  " or ",
  ";",
  "  ",
  ",",
] as const;
const LINKS = [
  "https://wa.me/%",
  "wa.me/%",
  "https://t.me/+%",
  "tel:+%",
  "viber://chat?number=%2B%",
] as const;
const HIDDEN = ["\u200b", "\u200e", "\u200d", "\u2060", "\ufeff", "\u202a", "\u00ad"] as const;
const ALIKE: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "0": ["O", "О", "о"],
  "1": ["l", "I"],
};

function label({ e164 }: Drawn, codes: readonly RepairCode[] = [], ext = ""): string {
  return e164 + (ext && `#${ext}`) + (codes.length === 0 ? "" : `(${codes.join()})`);
}

const wordsBefore: Maker = (drawer, chance, region) => {
  const drawn = drawer.any(region);
  return { raw: chance.pick(WORDS) + drawer.clean(drawn), label: label(drawn, ["words-cut"]) };
};

const notesAfter: Maker = (drawer, chance, region) => {
  const drawn = drawer.any(region);
  return { raw: drawer.clean(drawn) + chance.pick(NOTES), label: label(drawn, ["words-cut"]) };
};

const extension: Maker = (drawer, chance, region) => {
  const drawn = drawer.number(region, "FIXED_LINE");
  const ext = String(10 + chance.below(9_900));
  const sign = chance.pick(EXTENSIONS);
  const raw = drawer.clean(drawn) + sign + ext + (sign.includes("(") ? ")" : "");
  return { raw, label: label(drawn, [], ext) };
};

const twoNumbers: Maker = (drawer, chance, region) => {
  const first = drawer.any(region);
  const second = drawer.any(region);
  if (first.e164 === second.e164) return null;
  const raw = drawer.clean(first) + chance.pick(SEPARATORS) + drawer.clean(second);
  return { raw, label: `${label(first, ["split"])} ${label(second, ["split"])}` };
};

const labelled: Maker = (drawer, chance, region) => {
  const first = drawer.any(region);
  const second = drawer.number(region, "FIXED_LINE");
  if (first.e164 === second.e164) return null;
  const [one, two] = [chance.pick(["моб. ", "cell: ", "Иван "]), chance.pick(["раб. ", "office: ", "факс "])];
  const ext = chance.next() < 0.3 ? "12" : "";
  const raw = `${one}${drawer.clean(first)}, ${two}${drawer.clean(second)}${ext && " доб. 12"}`;
  return {
    raw,
    label: `${label(first, ["words-cut", "split"])} ${label(second, ["words-cut", "split"], ext)}`,
  };
};

const unicode: Maker = (drawer, chance, region) => {
  const drawn = drawer.any(region);
  const text = drawer.clean(drawn);
  const ways = [
    () => text.replaceAll(" ", "\u00a0"),
    () => text.replaceAll("-", "–"),
    () => text.replaceAll(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    () => text.replaceAll(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit))),
    () => chance.pick(HIDDEN) + text,
    () => text.slice(0, 5) + chance.pick(HIDDEN) + text.slice(5),
    () => text.replace("+", "＋").replaceAll(" ", "\u2009"),
  ] as const;
  const raw = chance.pick(ways)();
  return raw === text ? null : { raw, label: label(drawn, ["unicode"]) };
};

/** What is certain of digits without plus that are this number's, in the number's own region. */
function bareCodes(drawn: Drawn): RepairCode[] | null {
  const read = readByGoogle(drawn.digits, drawn.region);
  if (read === drawn.e164) return [];
  return read === null || drawn.digits.length < 12 ? null : ["own-code"];
}

const excel: Maker = (drawer, chance, region) => {
  const drawn = drawer.any(region);
  const { digits, e164 } = drawn;
  if (chance.next() < 0.4) {
    const raw = chance.pick([
      `="${e164}"`,
      `'${e164}`,
      `'${drawer.clean(drawn)}`,
      `="${drawer.clean(drawn)}"`,
    ]);
    return { raw, label: label(drawn, ["excel"]) };
  }
  const codes = bareCodes(drawn);
  if (codes === null) return null;
  const exponent = `${digits.charAt(0)}${chance.pick([".", ","])}${digits.slice(1)}E+${digits.length - 1}`;
  const raw = chance.pick([`${digits}.0`, exponent, `'${digits}`, `="${digits}"`]);
  return { raw, label: label(drawn, ["excel", ...codes]) };
};

const excelLost: Maker = (drawer, _chance, region) => {
  const { digits } = drawer.any(region);
  const kept = digits.slice(1, 6).replace(/0+$/, "");
  return kept === ""
    ? null
    : { raw: `${digits.charAt(0)}.${kept}E+${digits.length - 1}`, label: "lost-digits" };
};

const link: Maker = (drawer, chance, region) => {
  const drawn = drawer.any(region);
  return { raw: chance.pick(LINKS).replace(/%(?!2B)/, drawn.digits), label: label(drawn, ["link"]) };
};

/** A letter between two digits: one reading is valid, and cutting there leaves none. */
const lookAlike: Maker = (drawer, chance, region) => {
  const drawn = drawer.any(region);
  const text = drawer.clean(drawn);
  const places = [...text.matchAll(/(?<=\d)[01](?=\d)/g)].map(({ index }) => index);
  const at = places[chance.below(places.length)];
  if (at === undefined) return null;
  const letter = chance.pick(ALIKE[text.charAt(at)] ?? ["O"]);
  const parts = [text.slice(0, at), text.slice(at + 1)];
  if (parts.some((part) => readByGoogle(part, region) !== null || part.replaceAll(/\D/g, "").length > 9))
    return null;
  return { raw: parts.join(letter), label: label(drawn, ["look-alike"]) };
};

const foreign = ["RU", "UA", "DE", "GB", "US", "KZ", "UZ", "BY", "TR", "FR", "IN", "AE"] as const;

function drawForeign(drawer: Drawer, chance: Chance, region: string): Drawn | null {
  const other = chance.pick(foreign);
  const drawn = drawer.number(other, "MOBILE");
  // Where two regions share a calling code a number is no foreign one.
  return drawer.any(region).digits.startsWith(drawn.digits.charAt(0)) ? null : drawn;
}

/** 00 and 011 where the plan does not know them; by the plan's own prefix there is nothing to repair. */
const idd: Maker = (drawer, chance, region) => {
  const drawn = drawForeign(drawer, chance, region);
  if (drawn === null) return null;
  const prefix = chance.pick(["00", "00 ", "011 ", "8~10 ", "810"]);
  const written = drawer.international(drawn).slice(1);
  const raw = prefix + (chance.next() < 0.5 ? written : drawn.digits);
  const read = readByGoogle(raw, region);
  if (read === drawn.e164) return { raw, label: label(drawn) };
  // 810 outside of the countries that dial it could be anything.
  return read !== null || prefix === "810" ? null : { raw, label: label(drawn, ["idd"]) };
};

const plusAdded: Maker = (drawer, chance, region) => {
  const drawn = drawForeign(drawer, chance, region);
  if (drawn === null || drawn.digits.length < 11) return null;
  const raw = chance.next() < 0.5 ? drawn.digits : drawer.international(drawn).slice(1);
  return readByGoogle(raw, region) === null ? { raw, label: label(drawn, ["plus-added"]) } : null;
};

const otherRegion: Maker = (drawer, chance, region) => {
  const drawn = drawForeign(drawer, chance, region);
  if (drawn === null) return null;
  const raw = drawer.national(drawn);
  const digits = raw.replaceAll(/\D/g, "");
  // Digits that pass for another country's number without its plus, or for a prefix that dials abroad, are not certain.
  if (!digits.startsWith("0") || /^0[01]1?/.exec(digits)?.[0] === "00") return null;
  if (readByGoogle(raw, region) !== null || readByGoogle(`+${digits}`, null) !== null) return null;
  return { raw, label: label(drawn, ["other-region"]), others: [drawn.region] };
};

/** Only where all numbers are equally long, else the longer number is as likely. */
const stem: Maker = (drawer, chance, region) => {
  const drawn = drawer.number(region, "FIXED_LINE");
  const ending = String(chance.below(100)).padStart(2, "0");
  const digits = drawn.digits.slice(0, -2) + ending;
  const second = { e164: `+${digits}`, digits, region };
  if (digits === drawn.digits || readByGoogle(second.e164, null) !== second.e164) return null;
  const national = drawer.national(drawn);
  // Behind a comma two digits are a stem's ending where the number ends in two as well.
  const sign = /\D\d\d$/.test(national) ? chance.pick(["/", " / ", ", ", ", -"]) : chance.pick(["/", " / "]);
  const raw = national + sign + ending;
  return { raw, label: `${label(drawn, ["split"])} ${label(second, ["split", "stem"])}` };
};

const joined: Maker = (drawer, chance, region) => {
  const drawn = drawer.any(region);
  const groups = drawer.national(drawn).replaceAll(/[()]/g, "").split(/[ -]+/);
  if (groups.length < 3 || groups.some((group) => group.length > 5)) return null;
  return { raw: groups.join(chance.pick(["/", ",", ", ", " / "])), label: label(drawn, ["joined"]) };
};

const trunk: Maker = (drawer, chance, region) => {
  const drawn = drawer.number(region, "MOBILE");
  const national = drawer.national(drawn);
  const raw = chance.pick([
    `+${national}`,
    `+7 ${national}`,
    `7 ${national}`,
    `7${national.replaceAll(/\D/g, "")}`,
  ]);
  const read = readByGoogle(raw, region);
  return read === null || read === drawn.e164 ? { raw, label: label(drawn, ["trunk"]) } : null;
};

const ALL = [
  ...([
    "RU",
    "KZ",
    "UA",
    "BY",
    "UZ",
    "DE",
    "GB",
    "US",
    "FR",
    "IN",
    "BR",
    "AE",
    "CN",
    "IT",
    "ES",
    "PL",
  ] as const),
  ...(["TR", "GE", "IL", "MX", "AR", "AM", "AZ", "KG", "NL", "CZ", "JP", "AU", "CA", "SE"] as const),
];
const DIALLERS = ["RU", "KZ", "UA", "BY", "UZ", "DE", "GB", "US", "FR", "PL", "TR", "IL"] as const;
/** Where every fixed number has the same length. */
const EVEN = ["RU", "KZ", "UA", "US", "FR", "PL", "TR", "ES"] as const;

/** All kinds of dirt: the regions they are made for and how many of each. */
export const KINDS: readonly {
  readonly kind: string;
  readonly maker: Maker;
  readonly regions: readonly string[];
  readonly count: number;
}[] = [
  { kind: "words-before", maker: wordsBefore, regions: ALL, count: 3 },
  { kind: "notes-after", maker: notesAfter, regions: ALL, count: 3 },
  { kind: "extension", maker: extension, regions: ALL, count: 3 },
  { kind: "two-numbers", maker: twoNumbers, regions: ALL, count: 4 },
  { kind: "labelled", maker: labelled, regions: ALL, count: 2 },
  { kind: "unicode", maker: unicode, regions: ALL, count: 3 },
  { kind: "excel", maker: excel, regions: ALL, count: 3 },
  { kind: "excel-lost", maker: excelLost, regions: ALL, count: 1 },
  { kind: "link", maker: link, regions: ALL, count: 2 },
  { kind: "look-alike", maker: lookAlike, regions: ALL, count: 2 },
  { kind: "idd", maker: idd, regions: DIALLERS, count: 6 },
  { kind: "plus-added", maker: plusAdded, regions: DIALLERS, count: 6 },
  { kind: "other-region", maker: otherRegion, regions: DIALLERS, count: 5 },
  { kind: "stem", maker: stem, regions: EVEN, count: 6 },
  { kind: "joined", maker: joined, regions: ["RU", "FR", "UA", "US", "TR", "PL"], count: 5 },
  { kind: "trunk", maker: trunk, regions: ["RU", "KZ"], count: 10 },
];
