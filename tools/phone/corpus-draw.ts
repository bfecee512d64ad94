import google from "google-libphonenumber";
import parsePhoneNumber from "libphonenumber-js/max";
import { plansOfGoogle } from "./from-google.ts";
import { parsePattern } from "./pattern.ts";
import type { Plan } from "./plans.ts";
import { type Chance, sampleOf } from "./sample.ts";

/** A number that may stand in the corpus: valid by both libraries, so that a metadata update rarely touches it. */
export interface Drawn {
  /** With plus. */
  readonly e164: string;
  /** Without plus. */
  readonly digits: string;
  readonly region: string;
}

const util = google.PhoneNumberUtil.getInstance();
const { E164, INTERNATIONAL, NATIONAL } = google.PhoneNumberFormat;
const MAX_TRIES = 2_000;
/** Lengths that nobody takes for an extension, an order or two numbers. */
const MIN_DIGITS = 11;
const MAX_DIGITS = 13;
/** Signs that part numbers, and four groups as an IP address has them. */
const UNCLEAR = /[/~,]|^(?:[01]?\d?\d|2[0-4]\d|25[0-5])(?:\.(?:[01]?\d?\d|2[0-4]\d|25[0-5])){3}$/;

/** E.164 of google-libphonenumber's reading where it is valid, else null. */
export function readByGoogle(text: string, region: string | null): string | null {
  try {
    const number = util.parse(text, region ?? "ZZ");
    return util.isValidNumber(number) ? util.format(number, E164) : null;
  } catch {
    return null;
  }
}

/** Draws numbers of a region from its patterns, and writes them as people of the region do. */
export class Drawer {
  readonly #chance: Chance;
  readonly #plans: ReadonlyMap<string, Plan>;

  constructor(chance: Chance) {
    this.#chance = chance;
    this.#plans = new Map([...plansOfGoogle().codes.values()].flat().map((plan) => [plan.region, plan]));
  }

  number(region: string, kind: "MOBILE" | "FIXED_LINE"): Drawn {
    const plan = this.#plans.get(region);
    const pattern = plan?.kinds[kind]?.pattern;
    if (!plan || pattern === undefined) throw new Error(`${region} has no ${kind}`);
    for (let i = 0; i < MAX_TRIES; i++) {
      const digits = `${plan.code}${sampleOf(parsePattern(pattern), this.#chance)}`;
      const e164 = `+${digits}`;
      if (digits.length >= MIN_DIGITS && digits.length <= MAX_DIGITS && this.#isSure(e164, region))
        return { e164, digits, region };
    }
    throw new Error(`no valid ${kind} of ${region} was drawn`);
  }

  /** A mobile or fixed number of the region. */
  any(region: string): Drawn {
    return this.number(region, this.#chance.next() < 0.7 ? "MOBILE" : "FIXED_LINE");
  }

  #isSure(e164: string, region: string): boolean {
    if (readByGoogle(e164, null) !== e164) return false;
    const other = parsePhoneNumber(e164);
    return other?.isValid() === true && other.country === region;
  }

  /** `+7 916 123-45-67` */
  international({ e164 }: Drawn): string {
    return util.format(util.parse(e164), INTERNATIONAL);
  }

  /** `8 (916) 123-45-67`, as the library writes it. */
  national({ e164 }: Drawn): string {
    return util.format(util.parse(e164), NATIONAL);
  }

  /** One of the clean ways in which the number is written in its own region; the library reads it so. */
  clean(drawn: Drawn): string {
    for (let i = 0; i < MAX_TRIES; i++) {
      const text = this.#writing(drawn);
      if (readByGoogle(text, drawn.region) === drawn.e164 && !UNCLEAR.test(text)) return text;
    }
    throw new Error(`${drawn.e164} has no clean writing`);
  }

  #writing(drawn: Drawn): string {
    const chance = this.#chance;
    const text = chance.next() < 0.4 ? this.international(drawn) : this.national(drawn);
    switch (chance.below(6)) {
      case 0:
        return drawn.e164;
      case 1:
        return text.replaceAll(" ", "-").replaceAll(/-+/g, "-");
      case 2:
        return text.replaceAll(/[ -]+/g, ".").replaceAll(/[()]/g, "");
      case 3:
        return text.replaceAll(/[ ()-]/g, "");
      default:
        return text;
    }
  }
}
