import { readFileSync } from "node:fs";
import { PrefixTable } from "./prefix-table.ts";
import type { Register, RegisterInfo } from "./register.ts";
import { openRegisters } from "./register-folder.ts";
import { type Holder, type NumberRange, REGISTER_FORMATS } from "./register-formats.ts";

export type { RegisterInfo } from "./register.ts";
export { type ImportedRegister, importRegister } from "./register-folder.ts";

/** What is known of a number beside its plan. Null: not known. */
export interface Enrichment {
  /** Who got the number's range; the number may since have moved to another operator. */
  readonly operator: string | null;
  /** A city, region or country. */
  readonly place: string | null;
  /** IANA names; several where the range spans them, empty where none is known. */
  readonly timeZones: readonly string[];
  /** Whether an imported register holds the number in a range; null where none tells of such numbers. */
  readonly allocated: boolean | null;
}

/** What an imported register says of a number. */
export interface RegisterEntry {
  readonly register: RegisterInfo;
  /** Null where the number is in no range. */
  readonly range: NumberRange | null;
  readonly holder: Holder | null;
}

/** Answers about numbers (digits with calling code). Each table is opened when it is first asked. */
export interface Enricher {
  lookup(number: bigint): Enrichment;
  operatorOf(number: bigint): string | null;
  placeOf(number: bigint): string | null;
  timeZonesOf(number: bigint): readonly string[];
  isAllocated(number: bigint): boolean | null;
  /** Null where no register tells of such numbers. */
  entryOf(number: bigint): RegisterEntry | null;
}

export interface EnricherOptions {
  /** The folder of imported registers; null for none. */
  readonly ranges: string | null;
  /** Of names, where the tables have them in both; registers speak their own. */
  readonly language: "en" | "ru";
}

const NO_ZONES: readonly string[] = [];
const ZONE_SIGN = "&";

/**
 * Operator, place and time zones of numbers: of imported registers where they tell of the number, else by the longest
 * prefix in the tables that come with the program. Throws RANGES_INVALID where an imported register is damaged.
 */
export function createEnricher({ ranges, language }: EnricherOptions): Enricher {
  const registers = ranges === null ? [] : openRegisters(ranges);
  const operators = lazily(() => openTable("operators", language));
  const places = lazily(() => openTable("places", language));
  const zones = zoneReader(language);
  const registerFor = (number: number): Register | undefined => registers.find((one) => one.covers(number));

  return {
    operatorOf(number) {
      const plain = Number(number);
      const register = registerFor(plain);
      if (register === undefined) return operators().find(String(number));
      return register.holderOf(plain)?.operator ?? null;
    },
    placeOf(number) {
      const plain = Number(number);
      return registerFor(plain)?.holderOf(plain)?.place || places().find(String(number));
    },
    timeZonesOf(number) {
      const plain = Number(number);
      const register = registerFor(plain);
      return zones.ofHolder(register, register?.holderOf(plain)) ?? zones.ofPrefix(String(number));
    },
    isAllocated(number) {
      const plain = Number(number);
      const register = registerFor(plain);
      return register === undefined ? null : register.holderOf(plain) !== null;
    },
    lookup(number) {
      const plain = Number(number);
      const digits = String(number);
      const register = registerFor(plain);
      const holder = register?.holderOf(plain) ?? null;
      return {
        operator: register === undefined ? operators().find(digits) : (holder?.operator ?? null),
        place: holder?.place || places().find(digits),
        timeZones: zones.ofHolder(register, holder) ?? zones.ofPrefix(digits),
        allocated: register === undefined ? null : holder !== null,
      };
    },
    entryOf(number) {
      const plain = Number(number);
      const register = registerFor(plain);
      if (register === undefined) return null;
      return { register: register.info, range: register.rangeOf(plain), holder: register.holderOf(plain) };
    },
  };
}

interface ZoneReader {
  ofPrefix(digits: string): readonly string[];
  /** Null where the register's place does not tell. */
  ofHolder(register?: Register, holder?: Holder | null): readonly string[] | null;
}

/** Each list is made once. Mobile prefixes tell nothing of where a number is, and a register's region does. */
function zoneReader(language: "en" | "ru"): ZoneReader {
  const table = lazily(() => openTable("time-zones", language));
  const lists = new Map<string, readonly string[]>();
  const ofHolders = new Map<Holder, readonly string[]>();
  return {
    ofPrefix(digits) {
      const found = table().find(digits);
      return found === null ? NO_ZONES : remembered(lists, found, () => found.split(ZONE_SIGN));
    },
    ofHolder(register, holder) {
      if (register === undefined || !holder) return null;
      const found = remembered(ofHolders, holder, () => {
        const format = REGISTER_FORMATS.find(({ country }) => country === register.info.country);
        return format?.timeZonesOf(holder.place) ?? NO_ZONES;
      });
      return found.length === 0 ? null : found;
    },
  };
}

/** What is known of the registers in a folder. Throws RANGES_INVALID where one is damaged. */
export function listRegisters(folder: string): RegisterInfo[] {
  return openRegisters(folder).map(({ info }) => info);
}

function openTable(name: string, language: "en" | "ru"): PrefixTable {
  return new PrefixTable(readFileSync(new URL(`./${name}.br`, import.meta.url)), language);
}

function remembered<Key, T>(known: Map<Key, T>, key: Key, make: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
