import { DatamasterError } from "../../../base/errors.ts";
import { told } from "../../../messages/messages.ts";
import type { ErasedNumber } from "../../erasure.ts";
import {
  HINTS,
  makeTombstoneKey,
  readTombstoneKey,
  type TombstoneKey,
  type TombstoneOf,
} from "../../tombstone-key.ts";
import type { Sql } from "../sql.ts";

const TWO_TO_32 = 2 ** 32;

/** The tombstones of a store in memory, to ask of every number that is met. */
export class Tombstones {
  readonly #key: TombstoneKey;
  /** How many digits a text holds that an erased number is known by. */
  readonly digitsLengths: readonly number[];
  readonly #sets: Readonly<Record<TombstoneOf, MacSet>> = { number: new MacSet(), digits: new MacSet() };

  constructor(sql: Sql, key: TombstoneKey) {
    this.#key = key;
    const rows = sql.all<TombstoneRow>(
      "SELECT mac, hint, digits_mac, digits_length, digits_hint FROM tombstones",
    );
    this.digitsLengths = [...new Set(rows.map(({ digits_length }) => digits_length))];
    for (const row of rows) {
      this.#sets.number.add(row.hint, row.mac);
      this.#sets.digits.add(row.digits_hint, row.digits_mac);
    }
  }

  hasNumber(number: bigint): boolean {
    return this.hasHalves(Number(number & 0xffff_ffffn), Number(number >> 32n));
  }

  /** The same of a number in two halves of 32 bits. */
  hasHalves(low: number, high: number): boolean {
    return this.#has("number", low, high);
  }

  /** Whether these digits are those of a text that holds an erased number. */
  hasDigits(digits: string): boolean {
    const value = BigInt(marked(digits));
    return this.#has("digits", Number(value & 0xffff_ffffn), Number(value >> 32n));
  }

  #has(of: TombstoneOf, low: number, high: number): boolean {
    const set = this.#sets[of];
    if (!set.mayHave(this.#key.hint(of, low, high))) return false;
    const value = high < TWO_TO_32 / 2048 ? high * TWO_TO_32 + (low >>> 0) : joined(low, high);
    return set.has(this.#key.mac(of, value));
  }
}

/** Past 2^53 a double does not hold it. */
function joined(low: number, high: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}

/** Digits as a number that keeps its leading zeros. */
function marked(digits: string): string {
  return `1${digits}`;
}

interface TombstoneRow {
  readonly mac: string;
  readonly hint: number;
  readonly digits_mac: string;
  readonly digits_length: number;
  readonly digits_hint: number;
}

class MacSet {
  readonly #hints = new Uint8Array(HINTS / 8);
  readonly #macs = new Set<string>();

  add(hint: number, mac: string): void {
    this.#hints[hint >> 3] = (this.#hints[hint >> 3] ?? 0) | (1 << (hint & 7));
    this.#macs.add(mac);
  }

  mayHave(hint: number): boolean {
    return ((this.#hints[hint >> 3] ?? 0) & (1 << (hint & 7))) !== 0;
  }

  has(mac: string): boolean {
    return this.#macs.has(mac);
  }
}

/** The tombstones of the store; null where it has none. Throws TOMBSTONE_KEY where their key is missing or another. */
export function readTombstones(sql: Sql, keyFile: string): Tombstones | null {
  const key = keyInUse(sql, keyFile);
  return key === null ? null : new Tombstones(sql, key);
}

/** The key of the store's tombstones; null where it has none. */
function keyInUse(sql: Sql, file: string): TombstoneKey | null {
  if (countTombstones(sql) === 0) return null;
  const key = readTombstoneKey(file);
  if (key === null) throw new DatamasterError("TOMBSTONE_KEY", told("keyMissing", { file }));
  const row = sql.get<{ fingerprint: string }>("SELECT fingerprint FROM tombstone_key WHERE id = 1");
  if (row?.fingerprint !== key.fingerprint)
    throw new DatamasterError("TOMBSTONE_KEY", told("keyOther", { file }));
  return key;
}

/** Throws TOMBSTONE_KEY as {@link readTombstones} does. */
export function refuseLostKey(sql: Sql, keyFile: string): void {
  keyInUse(sql, keyFile);
}

function countTombstones(sql: Sql): number {
  return sql.count("SELECT count(*) AS n FROM tombstones", {});
}

/**
 * The key under which the store's tombstones are. Where it has none, a file that is there is taken, or made. Throws
 * TOMBSTONE_KEY.
 */
export function keyToErase(sql: Sql, keyFile: string): TombstoneKey {
  return keyInUse(sql, keyFile) ?? readTombstoneKey(keyFile) ?? makeTombstoneKey(keyFile);
}

/** Leaves tombstones, which are durable with the transaction around it. */
export function addTombstones(
  sql: Sql,
  key: TombstoneKey,
  numbers: readonly ErasedNumber[],
  at: string,
): void {
  sql.run(
    `INSERT INTO tombstone_key (id, fingerprint) VALUES (1, ?)
     ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint`,
    key.fingerprint,
  );
  for (const { number, digits } of numbers) {
    const text = BigInt(marked(digits));
    sql.run(
      `INSERT INTO tombstones (mac, hint, digits_mac, digits_length, digits_hint, erased_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (mac) DO NOTHING`,
      key.mac("number", number),
      hintOf(key, "number", number),
      key.mac("digits", text),
      digits.length,
      hintOf(key, "digits", text),
      at,
    );
  }
}

function hintOf(key: TombstoneKey, of: TombstoneOf, value: bigint): number {
  return key.hint(of, Number(value & 0xffff_ffffn), Number(value >> 32n));
}

/** Takes tombstones away: the numbers may come back. Returns how many had one. */
export function removeTombstones(sql: Sql, key: TombstoneKey, numbers: readonly bigint[]): number {
  return numbers.reduce(
    (sum, number) => sum + sql.run("DELETE FROM tombstones WHERE mac = ?", key.mac("number", number)),
    0,
  );
}

/** When the number was erased (ISO UTC); null where it was not. */
export function erasedAt(sql: Sql, key: TombstoneKey, number: bigint): string | null {
  const row = sql.get<{ erased_at: string }>(
    "SELECT erased_at FROM tombstones WHERE mac = ?",
    key.mac("number", number),
  );
  return row?.erased_at ?? null;
}
