import { readSpan } from "../../base/span.ts";
import type { PruneTerms } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { pruneRuns } from "../runs/prune-runs.ts";
import { changeSource, madeSource, readMade } from "../sources/sources.ts";
import { changing } from "../with-store.ts";

/** How long things of a source are kept, as its settings say (`90d`); null: for good. */
export interface Retention {
  readonly rejectedRaw: string | null;
  readonly goneNumbers: string | null;
}

export interface SourceRetention extends Retention {
  readonly source: string;
  readonly origin: "file" | "made";
}

/** What pruning a source by its retention would take away now. */
interface RetentionDue {
  readonly source: string;
  readonly oldest: string | null;
  readonly runs: number;
  readonly spans: number;
  readonly numbers: number;
  readonly raws: number;
}

/** Of every source, those of the config file first. */
export async function listRetention(ports: AppPorts): Promise<SourceRetention[]> {
  const ofFile = ports.configured.sources.map(({ options, settings }) =>
    toRetention(options.name ?? "", "file", settings),
  );
  const made = (await readMade(ports, (sources) => sources.list())) ?? [];
  const rest = made.filter(({ name }) => !ofFile.some(({ source }) => source === name));
  return [...ofFile, ...rest.map(({ name, settings }) => toRetention(name, "made", settings))];
}

/** What is to be pruned now by the retention of sources. */
export function retentionTerms(
  kept: readonly (Retention & { readonly source: string })[],
  now = Date.now(),
): PruneTerms {
  const before = (of: keyof Retention): Map<string, string> =>
    new Map(
      kept.flatMap(({ source, [of]: span }) => {
        const ms = span === null ? null : readSpan(span);
        return ms === null ? [] : [[source, new Date(now - ms).toISOString()]];
      }),
    );
  return { sources: [], keepSince: before("goneNumbers"), keepRuns: null, rawBefore: before("rejectedRaw") };
}

/** Retention of all sources, and what would go by it now; sources of which nothing would go are left out there. Changes nothing. */
export async function previewRetention(
  ports: AppPorts,
): Promise<{ readonly retention: readonly SourceRetention[]; readonly due: readonly RetentionDue[] }> {
  const retention = await listRetention(ports);
  const terms = retentionTerms(retention);
  if (isEmpty(terms) || !(await ports.storeHoldsData())) return { retention, due: [] };
  const found = await changing(ports, ({ versions }) => versions.previewPrune(terms));
  const due = found.map(({ source, oldest, runs, spans, numbers, raws }) => ({
    source,
    runs,
    spans,
    numbers,
    raws,
    oldest: oldest?.startedAt ?? null,
  }));
  return { retention, due };
}

/**
 * Lets go of what is older than the retention of a source, or of all of them (null); noted in the audit log. Returns how many
 * rows went. Rejects RUN_ACTIVE during a source's first run.
 */
export async function applyRetention(ports: AppPorts, source: string | null): Promise<number> {
  if (!(await ports.storeHoldsData())) return 0;
  const all = await listRetention(ports);
  const terms = retentionTerms(all.filter((one) => source === null || one.source === source));
  if (isEmpty(terms)) return 0;
  const { rows } = await pruneRuns(ports, terms, new AbortController().signal, async () => true);
  return rows ?? 0;
}

/** Sets how long things of a made source are kept. Rejects NO_SUCH_SOURCE, SOURCE_INVALID, USAGE for one of the file. */
export async function setRetention(ports: AppPorts, name: string, retention: Retention): Promise<void> {
  const { settings } = await madeSource(ports, name);
  await changeSource(ports, { name, settings: { ...settings, retention }, secrets: {} });
}

function isEmpty({ keepSince, rawBefore }: PruneTerms): boolean {
  return keepSince.size + rawBefore.size === 0;
}

function toRetention(
  source: string,
  origin: SourceRetention["origin"],
  { retention }: Readonly<Record<string, unknown>>,
): SourceRetention {
  const given = (retention ?? {}) as Readonly<Record<string, unknown>>;
  const of = (part: keyof Retention): string | null => {
    const span = given[part];
    return typeof span === "string" ? span : null;
  };
  return { source, origin, rejectedRaw: of("rejectedRaw"), goneNumbers: of("goneNumbers") };
}
