import { DatamasterError, whyOf } from "../../base/errors.ts";
import { listRegisters, type RegisterInfo } from "../../enrich/enrich.ts";
import { told } from "../../messages/messages.ts";
import type { Finding } from "./doctor.ts";

const DAY_MS = 24 * 3600 * 1000;
/** Registers change every week; after this long a new range is likely to be taken for one that nobody holds. */
const OLD_REGISTER_DAYS = 90;

/** How old the imported numbering registers are, and whether they can be read. */
export function* examineRegisters(folder: string | null, now: number): Generator<Finding> {
  const check = "registers";
  let registers: RegisterInfo[];
  try {
    registers = folder === null ? [] : listRegisters(folder);
  } catch (error) {
    if (!(error instanceof DatamasterError)) throw error;
    const { code, hint } = error;
    yield {
      check,
      state: "fail",
      detail: whyOf(error),
      code,
      exit: 2,
      ...(hint !== undefined && { fix: hint }),
    };
    return;
  }
  if (registers.length === 0) yield { check, state: "ok", detail: told("registersNone") };
  for (const { country, ranges, sourceDate } of registers) {
    const days = Math.max(0, Math.floor((now - Date.parse(sourceDate)) / DAY_MS));
    const facts = { country, ranges, sourceDate, days };
    yield days > OLD_REGISTER_DAYS
      ? { check, state: "warn", detail: told("registerOld", facts) }
      : { check, state: "ok", detail: told("registerGood", facts) };
  }
}
