import type { Sql, SqlValue } from "../sql/sql.ts";

type Values = Record<string, SqlValue>;

/** What is not to be undone by bringing back an older copy, each table with its key first. */
const OUTLIVES = [
  { table: "backups", columns: ["path", "at", "bytes", "sha256", "kind"] },
  { table: "written_files", columns: ["path", "kind", "at"] },
  {
    table: "tombstones",
    columns: ["mac", "hint", "digits_mac", "digits_length", "digits_hint", "erased_at"],
  },
  { table: "tombstone_key", columns: ["id", "fingerprint"] },
] as const;

/**
 * Takes over from the database that is replaced what outlives it: who must not be called, who was erased, where copies lie,
 * who did what. To be called in a transaction.
 */
export function carryOver(old: Sql, restored: Sql): void {
  for (const { table, columns } of OUTLIVES) {
    if (hasTable(old, table)) copyRows(old, restored, table, columns, 0);
  }
  if (hasTable(old, "suppression_acts")) carrySuppressions(old, restored);
  if (hasTable(old, "audit")) carryAudit(old, restored);
}

function hasTable(sql: Sql, name: string): boolean {
  return sql.get("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", name) !== undefined;
}

interface Act {
  readonly id: number;
  readonly at: string;
  readonly who: string;
  readonly reason: string | null;
}

/** Numbers that the copy does not hold come with the act by which they were added, whose id may be another one here. */
function carrySuppressions(old: Sql, restored: Sql): void {
  const ids = new Map<number, number>();
  for (const { id, at, who, reason } of old.all<Act>("SELECT id, at, who, reason FROM suppression_acts")) {
    const same = "SELECT id FROM suppression_acts WHERE at = ? AND who = ? AND reason IS NOT DISTINCT FROM ?";
    const known = restored.get<{ id: number }>(same, at, who, reason)?.id;
    const insert = "INSERT INTO suppression_acts (at, who, reason) VALUES (?, ?, ?)";
    ids.set(id, known ?? restored.insert(insert, at, who, reason));
  }
  const add = "INSERT INTO suppressions (number, act) VALUES (?, ?) ON CONFLICT (number) DO NOTHING";
  const rows = old.iterateBig<{ number: bigint; act: bigint }>("SELECT number, act FROM suppressions");
  for (const { number, act } of rows) restored.run(add, number, ids.get(Number(act)) ?? null);
}

const AUDIT_COLUMNS = ["seq", "at", "who", "action", "detail", "previous", "hash"] as const;

/** Goes on with the newer chain where the copy's is a beginning of it; two chains of different beginnings cannot be joined. */
function carryAudit(old: Sql, restored: Sql): void {
  const last = restored.get<{ seq: number; hash: string }>(
    "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1",
  );
  const isBeginning =
    last === undefined ||
    old.get("SELECT 1 FROM audit WHERE seq = ? AND hash = ?", last.seq, last.hash) !== undefined;
  if (isBeginning) copyRows(old, restored, "audit", AUDIT_COLUMNS, last?.seq ?? 0);
}

function copyRows(old: Sql, to: Sql, table: string, columns: readonly string[], after: number): void {
  const [key = ""] = columns;
  const values = columns.map((column) => `:${column}`).join(", ");
  const insert = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${values}) ON CONFLICT (${key}) DO NOTHING`;
  const later = after > 0 ? `WHERE ${key} > ${after}` : "";
  for (const row of old.iterateBig<Values>(`SELECT ${columns.join(", ")} FROM ${table} ${later}`))
    to.change(insert, { ...row });
}
