import { isNarrow, type RunScope } from "../../../model/run.ts";
import { ALL_CLIENTS, type ClientList, type PagePlace, type Unit } from "../../store.ts";
import type { Sql } from "../sql.ts";

/** Keeps how many clients the CRM tells of. */
export function noteTotal(sql: Sql, unit: Unit, { total }: PagePlace): void {
  sql.run("UPDATE units SET total = ? WHERE id = ?", total, unit.id);
}

/** The list of all clients as a full run read it to its end; null for a narrow run, and where the CRM told no total. */
export function readClientList(sql: Sql, run: number, scope: RunScope): ClientList | null {
  if (isNarrow(scope)) return null;
  const row = sql.get<{ id: number; total: number }>(
    `SELECT u.id, u.total FROM units u JOIN runs r ON r.id = u.run AND r.mode = 'full'
     WHERE u.run = ? AND u.kind = 'clients' AND u.ref = ? AND u.state = 'done' AND u.total IS NOT NULL`,
    run,
    ALL_CLIENTS,
  );
  return row === undefined ? null : { unit: unitOf(row.id, run), total: row.total };
}

function unitOf(id: number, run: number): Unit {
  const list = {
    ref: ALL_CLIENTS,
    crmId: "",
    name: "the list of clients",
    country: null,
    since: null,
    etag: null,
  } as const;
  return { id, run, kind: "clients", ...list, cursor: null, pages: 0 };
}

/** Makes the list due again; what it then does not hold counts as not listed. */
export function reopenClientList(sql: Sql, { id, run }: Unit, source: number): void {
  sql.run("UPDATE units SET state = 'due', cursor = NULL, pages = 0 WHERE id = ?", id);
  sql.run("UPDATE clients SET listed_run = 0 WHERE source = ? AND listed_run = ?", source, run);
}
