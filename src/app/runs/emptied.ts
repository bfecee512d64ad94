import { told } from "../../messages/messages.ts";
import type { Run, RunTotals } from "../../model/run.ts";
import type { AppPorts } from "../app.ts";
import { reading } from "../with-store.ts";

/** So many of a source's fields are empty all at once: */
const EMPTY_NOW = 0.9;
/** where no more than so many were before. */
const EMPTY_BEFORE = 0.1;
const LOOKED_BACK = 20;

/** Warns where the field for the phone was filled and is empty everywhere now: the CRM may have given it another name. */
export async function warnOfEmptied(ports: AppPorts, run: Run): Promise<void> {
  if (!isOver(run) || shareEmpty(run.totals) <= EMPTY_NOW) return;
  await reading(ports, (reader) => {
    const before = reader
      .listRuns(run.source, LOOKED_BACK)
      .find((one) => one.run < run.run && isOver(one) && one.totals.recordsHeld > 0);
    if (before === undefined || shareEmpty(before.totals) >= EMPTY_BEFORE) return;
    const { recordsHeld: records, recordsEmpty: empty } = run.totals;
    ports.log.warn(
      { code: "CRM_BAD_ANSWER" },
      told("phonesEmptied", { empty, records, run: before.run }).text,
    );
  });
}

function isOver({ status }: Run): boolean {
  return status === "complete" || status === "partial";
}

function shareEmpty({ recordsHeld, recordsEmpty }: RunTotals): number {
  return recordsHeld === 0 ? 0 : recordsEmpty / recordsHeld;
}
