import { DatamasterError } from "../../base/errors.ts";
import type { ExportAsked, ExportView } from "../../contract/exports.ts";
import { columnsOf, DIFF_COLUMNS } from "../../export/export.ts";
import { type Language, told } from "../../messages/messages.ts";
import { NumberSet } from "../../model/number-set.ts";
import { HELD_NOW, type HeldFilter, type RunReader } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import type { DiffRequest } from "../runs/diff-runs.ts";
import { reading } from "../with-store.ts";
import type { ExportRequest } from "./export-held.ts";

/** Who asks for an export in the service. */
export interface ExportAsker {
  readonly person: string;
  readonly language: Language;
}

/** What somebody took before, and up to which run. */
interface TakenBefore {
  readonly run: number;
  readonly at: string;
}

/** What an export asks of the store, with "since my last export" as runs. */
export interface ResolvedExport {
  readonly asked: ExportAsked;
  readonly request: ExportRequest;
  /** In the place of `request`: what changed between two runs. */
  readonly diff: DiffRequest | null;
  readonly last: TakenBefore | null;
  /** The run up to which this person has then taken what is new; null where it is no such export. */
  readonly mark: number | null;
}

/** Numbers that an export is of, ascending, where what was asked for names them; else null. */
export type PickedNumbers = BigUint64Array<ArrayBuffer> | null;

/** Reads what was asked for; `picked`: the numbers that it names. Throws USAGE where parts of it do not go together. */
export function resolveExport(
  reader: RunReader,
  given: ExportAsked,
  { person, language }: ExportAsker,
  picked: PickedNumbers,
): ResolvedExport {
  refuseMixed(given);
  const { asked, last, mark } = resolveNew(reader, given, person);
  const { what, of, filter, columns, format, gzip, split, includeSuppressed, placeholders } = asked;
  const { operators, timeZones, ...narrow } = filter;
  const ofNumbers = of !== "rejected";
  const isEmpty = what.kind === "new" && what.until !== undefined && what.until <= sinceOf(what);
  return {
    asked,
    last,
    mark,
    diff:
      what.kind === "diff"
        ? { from: what.from, to: what.to, since: null, source: null, includeSuppressed }
        : null,
    request: {
      of,
      format,
      gzip: gzip && format !== "xlsx" && format !== "parquet",
      filter: {
        ...HELD_NOW,
        ...narrow,
        ...(what.kind === "view" && filterOfView(what.view)),
        ...(what.kind === "run" && { run: what.run }),
        ...(what.kind === "gone" && { goneSince: what.since }),
        ...(what.kind === "new" && { newSince: sinceOf(what) || null, run: what.until ?? null }),
        // Nothing is held after the newest run that was not held after it.
        ...(isEmpty && { newSince: reader.listRuns(null, 1)[0]?.run ?? null, run: null }),
      },
      ...(picked !== null && { only: new NumberSet(picked) }),
      ...(columns !== null && { columns }),
      ...(split !== null && { split }),
      ...(ofNumbers && !placeholders && { flagged: "none" }),
      ...(ofNumbers && { enrich: { operators, timeZones, language } }),
      includeSuppressed,
    },
  };
}

/** Where the numbers of a view are looked for; which of them are meant is picked apart. */
function filterOfView({ source, client, project, region, type, state }: ExportView): Partial<HeldFilter> {
  return {
    sources: source,
    clients: client,
    projects: project,
    regions: region,
    types: type,
    includeGone: state === "gone",
  };
}

function sinceOf(what: Extract<ExportAsked["what"], { kind: "new" }>): number {
  return what.since === "lastExport" ? 0 : what.since;
}

function refuseMixed({ what, of, columns, split, filter }: ExportAsked): void {
  if (what.kind === "diff" && (of !== "pairs" || columns !== null || split !== null))
    throw new DatamasterError("USAGE", told("exportDiffAlone", { columns: DIFF_COLUMNS.join(", ") }));
  if (of === "rejected" && what.kind !== "held")
    throw new DatamasterError("USAGE", told("exportRejectedNow"));
  if (what.kind === "new" && what.since === "lastExport" && (filter.clients.length > 0 || of === "rejected"))
    throw new DatamasterError("USAGE", told("exportNewOfClients"));
  if (what.kind === "view" && isNarrow(filter)) throw new DatamasterError("USAGE", told("exportViewAlone"));
  const known: readonly string[] = columnsOf(of);
  const wrong = columns?.find((name) => !known.includes(name));
  if (wrong !== undefined && what.kind !== "diff")
    throw new DatamasterError("USAGE", told("noColumn", { name: wrong, known: known.join(", ") }));
}

function isNarrow({ minProjects, operators: _, timeZones: __, ...lists }: ExportAsked["filter"]): boolean {
  return minProjects > 1 || Object.values(lists).some((list) => list.length > 0);
}

function resolveNew(
  reader: RunReader,
  asked: ExportAsked,
  person: string,
): Pick<ResolvedExport, "asked" | "last" | "mark"> {
  const { what, of, filter } = asked;
  if (what.kind !== "new" || what.since !== "lastExport" || of === "rejected")
    return { asked, last: null, mark: null };
  const last = reader.exports.mark(person, [...filter.sources].sort(), of);
  const until = settledRun(reader, filter.sources);
  const since = last?.run ?? 0;
  return {
    asked: { ...asked, what: { kind: "new", since, until: Math.max(until, 1) } },
    last: last === null ? null : { run: last.run, at: last.at },
    mark: until > since ? until : null,
  };
}

/** The last run up to which nothing of these sources changes any more: what can be continued may still bring numbers. */
export function settledRun(reader: RunReader, sources: readonly string[]): number {
  const runs = reader.listRuns(null, Number.MAX_SAFE_INTEGER);
  const picked = runs.filter(({ source }) => sources.length === 0 || sources.includes(source));
  const open = picked.filter(
    ({ status }) => status === "running" || status === "stopped" || status === "failed",
  );
  const newest = picked[0]?.run ?? 0;
  return Math.min(newest, ...open.map(({ run }) => run - 1));
}

/** Whether it could be written: rejects as {@link resolveExport} does. */
export async function checkExport(ports: AppPorts, asked: ExportAsked, asker: ExportAsker): Promise<void> {
  await reading(ports, (reader) => resolveExport(reader, asked, asker, null));
}
