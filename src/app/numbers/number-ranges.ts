import { DatamasterError } from "../../base/errors.ts";
import {
  createEnricher,
  type ImportedRegister,
  importRegister,
  listRegisters,
  type RegisterInfo,
} from "../../enrich/enrich.ts";
import { told } from "../../messages/messages.ts";
import type { FoundNumber } from "../../model/number.ts";
import { readValue } from "../../phone/phone.ts";
import type { AppPorts } from "../app.ts";

/** All that is known of one number. Null: not known. */
export interface NumberFacts {
  readonly e164: string;
  /** Google's verdict; region and type are null where it is false. */
  readonly valid: boolean;
  readonly region: string | null;
  readonly type: string | null;
  /** Whether an imported register holds it in a range; null where none tells of such numbers. */
  readonly allocated: boolean | null;
  readonly range: { readonly from: string; readonly to: string } | null;
  readonly operator: string | null;
  readonly taxId: string | null;
  readonly place: string | null;
  readonly territory: string | null;
  readonly timeZones: readonly string[];
  readonly register: { readonly country: string; readonly sourceDate: string } | null;
}

/** Imports a register in place of the one before. Throws RANGES_INVALID (then nothing was imported), OUTPUT_FAILED. */
export function importRanges(
  ports: AppPorts,
  files: readonly string[],
  options: { readonly skipBad: boolean },
): ImportedRegister {
  if (ports.ranges === null)
    throw new DatamasterError("INTERNAL", told("internal", { why: "no folder of ranges" }));
  return importRegister(ports.ranges, files, options);
}

/** The imported registers. Throws RANGES_INVALID where one is damaged. */
export function listRanges(ports: AppPorts): RegisterInfo[] {
  return ports.ranges === null ? [] : listRegisters(ports.ranges);
}

/**
 * All that is known of the number that a text holds, valid or not; national ones are read in the first of the regions in
 * which they are valid. Throws USAGE where it holds none.
 */
export function showNumber(
  ports: AppPorts,
  text: string,
  language: "en" | "ru",
  regions: readonly string[] = [],
): NumberFacts {
  const { number, found } = readNumber(text, regions);
  const enricher = createEnricher({ ranges: ports.ranges, language });
  const { operator, place, timeZones, allocated } = enricher.lookup(number);
  const { register, range = null, holder = null } = enricher.entryOf(number) ?? {};
  return {
    e164: `+${number}`,
    valid: found !== undefined,
    region: found?.region ?? null,
    type: found?.type ?? null,
    allocated,
    range: range && { from: `+${range.from}`, to: `+${range.to}` },
    operator,
    taxId: holder?.taxId || null,
    place,
    territory: holder?.territory || null,
    timeZones,
    register: register ? { country: register.country, sourceDate: register.sourceDate } : null,
  };
}

/**
 * The number that a text holds: as it reads internationally or in the first of the regions in which it is valid, else its bare
 * digits. Throws USAGE where it holds none.
 */
export function readNumber(
  text: string,
  regions: readonly string[],
): { readonly number: bigint; readonly found: FoundNumber | undefined } {
  const readings = [null, ...regions].map((region) => readValue(text, region).numbers[0]);
  const found = readings.find((reading) => reading !== undefined);
  return { number: found?.number ?? bareNumber(text), found };
}

/** Digits with a calling code, however they are written, which are no valid number. */
function bareNumber(text: string): bigint {
  const digits = text.replaceAll(/[\s()./-]/g, "").replace(/^\+/, "");
  if (/^[1-9]\d{6,16}$/.test(digits)) return BigInt(digits);
  throw new DatamasterError("USAGE", told("notANumber", { value: text }));
}
