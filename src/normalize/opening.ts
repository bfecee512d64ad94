import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import { type ColumnPlace, firstCells } from "./records.ts";

/** Which column of a table holds the values. */
export interface ColumnAsked {
  /** Its number from 1 on, or its name in the header. */
  readonly column: string;
  /** One character; null to find it out. */
  readonly delimiter: string | null;
}

/** The beginning of the input: at least its first line, where it has one that is not endless. */
export interface Opening {
  readonly bytes: Uint8Array;
  readonly isEnd: boolean;
}

const NEWLINE = 0x0a;
const LONGEST = 64 * 1024;
const DELIMITERS = [",", ";", "\t", "|"];

/** Reads the beginning; a byte order mark is left out. */
export async function readOpening(pieces: AsyncIterator<Uint8Array>): Promise<Opening> {
  let bytes: Uint8Array = new Uint8Array(0);
  let isEnd = false;
  while (!isEnd && bytes.length < LONGEST && !bytes.includes(NEWLINE)) {
    const { done, value } = await pieces.next();
    if (done) isEnd = true;
    else bytes = bytes.length === 0 ? value : Buffer.concat([bytes, value]);
  }
  const [first, second, third] = bytes;
  const hasMark = first === 0xef && second === 0xbb && third === 0xbf;
  return { bytes: hasMark ? bytes.subarray(3) : bytes, isEnd };
}

/** Where the values of the asked column lie. Throws USAGE where the first record has no such column. */
export function findColumn(
  { bytes }: Opening,
  { column, delimiter }: ColumnAsked,
  header: boolean,
): ColumnPlace {
  const sign = delimiter ?? likeliestDelimiter(bytes);
  const place = { column: 0, delimiter: sign.charCodeAt(0) };
  const cells = firstCells(bytes, place.delimiter);
  const named = header ? cells.findIndex((cell) => cell.trim() === column) + 1 : 0;
  if (named > 0) return { ...place, column: named };
  const number = /^[1-9]\d*$/.test(column) ? Number(column) : 0;
  if (number === 0) {
    throw new DatamasterError(
      "USAGE",
      header
        ? told("columnNotNamed", { name: column, names: cells.join(", ") })
        : told("columnNoNumber", { column }),
    );
  }
  // An empty input has no columns, and no values either.
  if (number > cells.length && bytes.length > 0)
    throw new DatamasterError("USAGE", told("columnTooFar", { column: number, columns: cells.length }));
  return { ...place, column: number };
}

/** The delimiter that parts the first record into most cells. */
function likeliestDelimiter(bytes: Uint8Array): string {
  const counts = DELIMITERS.map((sign) => firstCells(bytes, sign.charCodeAt(0)).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}
