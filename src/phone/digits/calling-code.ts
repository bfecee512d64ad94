/** ITU-T E.164: +1 and +7 are one digit, these two, all others three. */
const TWO_DIGIT_CODES =
  "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";

/** The digits of a number without its calling code: its national significant number. */
export function nationalDigits(number: bigint): string {
  const digits = String(number);
  return digits.slice(callingCode(digits).length);
}

/** The calling code that E.164 digits begin with. */
export function callingCode(digits: string): string {
  const first = digits.charCodeAt(0);
  if (first === 0x31 || first === 0x37) return digits.slice(0, 1);
  const two = digits.slice(0, 2);
  return TWO_DIGIT_CODES.includes(two) ? two : digits.slice(0, 3);
}
