import { type Pattern, parsePattern } from "./pattern.ts";
import type { Kind, Plan, Plans } from "./plans.ts";
import { Chance, sampleOf } from "./sample.ts";

/** A text to be read, and the region in which it is. */
export interface ParityCase {
  readonly text: string;
  readonly region: string;
}

const TRIES = 6;
const CONTEXTS = ["", "example.com", "a1-b.c", "-x", "+", "+7495", "+1", "7", "+(44)", "www.x.1"] as const;
const LABELS = [
  ...[
    "ext. ",
    "ext ",
    " x",
    "x",
    "#",
    ",,",
    ",",
    ";",
    "; ",
    " extn:",
    "~",
    " int ",
    ";ext=",
    " доб. ",
    " Доб",
    "anexo ",
  ],
  ...[
    "extensión ",
    "extensio\u0301n",
    "ｅｘｔ",
    "ｘ",
    "＃",
    " - ",
    " ext.-",
    "EXT",
    " X",
    "/x",
    "\\ x",
    "e x",
  ],
] as const;
const NOTES = [
  ...[
    "",
    " ",
    "тел. ",
    "phone: ",
    "tel:",
    "(",
    "a/",
    "моб",
    "*",
    "~",
    "Tel ",
    "#",
    "\u200b",
    "\u2060",
    "[",
    "/",
    "\n",
    "xx",
  ],
] as const;
const TAILS = [
  ...[
    " (office)",
    " мама",
    " ab",
    ".",
    ")",
    "#",
    "*",
    " /",
    " x",
    "\u00a0",
    ";isub=12",
    ";isub=",
    " / x1",
    "a",
    " #1",
    ",",
  ],
] as const;
const SIGNS = [
  ...[
    "",
    "",
    "",
    " ",
    "-",
    "(",
    ") ",
    ".",
    "/",
    "\u00a0",
    "\u2010",
    "–",
    "\u00ad",
    "\u3000",
    "（",
    "~",
    "*",
    "  ",
    "x",
  ],
] as const;
const ZEROS = [0x30, 0x30, 0x30, 0xff10, 0x0660, 0x06f0, 0x0966] as const;

/** Texts over every region and type of some plans: valid and nearly valid numbers in all ways of writing. */
export class CaseMaker {
  readonly #chance: Chance;
  readonly #plans: readonly Plan[];
  readonly #kinds: readonly { readonly plan: Plan; readonly kind: Kind }[];
  readonly #patterns = new Map<string, Pattern>();
  #turn = 0;

