import type { PhoneNumber } from "./phone-number.ts";

/** Writes a number in one way. */
export type Spelling = (phone: PhoneNumber) => string;

const TOKENS: Readonly<Record<string, Spelling>> = {
  C: (phone) => phone.plan.code,
  N: (phone) => phone.digits,
  A: (phone) => phone.digits.slice(0, phone.range.groups[0]),
  R: (phone) => phone.digits.slice(phone.range.groups[0]),
  "R-": (phone) => rest(phone, "-"),
  R_: (phone) => rest(phone, " "),
  "R.": (phone) => rest(phone, "."),
};

function rest(phone: PhoneNumber, separator: string): string {
  const { groups } = phone.range;
  let at = groups[0] ?? 0;
  let text = "";
  for (let i = 1; i < groups.length; i++) {
    const size = groups[i] ?? 0;
    text += (i === 1 ? "" : separator) + phone.digits.slice(at, at + size);
    at += size;
  }
  return text;
}

/** Turns a writing such as "8 ({A}) {R-}" (see Plan) into a function. */
export function compileSpelling(writing: string): Spelling {
  const parts = writing.split(/[{}]/);
  const steps: (string | Spelling)[] = parts.map((part, i) => {
    if (i % 2 === 0) return part;
    const token = TOKENS[part];
    if (token === undefined) throw new RangeError(`no such token in a writing: {${part}}`);
    return token;
  });
  return (phone) => {
    let text = "";
    for (const step of steps) text += typeof step === "string" ? step : step(phone);
    return text;
  };
}

/** With plus and calling code, as people and address books format it. */
export const INTERNATIONAL_WRITINGS = [
  "+{C} {A} {R-}",
  "+{C} ({A}) {R-}",
  "+{C}-{A}-{R-}",
  "+{C} {A} {R_}",
  "+{C}({A}){R}",
  "+{C} {A} {R}",
] as const;

const FULL_WIDTH: Readonly<Record<string, string>> = {
  "+": "＋",
  "(": "（",
  ")": "）",
  "-": "－",
  " ": "\u3000",
};

/** Digits and signs as an East Asian input method types them. */
export function toFullWidth(text: string): string {
  return text.replace(
    /[0-9+()\- ]/g,
    (sign) => FULL_WIDTH[sign] ?? String.fromCharCode(sign.charCodeAt(0) + 0xfee0),
  );
}
