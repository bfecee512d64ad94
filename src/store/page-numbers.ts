import { HIGH_HALF, LOW_HALF } from "../base/halves.ts";
import type { PageNumbers, PhoneFacts } from "./store.ts";

/** By the index of the number 1 where `isOut` says so of its halves; null where it does of none. */
export function marked(
  { digits }: PageNumbers,
  isOut: (low: number, high: number) => boolean,
): Uint8Array | null {
  const halves = new Uint32Array(digits.buffer, digits.byteOffset, 2 * digits.length);
  let marks: Uint8Array | null = null;
  for (let i = 0; i < digits.length; i++) {
    if (!isOut(halves[2 * i + LOW_HALF] ?? 0, halves[2 * i + HIGH_HALF] ?? 0)) continue;
    marks ??= new Uint8Array(digits.length);
    marks[i] = 1;
  }
  return marks;
}

/** The page without the numbers that are marked, and their texts. */
export function withoutMarked(facts: PhoneFacts, marks: Uint8Array): PhoneFacts {
  const { digits, kindAt, kinds } = facts.numbers;
  const stays = (_: unknown, index: number): boolean => marks[index] !== 1;
  const numbers: PageNumbers = { digits: digits.filter(stays), kindAt: kindAt.filter(stays), kinds };
  return { ...facts, numbers, texts: facts.texts?.filter(stays) ?? null };
}

/** How many are marked. */
export function countMarks(marks: Uint8Array | null): number {
  return marks === null ? 0 : marks.reduce((sum, mark) => sum + mark, 0);
}
