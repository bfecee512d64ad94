import parsePhoneNumber, {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  type PhoneNumber,
} from "libphonenumber-js/max";
import library from "libphonenumber-js/package.json" with { type: "json" };
import type { FoundNumber } from "../model/number.ts";
import { callingCodeLength, readByPlan } from "./plans.ts";

/** Version of the library and with it of its numbering plans. */
export const LIBRARY_VERSION: string = library.version;

/** ITU's 15 digits, or the 17 of some German numbers, after a dialling prefix and a trunk digit. */
const MAX_DIGITS = 20;
/** Below this, digits without plus are read only where the country's numbers are as short as that. */
const MIN_BARE_DIGITS = 7;
/** Below this, digits that are no number of the region are not taken for a foreign number without its plus. */
const MIN_PLUSLESS_DIGITS = 10;

/** From this length on, digits that begin with the region's own calling code are read with it. */
const MIN_OWN_CODE_DIGITS = 11;

const longestNumbers = new Map<string, number>();

/** Digits of one candidate, as they stand in the text. */
export interface Candidate {
  /** A plus stood before the digits. */
  readonly plus: boolean;
  /** ASCII digits only. */
  readonly digits: string;
  /**
   * How many digits come before the first space, dash or bracket: where the value spells out a calling code, that is
   * the calling code. 0 when a bracket comes first, which makes them an area code.
   */
  readonly head: number;
}

/** The candidate as a valid number of its plan, read in `region` where it has no plus; else null. */
export function readCandidate(candidate: Candidate, region: string | null): FoundNumber | null {
  const { plus, digits } = candidate;
  if (digits.length > MAX_DIGITS || digits.length < 3) return null;
  if (plus) return parse(true, digits, null);
  if (digits.length < Math.min(MIN_BARE_DIGITS, longestNumber(region))) return null;
  const found = region === null ? null : parse(false, digits, region);
  if (found && region !== null) return withOwnCode(found, digits, region);
  return digits.startsWith("00") ? parse(true, digits.slice(2), null) : readPlusless(candidate);
}

/**
 * Where lengths vary, digits that begin with the region's own calling code may pass for a national number:
 * 491711234567 in Germany. Nobody leaves out the trunk 0 and the plus alike, so the calling code is meant.
 */
function withOwnCode(found: FoundNumber, digits: string, region: string): FoundNumber {
  if (digits.length < MIN_OWN_CODE_DIGITS || found.number === BigInt(digits) || !isSupportedCountry(region))
    return found;
  if (!digits.startsWith(getCountryCallingCode(region))) return found;
  return parse(true, digits, null) ?? found;
}

/** A foreign number whose plus was not typed: only where the text does not show another grouping. */
function readPlusless({ digits, head }: Candidate): FoundNumber | null {
  if (digits.length < MIN_PLUSLESS_DIGITS || digits.startsWith("0") || head === 0) return null;
  if (head < digits.length && head !== callingCodeLength(digits)) return null;
  return parse(true, digits, null);
}

/** Digits of the longest national number in the region's plan; infinite where the region is not known. */
export function longestNumber(region: string | null): number {
  if (region === null) return Number.POSITIVE_INFINITY;
  let longest = longestNumbers.get(region);
  if (longest === undefined) {
    if (!isSupportedCountry(region)) return Number.POSITIVE_INFINITY;
    const metadata = new Metadata();
    metadata.selectNumberingPlan(region);
    longest = Math.max(...(metadata.numberingPlan?.possibleLengths() ?? [Number.POSITIVE_INFINITY]));
    longestNumbers.set(region, longest);
  }
  return longest;
}

function parse(plus: boolean, digits: string, region: string | null): FoundNumber | null {
  return readByPlan(plus, digits, region) ?? parseByLibrary(plus, digits, region);
}

/** The same without the short cut, for the numbers it leaves open, and to hold it against. */
export function parseByLibrary(plus: boolean, digits: string, region: string | null): FoundNumber | null {
  // The library takes any string as a region here and goes without one it does not know.
  const options =
    region === null ? { extract: false } : { defaultCountry: region as CountryCode, extract: false };
  const phone = parsePhoneNumber(plus ? `+${digits}` : digits, options);
  return phone ? toFound(phone) : null;
}

function toFound(phone: PhoneNumber): FoundNumber | null {
  // In the max metadata every plan has types, so that a number without type is not valid.
  const type = phone.getType();
  if (type === undefined) return null;
  const region = phone.country ?? (phone.isNonGeographic() ? "001" : null);
  return region === null ? null : { number: BigInt(phone.number.slice(1)), region, type };
}