  constructor(plans: Plans, seed: number) {
    this.#chance = new Chance(seed);
    this.#plans = [...plans.codes.values()].flat();
    this.#kinds = this.#plans.flatMap((plan) =>
      [plan.general, ...Object.values(plan.kinds)].map((kind) => ({ plan, kind })),
    );
  }

  /** How many calls of `next` take every region and type once. */
  get round(): number {
    return this.#kinds.length;
  }

  next(): ParityCase {
    const { plan, kind } = this.#kinds[this.#turn++ % this.#kinds.length] ?? {};
    if (!plan || !kind) throw new Error("there are no plans");
    const national = this.#mutated(this.#national(kind));
    const text = this.#written(plan, national);
    return { text, region: this.#region(plan) };
  }

  #national({ pattern, lengths }: Kind): string {
    let sample = "";
    for (let i = 0; i < TRIES; i++) {
      sample = this.#sample(pattern);
      if (lengths.length === 0 || lengths.includes(sample.length)) break;
    }
    return sample;
  }

  #sample(pattern: string): string {
    let parsed = this.#patterns.get(pattern);
    if (!parsed) {
      parsed = parsePattern(pattern);
      this.#patterns.set(pattern, parsed);
    }
    return sampleOf(parsed, this.#chance);
  }

  #mutated(digits: string): string {
    const chance = this.#chance;
    if (chance.next() < 0.6) return digits;
    const at = chance.below(digits.length);
    switch (chance.below(5)) {
      case 0:
        return digits.slice(0, at) + digits.slice(at + 1);
      case 1:
        return digits.slice(0, at) + chance.digits(1) + digits.slice(at);
      case 2:
        return digits.slice(0, at) + chance.digits(1) + digits.slice(at + 1);
      case 3:
        return digits + chance.digits(1 + chance.below(7));
      default:
        return digits.slice(0, Math.max(1, at));
    }
  }

  #region(plan: Plan): string {
    const draw = this.#chance.next();
    const other = this.#plans[this.#chance.below(this.#plans.length)]?.region ?? "ZZ";
    if (draw < 0.65) return plan.region === "001" ? other : plan.region;
    if (draw < 0.9) return other;
    if (draw < 0.95) return plan.region.toLowerCase();
    return "ZZ";
  }

  #written(plan: Plan, national: string): string {
    const chance = this.#chance;
    const trunk = (): string =>
      plan.trunk === null ? chance.pick(["0", "8", "1"]) : this.#sample(plan.trunk);
    const idd = (): string => (plan.idd === null ? "00" : this.#sample(plan.idd));
    const plus = chance.pick(["+", "+", "+", "＋", "++", "+ ", "+(", "+0", "+00", "+810"]);
    const code = String(plan.code);
    switch (chance.below(12)) {
      case 0:
      case 1:
        return this.#dressed(plus + this.#grouped(code + national));
      case 2:
        return this.#dressed(plus + this.#grouped(code + trunk() + national));
      case 3:
      case 4:
        return this.#dressed(this.#grouped(trunk() + national));
      case 5:
        return this.#dressed(this.#grouped(national));
      case 6:
        return this.#dressed(this.#grouped(idd() + code + national));
      case 7:
        return this.#dressed(this.#grouped(code + (chance.next() < 0.3 ? trunk() : "") + national));
      case 8:
        return this.#link(code, national);
      case 9:
        return this.#dressed(this.#vanity(chance.pick(["", "+"]) + code, national));
      case 10:
        return code + national;
      default:
        return this.#dressed(plus + this.#grouped(idd() + code + trunk() + national));
    }
  }

  #link(code: string, national: string): string {
    const chance = this.#chance;
    const context = chance.next() < 0.6 ? `+${code}` : chance.pick(CONTEXTS);
    const lead = chance.pick(["tel:", "tel:", "", "x tel:", "tel:+"]);
    const tail = chance.pick(["", ";ext=12", ";isub=1", ";foo=bar", ";ext=1234567"]);
    const middle = chance.pick(["", "", ";ext=7", ";isub=9"]);
    return `${lead}${this.#grouped(national)}${middle};phone-context=${context}${tail}`;
  }

  #vanity(code: string, national: string): string {
    const letters = 1 + this.#chance.below(7);
    const word = Array.from({ length: letters }, () => String.fromCharCode(65 + this.#chance.below(26))).join(
      "",
    );
    const shown = this.#chance.next() < 0.3 ? word.toLowerCase() : word;
    return `${code} ${national.slice(0, Math.max(0, national.length - letters))}-${shown}`;
  }

  /** The digits with signs between, and sometimes of another script. */
  #grouped(digits: string): string {
    const chance = this.#chance;
    if (chance.next() < 0.35) return digits;
    const zero = chance.next() < 0.1 ? chance.pick(ZEROS) : 0x30;
    let text = "";
    for (const digit of digits) {
      if (chance.next() < 0.3) text += chance.pick(SIGNS);
      text += String.fromCharCode(zero + Number(digit));
    }
    return text;
  }

  #dressed(text: string): string {
    const chance = this.#chance;
    if (chance.next() < 0.5) return text;
    const before = chance.next() < 0.5 ? chance.pick(NOTES) : "";
    const extension =
      chance.next() < 0.4
        ? chance.pick(LABELS) + chance.digits(chance.below(11)) + chance.pick(["", "", "#"])
        : "";
    const after = chance.next() < 0.4 ? chance.pick(TAILS) : "";
    return before + text + extension + after;
  }
}
