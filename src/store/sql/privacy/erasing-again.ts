import { holdsErased } from "../run/keeping-out.ts";
import type { Sql } from "../sql.ts";
import { eraseFound } from "./erasing.ts";
import { readTombstones } from "./tombstones.ts";

/**
 * Erases what has a tombstone and is there all the same, as in an older copy that was brought back. To be called in a
 * transaction; tells whether anything was. Throws TOMBSTONE_KEY.
 */
export function eraseAgain(sql: Sql, keyFile: string): boolean {
  const tombstones = readTombstones(sql, keyFile);
  if (tombstones === null) return false;
  const numbers = new Set<bigint>();
  const held = "SELECT DISTINCT number FROM membership UNION SELECT number FROM suppressions";
  for (const { number } of sql.iterateBig<{ number: bigint }>(held))
    if (tombstones.hasNumber(number)) numbers.add(number);
  const finder = {
    hasNumber: (number: bigint) => tombstones.hasNumber(number),
    holds: (text: string) => holdsErased(tombstones, text),
  };
  const { places, rejected, texts, pages, suppressed } = eraseFound(sql, [...numbers], finder);
  return places + rejected + texts + pages + suppressed > 0;
}
