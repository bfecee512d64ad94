import type { SqliteSql } from "./sql.ts";

/** Keeps rows of the audit log from being changed or deleted by mistake, also with other tools. SQLite's own SQL: triggers. */
export function guardAudit(sql: SqliteSql): void {
  for (const act of ["UPDATE", "DELETE"]) {
    sql.exec(`CREATE TRIGGER IF NOT EXISTS audit_no_${act.toLowerCase()} BEFORE ${act} ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END`);
  }
}
