import { createHash } from "node:crypto";
import { DatamasterError } from "../../base/errors.ts";
import {
  CONTRACT_COLUMNS,
  type ColumnName,
  type SingerState,
  singerRecords,
  singerSchema,
  singerState,
  toColumns,
} from "../../export/export.ts";
import { told } from "../../messages/messages.ts";
import type { Run } from "../../model/run.ts";
import type { RunReader } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { cellRows, type ExportRequest } from "./export-held.ts";

/** What names a record beside its source. */
const KEYS = {
  numbers: ["phone"],
  pairs: ["project_id", "phone"],
} as const satisfies Record<string, readonly ColumnName[]>;

/** Characters gathered before they are handed on. */
const CHUNK_LENGTH = 64 * 1024;

/** An export of numbers or pairs as Singer messages. */
export interface SingerRequest extends Omit<ExportRequest, "format" | "gzip" | "split" | "of"> {
  readonly of: keyof typeof KEYS;
  /** Where a target stands; null: all is sent. */
  readonly state: SingerState | null;
}

/** Columns where none are chosen: `last_seen` of every number moves with each run, and what did not change is not sent again. */
export function singerColumns(of: keyof typeof KEYS): readonly ColumnName[] {
  return CONTRACT_COLUMNS[of].filter((name) => name !== "last_seen");
}

/**
 * Streams what sources held after their last finished run as Singer messages, a line each: SCHEMA, and for each source RECORDs and a
 * STATE. With a state only what came and went since then, what went with the time at which it was found gone. Rejects USAGE where the
 * state is of another selection or database, and TOMBSTONE_KEY.
 */
export async function* exportSinger(ports: AppPorts, request: SingerRequest): AsyncGenerator<string> {
  await ports.refuseLostKey();
  const reader = await ports.openReader();
  try {
    let chunk = "";
    for (const message of messages(reader, ports, request)) {
      chunk += message;
      if (chunk.length < CHUNK_LENGTH) continue;
      yield chunk;
      chunk = "";
    }
    yield chunk;
  } finally {
    reader.close();
  }
}

function* messages(reader: RunReader, ports: AppPorts, request: SingerRequest): Generator<string> {
  const { of, state } = request;
  const names = [...new Set([...KEYS[of], ...(request.columns ?? singerColumns(of))])];
  const columns = toColumns(names);
  const extractedAt = new Date().toISOString();
  const selection = selectionOf(request, names);
  const runs = lastRuns(reader, request.filter.sources);
  let bookmarks = state?.bookmarks ?? {};
  for (const run of runs) checkMark(reader, run, bookmarks[of]?.[run.source], selection);
  yield singerSchema(of, columns, KEYS[of]);
  for (const { run, source, startedAt } of runs) {
    const tell = singerRecords(of, source, columns, extractedAt);
    const since = bookmarks[of]?.[source]?.run ?? null;
    const rows = (part: { readonly newSince: number | null } | { readonly goneSince: number }) => {
      const filter = { ...request.filter, sources: [source], run, ...part };
      return cellRows(reader, { ...request, format: "jsonl", filter }, names, ports);
    };
    if (since !== null && since < run) {
      for (const cells of rows({ goneSince: since })) yield tell(cells, startedAt);
    }
    if (since !== run) for (const cells of rows({ newSince: since })) yield tell(cells, null);
    bookmarks = { ...bookmarks, [of]: { ...bookmarks[of], [source]: { run, selection } } };
    yield singerState({ bookmarks });
  }
}

/** Of each source its last finished run, in the order of the runs. */
function lastRuns(reader: RunReader, sources: readonly string[]): Run[] {
  const finished = reader
    .listRuns(null, Number.MAX_SAFE_INTEGER)
    .filter(({ status }) => status === "complete" || status === "partial")
    .filter(({ source }) => sources.length === 0 || sources.includes(source));
  const newest = new Map(finished.toReversed().map((run) => [run.source, run]));
  return [...newest.values()].sort((one, other) => one.run - other.run);
}

function checkMark(
  reader: RunReader,
  { source, run }: Run,
  mark: { readonly run: number; readonly selection: string } | undefined,
  selection: string,
): void {
  if (mark === undefined) return;
  if (mark.selection !== selection)
    throw new DatamasterError("USAGE", told("singerOtherSelection", { source }));
  if (mark.run > run || reader.findRun(mark.run)?.source !== source) {
    throw new DatamasterError("USAGE", told("singerOtherStore", { source, run: mark.run }));
  }
}

/** What is sent of a source, as a hash: with another one what came and went since could not be told. */
function selectionOf({ filter, flagged, enrich }: SingerRequest, names: readonly ColumnName[]): string {
  const { sources: _, run: __, newSince: ___, goneSince: ____, ...rest } = filter;
  const { operators = [], timeZones = [] } = enrich ?? {};
  const text = JSON.stringify({ rest, flagged, operators, timeZones, names });
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
