/** Digits that may be a phone number, however they are written. */
const NUMBER_LIKE = /\d(?:[\s().\-/\u00a0]*\d){6,}/gu;
const STAY = 2;

/** A text of the CRM without the numbers in it: of seven digits or more the last two stay. */
export function withoutDigits(text: string): string {
  return text.replace(NUMBER_LIKE, (found) => {
    let left = found.replaceAll(/\D/g, "").length - STAY;
    return found.replaceAll(/\d/g, (digit) => (left-- > 0 ? "*" : digit));
  });
}
