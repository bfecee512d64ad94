import type { NumberPlace } from "../../model/number.ts";
import { flagNames, openPublicInboxes, type PlaceholderFlag, placeholderFlags } from "../../phone/phone.ts";
import type { RunReader, Suppression } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { reading } from "../with-store.ts";
import { type NumberFacts, showNumber } from "./number-ranges.ts";

/** All that is known of a number: its plan, its operator and place, and where the sources have it or had it. */
export interface NumberHistory extends Omit<NumberFacts, "range" | "register"> {
  /** Ways in which it looks made up. */
  readonly flags: readonly PlaceholderFlag[];
  /** Since when, by whom and why it must not be called; null where it may be. */
  readonly suppressed: Omit<Suppression, "number"> | null;
  /** ISO UTC; null where no source ever had it. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly places: readonly NumberPlace[];
}

/** Looks a number up in all that sources hold and held, however it is written. Rejects USAGE where the text holds none. */
export async function traceNumber(
  ports: AppPorts,
  text: string,
  language: "en" | "ru",
  regions: readonly string[],
): Promise<NumberHistory> {
  const { range: _, register: __, ...facts } = showNumber(ports, text, language, regions);
  const number = BigInt(facts.e164.slice(1));
  return await reading(ports, (reader) => {
    const places = reader.placesOf(number);
    const inOrder = (times: string[]): string[] => times.sort();
    return {
      ...facts,
      flags: flagNames(placeholderFlags(number, facts.type ?? "", openPublicInboxes())),
      suppressed: suppressionOf(reader, number),
      firstSeen: inOrder(places.map(({ firstSeen }) => firstSeen))[0] ?? null,
      lastSeen: inOrder(places.map(({ lastSeen }) => lastSeen)).at(-1) ?? null,
      places,
    };
  });
}

function suppressionOf({ suppressions }: RunReader, number: bigint): NumberHistory["suppressed"] {
  const found = suppressions.find(number);
  return found === undefined ? null : { since: found.since, who: found.who, reason: found.reason };
}
