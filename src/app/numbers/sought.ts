import { LEAST_DIGITS } from "../../base/digits.ts";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import { nationalDigits, readValue } from "../../phone/phone.ts";
import type { ErasedNumber, Sought } from "../../store/store.ts";
import { readNumber } from "./number-ranges.ts";

/** So many lines that hold no number are named. */
const NAMED_LINES = 10;

/**
 * The numbers of a list, one a line, in any spelling; empty lines count for nothing. Throws USAGE where a line holds none, or
 * none does: then it is better that nothing is done.
 */
export function soughtNumbers(lines: readonly string[], regions: readonly string[]): Sought {
  const numbers = new Set<bigint>();
  const unread: number[] = [];
  lines.forEach((line, at) => {
    if (line.trim() === "") return;
    try {
      numbers.add(readNumber(line.trim(), regions).number);
    } catch (error) {
      if (!(error instanceof DatamasterError)) throw error;
      unread.push(at + 1);
    }
  });
  if (unread.length > 0) {
    const named = unread.slice(0, NAMED_LINES).join(", ");
    throw new DatamasterError("USAGE", told("linesUnread", { count: unread.length, lines: named }));
  }
  if (numbers.size === 0) throw new DatamasterError("USAGE", told("noNumberGiven"));
  return { numbers: [...numbers].map(known), read: textReader([...numbers], regions) };
}

function known(number: bigint): ErasedNumber {
  const national = nationalDigits(number);
  return { number, digits: national.length < LEAST_DIGITS ? String(number) : national };
}

/** Reads texts in the regions of the numbers that are looked for, since nobody knows any more in which they were typed. */
function textReader(numbers: readonly bigint[], regions: readonly string[]): Sought["read"] {
  const own = numbers.map((number) => readValue(`+${number}`, null).numbers[0]?.region ?? null);
  const all = [...new Set([null, ...own, ...regions])];
  return (text) =>
    all.flatMap((region) => readValue(text, region).numbers.map(({ number }): bigint => number));
}
