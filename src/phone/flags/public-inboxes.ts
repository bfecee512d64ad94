import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { NumberSet } from "../../model/number-set.ts";

/** Numbers whose messages anybody can read on a web page, so that they prove no person. */
export interface PublicInboxes {
  readonly size: number;
  has(number: bigint): boolean;
}

/** An object from E.164 digits without plus to the day on which the number was last seen; MIT licence. */
const PACKAGE = "@ip1sms/disposable-phone-numbers/number-list.json";
/** What is less is a part of a day. */
const LEAST = 1_000_000;
const QUOTE = 0x22;
const ZERO = 0x30;
const NINE = 0x39;

const opened = new Map<string, PublicInboxes>();

/**
 * The list of the optional package @ip1sms/disposable-phone-numbers; null where it is not installed beside `from` (URL of a
 * file; default: this program). Read once; shared.
 */
export function openPublicInboxes(from: string | URL = import.meta.url): PublicInboxes | null {
  const require = createRequire(from);
  let path: string;
  try {
    path = require.resolve(PACKAGE);
  } catch {
    return null;
  }
  const inboxes = opened.get(path) ?? new NumberSet(numbersIn(readFileSync(path)).sort());
  opened.set(path, inboxes);
  return inboxes;
}

/** Texts of JSON that are a number's digits. To parse 3 MB of it for its keys costs five times as much. */
function numbersIn(json: Uint8Array): BigUint64Array {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of json) {
    if (byte >= ZERO && byte <= NINE) {
      value = value * 10 + byte - ZERO;
      continue;
    }
    if (byte === QUOTE && value >= LEAST && value <= Number.MAX_SAFE_INTEGER) numbers.push(value);
    value = 0;
  }
  return BigUint64Array.from(numbers, BigInt);
}
