import type { PlaceholderFlag } from "../../phone/phone.ts";

/** Which numbers are asked for: those that meet all of it. */
export interface NumberQuery {
  /** Names of sources, ISO regions, types in libphonenumber's words, the CRM's ids of clients and of projects; empty for all. */
  readonly sources: readonly string[];
  readonly regions: readonly string[];
  readonly types: readonly string[];
  readonly clients: readonly string[];
  readonly projects: readonly string[];
  /** Parts of operators' names; empty for all. */
  readonly operators: readonly string[];
  /** Held now, or held once and no more. */
  readonly state: "held" | "gone";
  /** Only what was not held after this run; null for no such question. */
  readonly newSince: number | null;
  /** Only what was held after this run. */
  readonly heldAfter: number | null;
  /** Times (ISO UTC) between which a number was first, and last, seen: from the one on, up to before the other; null for always. */
  readonly firstFrom: string | null;
  readonly firstTo: string | null;
  readonly lastFrom: string | null;
  readonly lastTo: string | null;
  /** Seen in at least so many of the projects that the rest picks. */
  readonly minProjects: number;
  /** Looks made up in one of these ways; empty for all. */
  readonly flags: readonly PlaceholderFlag[];
  /** Whether it looks made up in any way; null for both. */
  readonly placeholder: boolean | null;
  /** Whether it must not be called; null for both. */
  readonly suppressed: boolean | null;
  /** Digits that stand somewhere in the number; null for all. */
  readonly part: string | null;
}

/** All that is held now. */
export const ALL_HELD: NumberQuery = {
  sources: [],
  regions: [],
  types: [],
  clients: [],
  projects: [],
  operators: [],
  state: "held",
  newSince: null,
  heldAfter: null,
  firstFrom: null,
  firstTo: null,
  lastFrom: null,
  lastTo: null,
  minProjects: 1,
  flags: [],
  placeholder: null,
  suppressed: null,
  part: null,
};

export const NUMBER_SORTS = ["number", "first", "last", "places"] as const;

/** By what a list goes, each with the smallest or oldest first unless it is `descending`; equal ones by number, ascending. */
export interface NumberOrder {
  readonly by: (typeof NUMBER_SORTS)[number];
  readonly descending: boolean;
}
