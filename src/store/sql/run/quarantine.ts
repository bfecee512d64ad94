import { told } from "../../../messages/messages.ts";
import type { QuarantineCause, Unit } from "../../store.ts";
import type { Sql } from "../sql.ts";

/** Items of a list cannot be asked for without an id. */
export function unusableItems(count: number): QuarantineCause {
  return { code: "CRM_BAD_ANSWER", message: told("withoutId", { count }).text, attempts: 1 };
}

/** What a list does not hold of what the CRM tells of may be there all the same. */
export function otherCount(total: number, listed: number): QuarantineCause {
  const message = told("listMoved", { total, listed }).text;
  return { code: "CRM_LIST_MOVED", message, attempts: 1, counts: { total, listed } };
}

/** Writes down why a unit is to be set aside; until {@link setAside} the rest of it is still read. */
export function noteCause(sql: Sql, unit: Unit, cause: QuarantineCause): void {
  sql.run(
    `INSERT INTO quarantine (run, unit, kind, ref, code, message, attempts, at, total, listed, excerpt)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    unit.run,
    unit.id,
    unit.kind,
    unit.ref,
    cause.code,
    cause.message,
    cause.attempts,
    new Date().toISOString(),
    cause.counts?.total ?? null,
    cause.counts?.listed ?? null,
    cause.excerpt ?? null,
  );
}

/** Quarantines a unit that has a cause for it, and marks what it kept from being read as unverified; false where it has none. */
export function setAside(sql: Sql, unit: Unit): boolean {
  if (sql.get("SELECT 1 FROM quarantine WHERE unit = ?", unit.id) === undefined) return false;
  sql.run("UPDATE units SET state = 'quarantined' WHERE id = ?", unit.id);
  sql.run("DELETE FROM pages WHERE unit = ?", unit.id);
  if (unit.kind === "phones") {
    sql.run("UPDATE projects SET unverified_run = ? WHERE id = ?", unit.run, unit.ref);
  } else if (unit.kind === "projects") {
    sql.run("UPDATE clients SET read_stamp = NULL WHERE id = ?", unit.ref);
    sql.run(
      "UPDATE projects SET unverified_run = ?1 WHERE client = ?2 AND gone_run IS NULL AND listed_run <> ?1",
      unit.run,
      unit.ref,
    );
  } else {
    sql.run(
      `UPDATE projects SET unverified_run = ?1 WHERE gone_run IS NULL AND client IN (SELECT id FROM clients
         WHERE source = (SELECT source FROM runs WHERE id = ?1) AND gone_run IS NULL AND listed_run <> ?1)`,
      unit.run,
    );
  }
  return true;
}
