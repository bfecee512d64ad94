import type { AppPorts } from "../app.ts";
import { settledRun } from "../exports/export-asked.ts";
import { withHeld } from "./list-numbers.ts";
import { ALL_HELD, type NumberQuery } from "./number-query.ts";

/** What a person has not taken yet, by their last export of what is new in all sources. */
export interface NewNumbers {
  /** Up to which run it went, and when it was made (ISO UTC); null where they made none. */
  readonly last: { readonly run: number; readonly at: string } | null;
  /** The run up to which the next one goes: later ones may still bring numbers. */
  readonly until: number;
  /** Held now, and not after the run of the last one. */
  readonly count: number;
  /** Of those: what an export leaves out. */
  readonly suppressed: number;
  readonly placeholders: number;
}

/** Rejects STORE_MISSING. */
export async function newNumbers(ports: AppPorts, person: string): Promise<NewNumbers> {
  return await withHeld(ports, ({ pick }, reader) => {
    const mark = reader.exports.mark(person, [], "numbers");
    const until = settledRun(reader, []);
    const newest = reader.listRuns(null, 1)[0]?.run ?? 0;
    const query: NumberQuery = {
      ...ALL_HELD,
      newSince: mark === null ? null : mark.run,
      heldAfter: until < newest ? until : null,
    };
    const countOf = (narrower: Partial<NumberQuery>): number => pick({ ...query, ...narrower }).rows.length;
    return {
      last: mark === null ? null : { run: mark.run, at: mark.at },
      until,
      count: countOf({}),
      suppressed: countOf({ suppressed: true }),
      placeholders: countOf({ suppressed: false, placeholder: true }),
    };
  });
}
