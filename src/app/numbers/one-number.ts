import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { Sought } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import {
  type ErasurePreview,
  type ErasureReport,
  eraseNumbers,
  previewErasure,
} from "../privacy/erase-numbers.ts";
import { type SubjectReport, subjectReport } from "../privacy/subject.ts";
import { type SuppressionResult, suppress, unsuppress } from "../privacy/suppress.ts";
import type { NumberList } from "./number-list.ts";
import { soughtNumbers } from "./sought.ts";

/** Where the audit log says that an act on one number came from. */
const FROM = "dashboard";
/** So many last digits are typed before a number is erased. */
const TYPED_DIGITS = 4;

/** Puts numbers on the list of those that must not be called. */
export async function suppressNumbers(
  ports: AppPorts,
  numbers: readonly bigint[],
  reason: string | null,
): Promise<SuppressionResult> {
  return await suppress(ports, listOf(numbers), { from: FROM, reason });
}

/** Takes it off that list. */
export async function unsuppressNumber(
  ports: AppPorts,
  number: bigint,
  reason: string | null,
): Promise<SuppressionResult> {
  return await unsuppress(ports, listOf([number]), { from: FROM, reason });
}

/** All that is known of a number, as a person may ask for it; noted in the audit log. Rejects as {@link subjectReport} does. */
export async function reportNumber(
  ports: AppPorts,
  number: bigint,
  language: "en" | "ru",
): Promise<SubjectReport> {
  const { numbers, read } = soughtNumber(number);
  const [one = { number, digits: String(number) }] = numbers;
  return await subjectReport(ports, one, read, language);
}

/** What {@link eraseNumber} would find. Rejects as {@link previewErasure} does. */
export async function previewNumberErasure(ports: AppPorts, number: bigint): Promise<ErasurePreview> {
  return await previewErasure(ports, soughtNumber(number));
}

export interface NumberErasure {
  /** The number's last four: who erases it knows it from the request. */
  readonly lastDigits: string;
  readonly reason: string;
  /** Files that hold it are deleted too, and those that nobody can look into. */
  readonly deletesFiles: boolean;
}

/** Erases one number for good. Rejects USAGE for other digits than its last, and as {@link eraseNumbers} does. */
export async function eraseNumber(
  ports: AppPorts,
  number: bigint,
  { lastDigits, reason, deletesFiles }: NumberErasure,
): Promise<ErasureReport> {
  if (lastDigits !== String(number).slice(-TYPED_DIGITS))
    throw new DatamasterError("USAGE", told("otherLastDigits"));
  const sought = soughtNumber(number);
  const { found, missing } = await previewErasure(ports, sought);
  const deletes = { holds: deletesFiles, closed: deletesFiles } as const;
  return await eraseNumbers(ports, sought, { files: { found, missing }, deletes, reason });
}

function soughtNumber(number: bigint): Sought {
  return soughtNumbers([`+${number}`], []);
}

function listOf(given: readonly bigint[]): NumberList {
  const numbers = BigUint64Array.from(new Set(given)).sort();
  return { numbers, read: numbers.length, unreadable: 0, examples: [] };
}
