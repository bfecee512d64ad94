import { DatamasterError } from "../base/errors.ts";
import type { IngestSettings } from "../collect/collect.ts";
import { openReader } from "../compose.ts";
import {
  countMarks,
  marked,
  type PhoneFacts,
  type SuppressionReader,
  withoutMarked,
} from "../store/store.ts";

/** What a run that skips suppressed numbers does with each page. */
export interface Skipping {
  /** Of the list that is applied; see SuppressionReader. */
  readonly version: string;
  readonly skip: (facts: PhoneFacts) => PhoneFacts;
}

/**
 * The list of suppressed numbers as it is now, held for the whole run: 10 bytes for each. Null where the source skips none.
 * Rejects as a reader of the store does.
 */
export async function skippingOf({
  store,
  skipSuppressed,
}: Pick<IngestSettings, "store" | "skipSuppressed">): Promise<Skipping | null> {
  if (skipSuppressed !== true) return null;
  // The writing thread may be making the database at this moment: then nothing is on the list.
  const reader = await openReader(store).catch((error: unknown) => {
    if (error instanceof DatamasterError && error.code === "STORE_MISSING") return null;
    throw error;
  });
  if (reader === null) return NOTHING_LISTED;
  try {
    return skipping(reader.suppressions);
  } finally {
    reader.close();
  }
}

/** As the version of an empty list. */
const NOTHING_LISTED: Skipping = { version: "0/0", skip: (facts) => facts };

function skipping(list: SuppressionReader): Skipping {
  const version = list.version();
  const suppressed = list.load();
  if (suppressed.size === 0) return { ...NOTHING_LISTED, version };
  return {
    version,
    skip(facts) {
      const marks = marked(facts.numbers, (low, high) => suppressed.hasHalves(low, high));
      return marks === null ? facts : { ...withoutMarked(facts, marks), suppressed: countMarks(marks) };
    },
  };
}
