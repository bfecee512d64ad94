import { readSpan } from "../base/span.ts";
import type { AppPorts } from "./app.ts";
import { changing } from "./with-store.ts";

/** How long things of a source are kept, as its settings say (`90d`); null: for good. */
export interface SourceRetention {
  readonly source: string;
  readonly rejectedRaw: string | null;
  readonly goneNumbers: string | null;
}

/** What pruning a source by its retention would take away now. */
export interface RetentionDue {
  readonly source: string;
  readonly oldest: string | null;
  readonly runs: number;
  readonly spans: number;
  readonly numbers: number;
  readonly raws: number;
}

/** What `runs prune` would take away now; sources of which nothing would go are left out. Changes nothing. */
export async function previewRetention(
  ports: AppPorts,
  retention: readonly SourceRetention[],
  now = Date.now(),
): Promise<RetentionDue[]> {
  if (!(await ports.storeHoldsData())) return [];
  const of = (part: "rejectedRaw" | "goneNumbers"): Map<string, string> =>
    new Map(
      retention.flatMap(({ source, [part]: span }) => {
        const ms = span === null ? null : readSpan(span);
        return ms === null ? [] : [[source, new Date(now - ms).toISOString()]];
      }),
    );
  const terms = { sources: [], keepSince: of("goneNumbers"), keepRuns: null, rawBefore: of("rejectedRaw") };
  if (terms.keepSince.size + terms.rawBefore.size === 0) return [];
  return await changing(ports, ({ versions }) =>
    versions.previewPrune(terms).map(({ source, oldest, runs, spans, numbers, raws }) => ({
      ...{ source, runs, spans, numbers, raws },
      oldest: oldest?.startedAt ?? null,
    })),
  );
}
