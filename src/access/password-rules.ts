import { createHash } from "node:crypto";
import { LEAKED } from "./leaked.ts";

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;

/** Why a password is not taken. */
export type PasswordFault = "short" | "long" | "common" | "personal";

/**
 * What long passwords that many people chose are made of: words of this kind, repeated, in a row or with figures around them.
 * {@link LEAKED} holds those of the commonest leaked ones that are as long as we ask for.
 */
const COMMON =
  "password passwort parole parola пароль contrasena motdepasse qwerty qwertz azerty йцукен asdfgh zxcvbn qazwsx wsxedc " +
  "admin administrator root user guest login welcome letmein changeme default secret master superman batman dragon monkey " +
  "football baseball basketball soccer hockey sunshine princess iloveyou trustno trustnoone starwars pokemon michael jordan " +
  "jennifer charlie computer internet samsung google facebook datamaster company office support service test testing " +
  "temp demo sales market marketing operator manager summer winter spring autumn monday january february december moscow " +
  "москва россия russia london привет любовь hello love baby angel lovely freedom whatever shadow killer hunter ranger " +
  "mustang corvette ferrari mercedes liverpool chelsea arsenal barcelona juventus spartak зенит спартак наташа алексей correcthorsebatterystaple";
const ROWS = [
  "qwertyuiopasdfghjklzxcvbnm",
  "qazwsxedcrfvtgbyhnujmikolp",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "йцукенгшщзхъфывапролджэячсмитьбю",
  "abcdefghijklmnopqrstuvwxyz",
  "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
  "01234567890123456789",
  "!@#$%^&*()_+",
];
const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};
/** So few different characters are a pattern. */
const FEWEST_DIFFERENT = 5;
/** So many different characters must be left once common parts are taken out. */
const LEAST_LEFT = 5;
const SHORTEST_PART = 4;
/** Characters of each hash in the list of leaked passwords. */
const LEAKED_EACH = 8;

/** Why a password is not taken; null for a good one. `own`: the person's name and e-mail. */
export function passwordFault(password: string, own: readonly string[]): PasswordFault | null {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return "short";
  if (length > LONGEST_PASSWORD) return "long";
  const plain = password.normalize("NFC").toLowerCase();
  if (new Set(plain).size < FEWEST_DIFFERENT || isRepeated(plain) || wasLeaked(plain)) return "common";
  const parts = own.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const personal = parts.filter((part) => part.length >= SHORTEST_PART);
  if (isMadeOf(plain, personal, plain)) return "personal";
  const common = [...COMMON.split(" "), ...personal];
  const spellings = [plain, plain.replace(/[\d@$!]/g, (sign) => LEET[sign] ?? sign)];
  return spellings.some((text) => isMadeOf(withoutRows(text), common, text)) ? "common" : null;
}

function wasLeaked(text: string): boolean {
  const hash = createHash("sha256").update(text).digest("base64url").slice(0, LEAKED_EACH);
  for (let at = 0; at < LEAKED.length; at += LEAKED_EACH) if (LEAKED.startsWith(hash, at)) return true;
  return false;
}

/** The same piece over and over. */
function isRepeated(text: string): boolean {
  return `${text}${text}`.indexOf(text, 1) <= text.length / 2;
}

/** Whether next to nothing is left of a text without those words; `whole` is what it was before. */
function isMadeOf(text: string, words: readonly string[], whole: string): boolean {
  const longestFirst = [...words].sort((one, other) => other.length - one.length);
  const left = longestFirst.reduce((rest, word) => rest.replaceAll(word, " "), text);
  return left !== whole && new Set(left.replaceAll(" ", "")).size < LEAST_LEFT;
}

/** Without runs along the alphabet, figures or keys, forwards or backwards. */
function withoutRows(text: string): string {
  let left = text;
  for (const row of [...ROWS, ...ROWS.map((one) => [...one].reverse().join(""))])
    for (let length = row.length; length >= SHORTEST_PART; length--)
      for (let at = 0; at + length <= row.length; at++)
        left = left.replaceAll(row.slice(at, at + length), " ");
  return left;
}
