import { someDigits, withoutDigits } from "../../base/digits.ts";
import { HIGH_HALF, LOW_HALF } from "../../base/halves.ts";
import type { KeptTexts, PageNumbers, PhoneFacts } from "../store.ts";
import type { Tombstones } from "./tombstones.ts";

/** A page without what may not come back, and how many of its records held it. */
export interface CleanPage {
  readonly facts: PhoneFacts;
  readonly met: number;
}

/** Takes out of a page of phones, before anything of it is kept, numbers that were erased and texts that hold one. */
export function withoutErased(tombstones: Tombstones, facts: PhoneFacts): CleanPage {
  const isErased = erasedOf(tombstones, facts.numbers.digits);
  const kept = isErased === null ? facts : without(facts, isErased);
  const met = isErased === null ? 0 : isErased.reduce((sum, erased) => sum + erased, 0);
  return cleanTexts(tombstones, kept, met);
}

/** By the index of the number 1 where it was erased; null where none was. */
function erasedOf(tombstones: Tombstones, digits: BigUint64Array): Uint8Array | null {
  const halves = new Uint32Array(digits.buffer, digits.byteOffset, 2 * digits.length);
  let erased: Uint8Array | null = null;
  for (let i = 0; i < digits.length; i++) {
    const [low, high] = [halves[2 * i + LOW_HALF] ?? 0, halves[2 * i + HIGH_HALF] ?? 0];
    if (!tombstones.hasHalves(low, high)) continue;
    erased ??= new Uint8Array(digits.length);
    erased[i] = 1;
  }
  return erased;
}

function without(facts: PhoneFacts, isErased: Uint8Array): PhoneFacts {
  const { digits, kindAt, kinds } = facts.numbers;
  const stays = (_: unknown, index: number): boolean => isErased[index] !== 1;
  const numbers: PageNumbers = { digits: digits.filter(stays), kindAt: kindAt.filter(stays), kinds };
  return { ...facts, numbers, texts: facts.texts?.filter(stays) ?? null };
}

function cleanTexts(tombstones: Tombstones, facts: PhoneFacts, met: number): CleanPage {
  const holds = (text: string | null): boolean => text !== null && holdsErased(tombstones, text);
  let found = met;
  const rejected = facts.rejected.map((reject) => {
    if (!holds(reject.raw)) return reject;
    found++;
    return { ...reject, raw: null };
  });
  const clean = (text: string | null): string | null => (holds(text) ? null : text);
  const cleaned = ({ label, contact }: KeptTexts): KeptTexts => ({
    label: clean(label),
    contact: clean(contact),
  });
  const texts = facts.texts?.map(cleaned) ?? null;
  return { facts: { ...facts, rejected, texts }, met: found };
}

/** The names of clients or projects, with the digits hidden of those that hold an erased number. */
export function cleanNames<T extends { readonly name: string }>(
  tombstones: Tombstones,
  items: readonly T[],
): readonly T[] {
  return items.map((item) =>
    holdsErased(tombstones, item.name) ? { ...item, name: withoutDigits(item.name) } : item,
  );
}

/** Whether a text holds an erased number by its digits. */
export function holdsErased(tombstones: Tombstones, text: string): boolean {
  return someDigits(text, (digits) => tombstones.hasDigits(digits));
}
