import type { ErasedNumber, Sought, SubjectRecord } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { type NumberHistory, traceNumber } from "../numbers/show-number.ts";
import { type FoundFile, filesWith } from "../upkeep/kept-files.ts";
import { changingExisting } from "../with-store.ts";

/** All that is known of one number, as a person may ask for it (GDPR, article 15). */
export interface SubjectReport extends NumberHistory, Pick<SubjectRecord, "texts" | "pages" | "erasedAt"> {
  /** Since when it must not be called, by whose act, and why; null where it may be. */
  readonly suppression:
    | (Readonly<Record<"since" | "who", string>> & { readonly reason: string | null })
    | null;
  /** Exports and copies of the store that hold it, or that nobody can look into. */
  readonly files: readonly FoundFile[];
}

/**
 * Gathers all that the store, its exports and its copies know of a number, and notes in the audit log that it was asked for.
 * Rejects STORE_MISSING, TOMBSTONE_KEY.
 */
export async function subjectReport(
  ports: AppPorts,
  number: ErasedNumber,
  read: Sought["read"],
  language: "en" | "ru",
): Promise<SubjectReport> {
  const sought: Sought = { numbers: [number], read };
  const history = await traceNumber(ports, `+${number.number}`, language, []);
  return await changingExisting(ports, async (admin) => {
    const { places, suppression, texts, pages, erasedAt } = admin.erasure.subject(sought);
    const { found: files } = await filesWith(ports, admin, sought);
    const [alias = ""] = admin.erasure.aliases([number.number]);
    const counts = { places: places.length, texts: texts.length, files: files.length };
    admin.audit.append({ action: "subject", detail: { number: alias, ...counts } });
    const listed = suppression && {
      since: suppression.since,
      who: suppression.who,
      reason: suppression.reason,
    };
    return { ...history, places, texts, pages, erasedAt, suppression: listed, files };
  });
}
