import type { NumberIds } from "../access/access.ts";
import type { Desk } from "../app/desk.ts";
import type { ExportJobsOptions } from "../app/exports/export-jobs.ts";
import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import { numberOf, queryOf } from "./number-answers.ts";

/** The numbers of an export that is of a view, or of numbers chosen one by one. Rejects INPUT_INVALID where none is chosen. */
export function picking(desk: Desk, ids: NumberIds): ExportJobsOptions["pick"] {
  return async (actor, what) => {
    if (what.kind === "view") return await desk.ask(actor, "pickNumbers", queryOf(what.view));
    if (what.kind !== "picked") return null;
    if (what.ids.length === 0) throw new DatamasterError("INPUT_INVALID", told("exportNothingPicked"));
    const numbers = [...new Set(what.ids)].map((id) => numberOf(ids, id));
    return BigUint64Array.from(numbers).sort();
  };
}
