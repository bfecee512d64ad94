import type {
  ExportFault,
  ExportLog,
  ExportMark,
  ExportPreset,
  ExportReader,
  ExportRecord,
  WrittenFile,
} from "../../exports.ts";
import type { Sql } from "../sql.ts";

type ExportRow = Omit<ExportRecord, "files" | "error"> & {
  readonly files: string | null;
  readonly error: string | null;
};

const COLUMNS = `id, person, who, asked, state, created_at AS createdAt, ended_at AS endedAt, expires_at AS expiresAt,
  rows, suppressed, placeholders, files, error`;

/** Exports of the service over one connection. */
export function exportReader(sql: Sql): ExportReader {
  return {
    list: (before, limit) =>
      (before === null
        ? sql.all<ExportRow>(
            `SELECT ${COLUMNS} FROM exports ORDER BY created_at DESC, id DESC LIMIT ?`,
            limit,
          )
        : sql.all<ExportRow>(
            `SELECT ${COLUMNS} FROM exports WHERE created_at < ?1 OR (created_at = ?1 AND id < ?2)
             ORDER BY created_at DESC, id DESC LIMIT ?3`,
            ...before,
            limit,
          )
      ).map(toRecord),
    find(id) {
      const row = sql.get<ExportRow>(`SELECT ${COLUMNS} FROM exports WHERE id = ?`, id);
      return row === undefined ? null : toRecord(row);
    },
    inState: (states) =>
      sql
        .all<ExportRow>(
          `SELECT ${COLUMNS} FROM exports WHERE state IN (${states.map(() => "?").join(", ")}) ORDER BY created_at, id`,
          ...states,
        )
        .map(toRecord),
    mark: (person, sources, kind) => findMark(sql, person, sources, kind),
    presets: () =>
      sql.all<ExportPreset & Record<string, never>>(
        "SELECT name, who, at, asked FROM export_presets ORDER BY name",
      ),
  };
}

/** The same with what changes them; `who` acts. */
export function exportLog(sql: Sql): ExportLog {
  return {
    ...exportReader(sql),
    note: (record) => void note(sql, record),
    keepMark: ({ person, sources, kind, run, at }) =>
      void sql.run(
        `INSERT INTO export_marks (person, sources, kind, run, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (person, sources, kind) DO UPDATE SET run = excluded.run, at = excluded.at`,
        ...[person, JSON.stringify(sources), kind, run, at],
      ),
    keepPreset: ({ name, who, at, asked }) =>
      void sql.run(
        `INSERT INTO export_presets (name, who, at, asked) VALUES (?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET who = excluded.who, at = excluded.at, asked = excluded.asked`,
        ...[name, who, at, asked],
      ),
    dropPreset: (name) => sql.run("DELETE FROM export_presets WHERE name = ?", name) > 0,
  };
}

function findMark(
  sql: Sql,
  person: string,
  sources: readonly string[],
  kind: ExportMark["kind"],
): ExportMark | null {
  const row = sql.get<{ run: number; at: string }>(
    "SELECT run, at FROM export_marks WHERE person = ? AND sources = ? AND kind = ?",
    ...[person, JSON.stringify(sources), kind],
  );
  return row === undefined ? null : { person, sources, kind, run: row.run, at: row.at };
}

function note(sql: Sql, record: ExportRecord): void {
  const { id, person, who, asked, state, createdAt, endedAt, expiresAt } = record;
  const { rows, suppressed, placeholders, files, error } = record;
  sql.run(
    `INSERT INTO exports (id, person, who, asked, state, created_at, ended_at, expires_at, rows, suppressed, placeholders, files, error)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET asked = excluded.asked, state = excluded.state, ended_at = excluded.ended_at,
       expires_at = excluded.expires_at, rows = excluded.rows, suppressed = excluded.suppressed,
       placeholders = excluded.placeholders, files = excluded.files, error = excluded.error`,
    ...[id, person, who, asked, state, createdAt, endedAt, expiresAt, rows, suppressed, placeholders],
    files.length === 0 ? null : JSON.stringify(files),
    error === null ? null : JSON.stringify(error),
  );
}

function toRecord({ files, error, ...row }: ExportRow): ExportRecord {
  return {
    ...row,
    files: files === null ? [] : (JSON.parse(files) as WrittenFile[]),
    error: error === null ? null : (JSON.parse(error) as ExportFault),
  };
}
