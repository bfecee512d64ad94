import type { FoundNumber, NumberPlace } from "../../model/number.ts";
import {
  flagNames,
  MAX_VALUE_LENGTH,
  type PlaceholderFlag,
  placeholderFlags,
  readValue,
} from "../../phone/phone.ts";
import type { RunReader } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changingExisting, reading } from "../with-store.ts";

/** A number that was read from what somebody typed. */
export interface SoughtNumber {
  readonly number: bigint;
  readonly region: string;
  readonly type: string;
  /** Extension digits; null where there were none. */
  readonly ext: string | null;
  /** Where it is and was; none where no source ever had it. */
  readonly places: readonly NumberPlace[];
  /** Ways in which it looks made up; public inboxes are not asked. */
  readonly flags: readonly PlaceholderFlag[];
  /** Whether it must not be called. */
  readonly suppressed: boolean;
  /** When it was erased (ISO UTC); null where it was not. */
  readonly erasedAt: string | null;
}

export interface FoundNumbers {
  readonly numbers: readonly SoughtNumber[];
  /** The digits that were typed, where they may be a part of a number. */
  readonly digits: string | null;
}

/** Parts with fewer digits are in nearly every number. */
const FEWEST_DIGITS = 3;
const MOST_DIGITS = 17;
const MOST_NUMBERS = 5;
const MOST_REGIONS = 12;

/**
 * Reads what somebody typed as collecting does, in the regions that are given, else in those of the clients, and looks it up.
 * Rejects STORE_MISSING.
 */
export async function findNumber(
  ports: AppPorts,
  text: string,
  given: readonly string[],
): Promise<FoundNumbers> {
  const typed = text.trim().slice(0, MAX_VALUE_LENGTH);
  return await reading(ports, async (reader) => {
    const regions = given.length > 0 ? given : reader.numberFeed.regions().slice(0, MOST_REGIONS);
    const read = [null, ...regions].map((region) => readValue(typed, region).numbers);
    const found = read.find((numbers) => numbers.length > 0) ?? [];
    const numbers: SoughtNumber[] = [];
    for (const one of found.slice(0, MOST_NUMBERS)) numbers.push(await lookUp(ports, reader, one));
    const digits = /^[\d\s()+./-]*$/.test(typed) ? typed.replaceAll(/\D/g, "") : "";
    const isPart = digits.length >= FEWEST_DIGITS && digits.length <= MOST_DIGITS;
    return { numbers, digits: isPart ? digits : null };
  });
}

async function lookUp(
  ports: AppPorts,
  reader: RunReader,
  { number, region, type, ext }: FoundNumber,
): Promise<SoughtNumber> {
  const places = reader.placesOf(number);
  const mayBeErased = places.length === 0 && reader.numberFeed.anyErased();
  return {
    number,
    region,
    type,
    ext: ext ?? null,
    places,
    flags: flagNames(placeholderFlags(number, type)),
    suppressed: reader.suppressions.find(number) !== undefined,
    erasedAt: mayBeErased ? await erasedAt(ports, number) : null,
  };
}

/** Notes that somebody looked for numbers, each by what stands for it, or for a part of one. */
export async function noteLookUp(
  ports: AppPorts,
  sought:
    | { readonly numbers: readonly { readonly number: bigint; readonly found: boolean }[] }
    | { readonly partOf: number },
): Promise<void> {
  await changingExisting(ports, (admin) =>
    admin.transaction(() => {
      if ("partOf" in sought) {
        admin.audit.append({ action: "look-up", detail: { digits: sought.partOf } });
        return;
      }
      const aliases = admin.erasure.aliases(sought.numbers.map(({ number }) => number));
      for (const [at, { found }] of sought.numbers.entries())
        admin.audit.append({ action: "look-up", detail: { number: aliases[at] ?? "", found } });
    }),
  );
}

async function erasedAt(ports: AppPorts, number: bigint): Promise<string | null> {
  return await changingExisting(ports, ({ erasure }) => erasure.erasedAt(number));
}
