import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Numbers whose messages anybody can read on a web page, so that they prove no person. */
export interface PublicInboxes {
  readonly size: number;
  has(number: bigint): boolean;
}

/** An object from E.164 digits without plus to the day on which the number was last seen; MIT licence. */
const PACKAGE = "@ip1sms/disposable-phone-numbers/number-list.json";

/**
 * The list of the optional package @ip1sms/disposable-phone-numbers; null where it is not installed beside `from` (URL of a
 * file; default: this program). Reads the file at each call: keep what it gives.
 */
export function openPublicInboxes(from: string | URL = import.meta.url): PublicInboxes | null {
  const require = createRequire(from);
  let path: string;
  try {
    path = require.resolve(PACKAGE);
  } catch {
    return null;
  }
  const list: unknown = JSON.parse(readFileSync(path, "utf8"));
  const numbers = new Set(Object.keys(list ?? {}));
  return { size: numbers.size, has: (number) => numbers.has(String(number)) };
}
