import { thisProcess } from "../../../base/owner.ts";
import type { LogLevelName, LogLine, RunOrigin, SpeedPoint } from "../../../model/run-page.ts";
import type {
  LineQuery,
  ListedRun,
  RunQuery,
  RunRecords,
  RunRecordsReader,
  ServiceRun,
} from "../../run-records.ts";
import type { NewRun } from "../../store.ts";
import { runUnits } from "../read/run-units.ts";
import type { Sql } from "../sql.ts";
import { RUN_COLUMNS, type RunRow, toRun } from "./run-rows.ts";

/** Of a longer log the oldest lines go. */
const MOST_LINES = 50_000;

const LEVELS: Readonly<Record<LogLevelName, number>> = { info: 30, warn: 40, error: 50 };

interface LineRow {
  readonly seq: number;
  readonly at: string;
  readonly level: number;
  readonly code: string | null;
  readonly text: string;
  readonly told: string | null;
}

/** What pages show of runs, over one connection; reading needs no write lock. */
export function runRecordsReader(sql: Sql): RunRecordsReader {
  return {
    runs: (query) => listedRuns(sql, query),
    lines: (query) => lines(sql, query),
    lastLine: (run) =>
      sql.count("SELECT coalesce(max(seq), 0) AS n FROM run_lines WHERE run = :run", { run }),
    speed(run) {
      const row = sql.get<{ points: string }>("SELECT points FROM run_speeds WHERE run = ?", run);
      return row === undefined ? [] : (JSON.parse(row.points) as SpeedPoint[]);
    },
    origin(run) {
      const row = sql.get<{ who: string | null; settings: string }>(
        "SELECT who, settings FROM run_origins WHERE run = ?",
        run,
      );
      return row === undefined
        ? null
        : { who: row.who, settings: JSON.parse(row.settings) as RunOrigin["settings"] };
    },
    units: (query) => runUnits(sql, query),
    pages: (run) =>
      sql.count("SELECT coalesce(sum(pages), 0) AS n FROM units WHERE run = :run AND kind = 'phones'", {
        run,
      }),
    serviceRuns: () => [
      ...sql.all<ServiceRun>("SELECT source, run, who, at FROM service_runs ORDER BY source"),
    ],
  };
}

/** {@link RunRecords}; `within` runs each change in a transaction. */
export function runRecords(sql: Sql, within: (work: () => void) => void): RunRecords {
  return {
    ...runRecordsReader(sql),
    addLines: (run, added) => within(() => addLines(sql, run, added)),
    saveSpeed: (run, points) =>
      within(() => {
        sql.run(
          "INSERT INTO run_speeds (run, points) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET points = excluded.points",
          run,
          JSON.stringify(points),
        );
      }),
    keepServiceRun: ({ source, run, who, at }) =>
      within(() => {
        sql.run(
          `INSERT INTO service_runs (source, run, who, at) VALUES (?, ?, ?, ?)
           ON CONFLICT (source) DO UPDATE SET run = excluded.run, who = excluded.who, at = excluded.at`,
          ...[source, run, who, at],
        );
      }),
    dropServiceRun: (source) =>
      within(() => void sql.run("DELETE FROM service_runs WHERE source = ?", source)),
    giveUp: (run, error) =>
      within(() => {
        const now = new Date().toISOString();
        sql.run(
          "UPDATE runs SET status = 'stopped', ended_at = ?, error = ? WHERE id = ? AND status = 'running' AND owner = ?",
          ...[now, error, run, JSON.stringify(thisProcess())],
        );
      }),
  };
}

/** Keeps with what a run began. */
export function noteOrigin(sql: Sql, run: number, { who, settings }: NonNullable<NewRun["origin"]>): void {
  sql.run(
    "INSERT INTO run_origins (run, who, settings) VALUES (?, ?, ?)",
    run,
    who,
    JSON.stringify(settings),
  );
}

function listedRuns(sql: Sql, { source, statuses, before, limit }: RunQuery): ListedRun[] {
  const wanted = [
    ...(source === null ? [] : ["s.name = ?"]),
    ...(statuses.length === 0 ? [] : [`r.status IN (${statuses.map(() => "?").join(", ")})`]),
    ...(before === null ? [] : ["r.id < ?"]),
  ];
  const values = [...(source === null ? [] : [source]), ...statuses, ...(before === null ? [] : [before])];
  const rows = sql.all<RunRow & { readonly who: string | null }>(
    `SELECT o.who, ${RUN_COLUMNS} LEFT JOIN run_origins o ON o.run = r.id
     ${wanted.length === 0 ? "" : `WHERE ${wanted.join(" AND ")}`} ORDER BY r.id DESC LIMIT ?`,
    ...values,
    limit,
  );
  return rows.map((row) => ({ ...toRun(row), who: row.who }));
}

function lines(sql: Sql, { run, after, before, level, limit }: LineQuery): LogLine[] {
  const columns = "seq, at, level, code, text, told";
  const rows =
    before === undefined
      ? sql.all<LineRow>(
          `SELECT ${columns} FROM run_lines WHERE run = ? AND seq > ? AND level >= ? ORDER BY seq LIMIT ?`,
          ...[run, after ?? 0, LEVELS[level], limit],
        )
      : sql.all<LineRow>(
          `SELECT ${columns} FROM run_lines WHERE run = ? AND seq < ? AND level >= ? ORDER BY seq DESC LIMIT ?`,
          ...[run, before, LEVELS[level], limit],
        );
  return rows.map(toLine);
}

function toLine({ level, told, ...row }: LineRow): LogLine {
  const name = level >= LEVELS.error ? "error" : level >= LEVELS.warn ? "warn" : "info";
  return { ...row, level: name, told: told === null ? null : (JSON.parse(told) as LogLine["told"]) };
}

function addLines(sql: Sql, run: number, added: readonly LogLine[]): void {
  const insert = sql.hot(
    "INSERT INTO run_lines (run, seq, at, level, code, text, told) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  for (const { seq, at, level, code, text, told } of added) {
    insert.run(run, seq, at, LEVELS[level], code, text, told === null ? null : JSON.stringify(told));
  }
  const last = added.at(-1)?.seq ?? 0;
  if (last > MOST_LINES) {
    sql.run("DELETE FROM run_lines WHERE run = ? AND seq <= ?", run, last - MOST_LINES);
  }
}
