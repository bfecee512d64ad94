import type { Sql, SqlValue } from "../sql/sql.ts";

/** What is not to be undone by bringing back an older copy, with what tells one row of a table from another. */
const OUTLIVES = [
  { table: "suppressions", columns: ["number", "since", "who", "reason"] },
  { table: "backups", columns: ["path", "at", "bytes", "sha256", "kind"] },
] as const;

type Values = Record<string, SqlValue>;

/** Takes over from the database that is replaced what outlives it: who must not be called, where copies lie, who did what. */
export function carryOver(old: Sql, restored: Sql): void {
  for (const { table, columns } of OUTLIVES) {
    if (hasTable(old, table)) copyRows(old, restored, table, columns, 0);
  }
  if (hasTable(old, "audit")) carryAudit(old, restored);
}

function hasTable(sql: Sql, name: string): boolean {
  return sql.get("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", name) !== undefined;
}

const AUDIT_COLUMNS = ["seq", "at", "who", "action", "detail", "previous", "hash"] as const;

/** Goes on with the newer chain where the copy's is a beginning of it; two chains of different beginnings cannot be joined. */
function carryAudit(old: Sql, restored: Sql): void {
  const last = restored.get<{ seq: number; hash: string }>(
    "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1",
  );
  const isBeginning =
    last === undefined || old.get("SELECT 1 FROM audit WHERE seq = ? AND hash = ?", last.seq, last.hash);
  if (isBeginning !== undefined) copyRows(old, restored, "audit", AUDIT_COLUMNS, last?.seq ?? 0);
}

function copyRows(old: Sql, to: Sql, table: string, columns: readonly string[], after: number): void {
  const [key = ""] = columns;
  const values = columns.map((column) => `:${column}`).join(", ");
  const insert = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${values}) ON CONFLICT (${key}) DO NOTHING`;
  const later = after > 0 ? `WHERE ${key} > ${after}` : "";
  for (const row of old.iterateBig<Values>(`SELECT ${columns.join(", ")} FROM ${table} ${later}`))
    to.change(insert, { ...row });
}
