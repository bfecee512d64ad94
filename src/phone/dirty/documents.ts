/** Weights of the check digits of Russian tax numbers (INN), by the Federal Tax Service's order. */
const INN_WEIGHTS = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const SNILS_DIGITS = 11;
const CARD_DIGITS = 16;
const IBAN_LENGTHS = [15, 34] as const;

/** True for 16 digits that end in the check digit of ISO/IEC 7812 (Luhn). */
export function isCard(digits: Uint8Array, count: number): boolean {
  if (count !== CARD_DIGITS) return false;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const doubled = (digits[i] ?? 0) * (i % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** True for digits with the check digits of an INN (10, 12), OGRN (13, 15) or SNILS (11). */
export function isDocument(digits: Uint8Array, count: number): boolean {
  // Codes of tax offices and years begin with no two zeros.
  if (digits[0] === 0 && digits[1] === 0) return false;
  if (count === 10) return innDigit(digits, 9) === digits[9];
  if (count === 12) return innDigit(digits, 10) === digits[10] && innDigit(digits, 11) === digits[11];
  if (count === 13 || count === 15) return remainder(digits, count - 1, count - 2) % 10 === digits[count - 1];
  return count === SNILS_DIGITS && isSnils(digits);
}

/** True where only the check digit of a Russian tax number tells what the digits are: too many numbers have it by chance. */
export function isTaxNumber(digits: Uint8Array, count: number): boolean {
  return (count === 10 || count === 12) && isDocument(digits, count);
}

function innDigit(digits: Uint8Array, at: number): number {
  let sum = 0;
  for (let i = 0; i < at; i++) sum += (digits[i] ?? 0) * (INN_WEIGHTS[INN_WEIGHTS.length - at + i] ?? 0);
  return (sum % 11) % 10;
}

function remainder(digits: Uint8Array, count: number, by: number): number {
  let rest = 0;
  for (let i = 0; i < count; i++) rest = (rest * 10 + (digits[i] ?? 0)) % by;
  return rest;
}

function isSnils(digits: Uint8Array): boolean {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += (digits[i] ?? 0) * (9 - i);
  const check = (sum % 101) % 100;
  return check === (digits[9] ?? 0) * 10 + (digits[10] ?? 0);
}

/** True for the letters and digits of an IBAN with its check digits (ISO 13616). */
export function isIban(text: string): boolean {
  if (text.length < IBAN_LENGTHS[0] || text.length > IBAN_LENGTHS[1]) return false;
  if (!/^[A-Z]{2}\d{2}[A-Z\d]+$/.test(text)) return false;
  let rest = 0;
  for (const char of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
