import { readSpan } from "../base/span.ts";
import type { PruneTerms } from "../store/store.ts";
import type { AppPorts } from "./app.ts";
import { pruneRuns } from "./prune-runs.ts";
import { readMade } from "./sources.ts";

/**
 * Lets go of what is older than the retention of a source, or of all of them (null); noted in the audit log. Returns how many
 * rows went. Rejects RUN_ACTIVE during a source's first run.
 */
export async function applyRetention(ports: AppPorts, source: string | null): Promise<number> {
  if (!(await ports.storeHoldsData())) return 0;
  const terms = await retentionTerms(ports, source, Date.now());
  if (terms.keepSince.size + terms.rawBefore.size === 0) return 0;
  const { rows } = await pruneRuns(ports, terms, new AbortController().signal, async () => true);
  return rows ?? 0;
}

async function retentionTerms(ports: AppPorts, source: string | null, now: number): Promise<PruneTerms> {
  const ofFile = ports.configured.sources.map(({ options, settings }) => ({
    name: options.name ?? "",
    settings,
  }));
  const made = (await readMade(ports, (sources) => sources.list())) ?? [];
  const known = new Map([...made, ...ofFile].map(({ name, settings }) => [name, settings.retention]));
  const wanted = [...known].filter(([name]) => source === null || source === name);
  const before = (of: "rejectedRaw" | "goneNumbers"): Map<string, string> =>
    new Map(
      wanted.flatMap(([name, retention]) => {
        const span = spanOf(retention, of);
        return span === null ? [] : [[name, new Date(now - span).toISOString()]];
      }),
    );
  return {
    sources: wanted.map(([name]) => name),
    ...{ keepSince: before("goneNumbers"), keepRuns: null, rawBefore: before("rejectedRaw") },
  };
}

/** Milliseconds; null where it is kept for ever. */
function spanOf(retention: unknown, of: "rejectedRaw" | "goneNumbers"): number | null {
  if (typeof retention !== "object" || retention === null) return null;
  const span = (retention as Readonly<Record<string, unknown>>)[of];
  return typeof span === "string" ? readSpan(span) : null;
}
