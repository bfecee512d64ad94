import google from "google-libphonenumber";
import type { NumberType } from "../../src/model/number.ts";
import { StrictReader } from "../../src/phone/strict/strict.ts";
import { openTable } from "../../src/phone/table/table.ts";
import { CaseMaker, type ParityCase } from "./cases.ts";
import { compileTable } from "./compile.ts";
import { plansOfGoogle } from "./from-google.ts";

/** What google-libphonenumber and the strict reader say differently about one text. */
export interface Difference extends ParityCase {
  readonly google: string;
  readonly ours: string;
}

/** Outcome of a comparison. */
export interface Parity {
  readonly cases: number;
  readonly valid: number;
  readonly differences: readonly Difference[];
}

const MAX_SHOWN = 50;
/** The oracle keeps national numbers in a double: where it calls them invalid, longer ones may have lost digits. */
const MAX_EXACT = 15;
const TYPES: readonly NumberType[] = [
  ...(["FIXED_LINE", "MOBILE", "FIXED_LINE_OR_MOBILE", "TOLL_FREE", "PREMIUM_RATE", "SHARED_COST"] as const),
  ...(["VOIP", "PERSONAL_NUMBER", "PAGER", "UAN", "VOICEMAIL"] as const),
];

/** Compares the two on a table compiled from google's own metadata, over `cases` generated texts. */
export function compareWithGoogle(cases: number, seed: number): Parity {
  const plans = plansOfGoogle();
  const maker = new CaseMaker(plans, seed);
  const reader = new StrictReader(openTable(compileTable(plans).bytes));
  const differences: Difference[] = [];
  let valid = 0;
  for (let i = 0; i < cases && differences.length < MAX_SHOWN; i++) {
    const one = maker.next();
    const expected = verdictOfGoogle(one);
    const ours = verdictOfReader(reader, one);
    if (expected.startsWith("valid")) valid += 1;
    if (expected !== ours) differences.push({ ...one, google: expected, ours });
  }
  return { cases, valid, differences };
}

/** google-libphonenumber's verdict in one line: validity, type, region, E.164 and extension, or that it is no number. */
export function verdictOfGoogle({ text, region }: ParityCase): string {
  const util = google.PhoneNumberUtil.getInstance();
  let number: google.PhoneNumber;
  try {
    number = util.parse(text, region);
  } catch {
    return "none";
  }
  const valid = util.isValidNumber(number);
  const type = TYPES[util.getNumberType(number)] ?? "UNKNOWN";
  const e164 = util.format(number, google.PhoneNumberFormat.E164).slice(1);
  const ext = asciiDigits(number.getExtension() ?? "");
  return line(valid, type, util.getRegionCodeForNumber(number) ?? null, e164, ext);
}

/** The strict reader's verdict in the same line. */
export function verdictOfReader(reader: StrictReader, { text, region }: ParityCase): string {
  const reading = reader.read(text, region);
  if (reading.failure !== null) return "none";
  return line(reading.valid, reading.type, reading.region, String(reading.number), reading.ext);
}

function line(valid: boolean, type: NumberType, region: string | null, number: string, ext: string): string {
  const digits = valid || number.length <= MAX_EXACT ? number : "long";
  return `${valid ? "valid" : "invalid"} ${type} ${region} ${digits} ${ext}`;
}

function asciiDigits(text: string): string {
  return text.replace(/[^0-9]/g, (char) =>
    String((char.charCodeAt(0) - (char < "\uff00" ? 0x0660 : 0xff10)) % 16),
  );
}
