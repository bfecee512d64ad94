import type { DeliveredFile, DeliveryLog, DeliveryRecord } from "../../deliveries.ts";
import type { Sql } from "../sql.ts";

type DeliveryRow = Omit<DeliveryRecord, "files"> & { readonly files: string | null };

const COLUMNS = "run, name, preset, place, state, at, attempts, files, error";

/** What was handed on, over one connection; reading needs no write lock. */
export function deliveryLog(sql: Sql): DeliveryLog {
  return {
    list: (run, limit) =>
      (run === null
        ? sql.all<DeliveryRow>(`SELECT ${COLUMNS} FROM deliveries ORDER BY run DESC, name LIMIT ?`, limit)
        : sql.all<DeliveryRow>(
            `SELECT ${COLUMNS} FROM deliveries WHERE run = ? ORDER BY name LIMIT ?`,
            ...[run, limit],
          )
      ).map(toRecord),
    find(run, name) {
      const row = sql.get<DeliveryRow>(
        `SELECT ${COLUMNS} FROM deliveries WHERE run = ? AND name = ?`,
        ...[run, name],
      );
      return row === undefined ? null : toRecord(row);
    },
    deliveredBefore: (run, name) =>
      sql.get<{ run: number | null }>(
        `SELECT max(d.run) AS run FROM deliveries d JOIN runs r ON r.id = d.run
         WHERE d.name = ? AND d.state = 'delivered' AND d.run < ? AND r.source = (SELECT source FROM runs WHERE id = ?)`,
        ...[name, run, run],
      )?.run ?? null,
    note: (record) => void note(sql, record),
  };
}

function note(
  sql: Sql,
  { run, name, preset, place, state, at, attempts, files, error }: DeliveryRecord,
): void {
  sql.run(
    `INSERT INTO deliveries (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run, name) DO UPDATE SET preset = excluded.preset, place = excluded.place, state = excluded.state,
       at = excluded.at, attempts = excluded.attempts, files = excluded.files, error = excluded.error`,
    ...[run, name, preset, place, state, at, attempts, files === null ? null : JSON.stringify(files), error],
  );
}

function toRecord({ files, ...row }: DeliveryRow): DeliveryRecord {
  return { ...row, files: files === null ? null : (JSON.parse(files) as DeliveredFile[]) };
}
