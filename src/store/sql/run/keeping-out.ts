import { someDigits, withoutDigits } from "../../../base/digits.ts";
import type { PastProject } from "../../../model/legacy.ts";
import { countMarks, marked, withoutMarked } from "../../page-numbers.ts";
import type { KeptTexts, PhoneFacts } from "../../store.ts";
import type { Tombstones } from "../privacy/tombstones.ts";

/** A page without what may not come back, and how many of its records held it. */
export interface CleanPage {
  readonly facts: PhoneFacts;
  readonly met: number;
}

/** Takes out of a page of phones, before anything of it is kept, numbers that were erased and texts that hold one. */
export function withoutErased(tombstones: Tombstones, facts: PhoneFacts): CleanPage {
  const erased = marked(facts.numbers, (low, high) => tombstones.hasHalves(low, high));
  return cleanTexts(tombstones, erased === null ? facts : withoutMarked(facts, erased), countMarks(erased));
}

function cleanTexts(tombstones: Tombstones, facts: PhoneFacts, met: number): CleanPage {
  const holds = (text: string | null): boolean => text !== null && holdsErased(tombstones, text);
  let found = met;
  const rejected = facts.rejected.map((reject) => {
    if (!holds(reject.raw)) return reject;
    found++;
    return { ...reject, raw: null };
  });
  const clean = (text: string | null): string | null => (holds(text) ? null : text);
  const cleaned = ({ label, contact }: KeptTexts): KeptTexts => ({
    label: clean(label),
    contact: clean(contact),
  });
  const texts = facts.texts?.map(cleaned) ?? null;
  return { facts: { ...facts, rejected, texts }, met: found };
}

/** The names of clients or projects, with the digits hidden of those that hold an erased number. */
export function cleanNames<T extends { readonly name: string }>(
  tombstones: Tombstones,
  items: readonly T[],
): readonly T[] {
  return items.map((item) =>
    holdsErased(tombstones, item.name) ? { ...item, name: withoutDigits(item.name) } : item,
  );
}

/** The same of what another tool kept of a project. */
export function pastWithoutErased(tombstones: Tombstones, project: PastProject): PastProject {
  const stays = (number: bigint): boolean => !tombstones.hasNumber(number);
  const clean = <T extends { readonly name: string }>(item: T): T =>
    cleanNames(tombstones, [item])[0] ?? item;
  return {
    ...clean(project),
    client: clean(project.client),
    readings: project.readings.map((reading) => ({
      ...reading,
      came: new Map([...reading.came].filter(([number]) => stays(number))),
      went: reading.went.filter(stays),
    })),
    rejected: project.rejected.map((reject) =>
      reject.raw !== null && holdsErased(tombstones, reject.raw) ? { ...reject, raw: null } : reject,
    ),
  };
}

/** Whether a text holds an erased number by its digits. */
export function holdsErased(tombstones: Tombstones, text: string): boolean {
  return someDigits(text, (digits) => tombstones.hasDigits(digits), tombstones.digitsLengths);
}
