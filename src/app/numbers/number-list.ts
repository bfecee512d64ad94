import { DatamasterError } from "../../base/errors.ts";
import { maskNumbers } from "../../base/mask.ts";
import { printable } from "../../base/printable.ts";
import { told } from "../../messages/messages.ts";
import { forEachValue } from "../../normalize/normalize.ts";
import { createReader } from "../../phone/phone.ts";

/** Numbers out of a list that somebody made. */
export interface NumberList {
  /** Each once, ascending. */
  readonly numbers: BigUint64Array;
  /** Values that were not empty. */
  readonly read: number;
  readonly unreadable: number;
  /** The first of the unreadable ones, so many at most. */
  readonly examples: readonly UnreadableValue[];
}

export interface UnreadableValue {
  /** From 1, a header included. */
  readonly line: number;
  /** Masked. */
  readonly text: string;
}

/** So many of them, where nothing else is asked. */
const EXAMPLES = 10;
const SHOWN_LENGTH = 60;

/**
 * Reads a list of numbers in any spelling: a value a line, or a column of a CSV by its number or name. One apostrophe in
 * front, as spreadsheets put it there, is taken off. National numbers are read in the first of the regions in which they are
 * valid. Costs 8 bytes for each number. Rejects USAGE where values are there and none of them holds a number.
 */
export async function readNumberList(
  input: AsyncIterable<Uint8Array | string>,
  column: string,
  regions: readonly string[],
  mostExamples = EXAMPLES,
): Promise<NumberList> {
  const gatherer = new NumberGatherer(regions, mostExamples);
  const isNamed = !/^[1-9]\d*$/.test(column);
  await forEachValue(input, { column, delimiter: null }, isNamed, (text, line) => {
    const isHeader = line === 1 && !/\d/.test(text);
    if (!isHeader) gatherer.add(text, line);
  });
  const list = gatherer.list();
  if (list.numbers.length === 0 && list.unreadable > 0) {
    throw new DatamasterError("USAGE", told("listHoldsNone", { read: list.read, column }));
  }
  return list;
}

/** The numbers of texts that were typed one by one. Throws USAGE where one of them holds none. */
export function numbersOf(texts: readonly string[], regions: readonly string[]): NumberList {
  const gatherer = new NumberGatherer(regions, EXAMPLES);
  texts.forEach((text, at) => {
    gatherer.add(text, at + 1);
  });
  const list = gatherer.list();
  const [first] = list.examples;
  if (first !== undefined) throw new DatamasterError("USAGE", told("notANumber", { value: first.text }));
  return list;
}

class NumberGatherer {
  readonly #reader;
  readonly #region: string | null;
  readonly #mostExamples: number;
  readonly #examples: UnreadableValue[] = [];
  #numbers = new BigUint64Array(1024);
  #length = 0;
  #read = 0;
  #unreadable = 0;

  constructor(regions: readonly string[], mostExamples: number) {
    this.#mostExamples = mostExamples;
    this.#reader = createReader({ otherRegions: regions.slice(1) });
    this.#region = regions[0] ?? null;
  }

  add(value: string, line: number): void {
    const text = value.startsWith("'") ? value.slice(1) : value;
    if (text.trim() === "") return;
    const { numbers } = this.#reader.read(text, this.#region);
    this.#read++;
    for (const { number } of numbers) this.#push(number);
    if (numbers.length > 0) return;
    this.#unreadable++;
    if (this.#examples.length < this.#mostExamples)
      this.#examples.push({ line, text: maskNumbers(printable(text)).slice(0, SHOWN_LENGTH) });
  }

  list(): NumberList {
    const sorted = this.#numbers.subarray(0, this.#length).sort();
    const numbers = sorted.filter((number, at) => at === 0 || number !== sorted[at - 1]);
    return { numbers, read: this.#read, unreadable: this.#unreadable, examples: this.#examples };
  }

  #push(number: bigint): void {
    if (this.#length === this.#numbers.length) {
      const wider = new BigUint64Array(2 * this.#length);
      wider.set(this.#numbers);
      this.#numbers = wider;
    }
    this.#numbers[this.#length++] = number;
  }
}
