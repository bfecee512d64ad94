import { type Plan, planOf, type Range, type Region } from "./plan.ts";
import type { Random } from "./random.ts";

/** A number before anybody has written it down. */
export interface PhoneNumber {
  readonly plan: Plan;
  /** National digits, without trunk prefix. */
  readonly digits: string;
  readonly range: Range;
  /** E.164 digits; at most 13 of them, so a double is exact. */
  readonly e164: number;
}

const MOBILE_SHARE = 0.82;

/** Any number of a region. */
export function drawNumber(region: Region, random: Random): PhoneNumber {
  const plan = planOf(region);
  const range = random.pick(random.chance(MOBILE_SHARE) ? plan.mobile : plan.fixed);
  let rest = random.int(range.span);
  if (range.lead !== "") {
    const [low, high] = [Number(range.lead.charAt(0)), Number(range.lead.charAt(1))];
    const unit = range.span / 10;
    rest = (rest % unit) + (low + random.int(high - low + 1)) * unit;
  }
  const national = range.first + rest;
  return numberOf(plan, range, region === "US" ? avoidServiceCodes(national) : national);
}

/** The number with these national digits, given as an integer: none of the plans' numbers begins with 0. */
export function numberOf(plan: Plan, range: Range, national: number): PhoneNumber {
  return { plan, range, digits: String(national), e164: Number(plan.code) * 10 ** range.length + national };
}

/** 555 is fiction and N11 are services: no exchange has them. */
function avoidServiceCodes(national: number): number {
  const exchange = Math.floor(national / 10_000) % 1000;
  return exchange === 555 || exchange % 100 === 11 ? national + 10_000 : national;
}
