import { callingCode } from "../digits/calling-code.ts";
import { formatNumber } from "./number-format.ts";

/** So many digits at the end stay. */
const TAIL = 2;

/**
 * A valid number (E.164 with its plus) as who may not see it whole is shown it: `+7 916 ***-**-67`. The calling code, the first
 * group and the last two digits stay, separators too. Never more than half of the national digits show: where the first group is
 * too long for that, only the calling code and the last two do (of three digits one, of fewer none).
 */
export function maskForPeople(e164: string): string {
  const digits = e164.slice(1);
  const code = callingCode(digits);
  const national = digits.length - code.length;
  const text = formatNumber(BigInt(digits), "international").slice(code.length + 1);
  const most = Math.floor(national / 2);
  const tail = Math.min(TAIL, most);
  const group = /\d+/.exec(text)?.[0].length ?? 0;
  const head = group + tail <= most ? group : 0;
  let at = 0;
  const masked = text.replace(/\d/g, (digit) => {
    const stays = at < head || at >= national - tail;
    at++;
    return stays ? digit : "*";
  });
  return `+${code}${masked}`;
}
