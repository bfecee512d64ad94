import type { CrmClient, CrmProject } from "../../model/record.ts";
import { isNarrow, type RunScope, type UnitKind } from "../../model/run.ts";
import type { PagePlace, Unit } from "../store.ts";
import type { Sql } from "./sql.ts";

interface UnitRow {
  readonly id: number;
  readonly ref: number;
  readonly cursor: string | null;
  readonly pages: number;
  readonly crmId: string;
  readonly name: string;
  readonly country: string | null;
}

const DUE: Record<UnitKind, string> = {
  clients: `SELECT u.id, u.ref, u.cursor, u.pages, '' AS crmId, 'the list of clients' AS name, NULL AS country FROM units u
    WHERE u.run = ? AND u.kind = 'clients' AND u.state = 'due' AND u.id > ? ORDER BY u.id LIMIT ?`,
  projects: `SELECT u.id, u.ref, u.cursor, u.pages, c.crm_id AS crmId, c.name, c.country FROM units u JOIN clients c ON c.id = u.ref
    WHERE u.run = ? AND u.kind = 'projects' AND u.state = 'due' AND u.id > ? ORDER BY u.id LIMIT ?`,
  phones: `SELECT u.id, u.ref, u.cursor, u.pages, p.crm_id AS crmId, p.name, c.country
    FROM units u JOIN projects p ON p.id = u.ref JOIN clients c ON c.id = p.client
    WHERE u.run = ? AND u.kind = 'phones' AND u.state = 'due' AND u.id > ? ORDER BY u.id LIMIT ?`,
};

export function dueUnits(sql: Sql, run: number, kind: UnitKind, after: number, limit: number): Unit[] {
  return sql.all<UnitRow>(DUE[kind], run, after, limit).map((row) => ({ ...row, run, kind }));
}

/** Makes a unit due unless the run has it already; true when it is new. */
export function addUnit(sql: Sql, run: number, kind: UnitKind, ref: number): boolean {
  return (
    sql.run("INSERT OR IGNORE INTO units (run, kind, ref, state) VALUES (?, ?, ?, 'due')", run, kind, ref) > 0
  );
}

/**
 * Saves a page of clients. Returns how many project lists it made due, and whether a narrow scope has all it
 * asked for, so that no further page needs reading.
 */
export function writeClients(
  sql: Sql,
  unit: Unit,
  source: number,
  scope: RunScope,
  clients: readonly CrmClient[],
): { added: number; satisfied: boolean } {
  const count = () =>
    sql.get<{ n: number }>("SELECT count(*) AS n FROM units WHERE run = ? AND kind = 'projects'", unit.run)
      ?.n ?? 0;
  let listed = isNarrow(scope) ? count() : 0;
  let added = 0;
  for (const client of clients) {
    if (!inScope(scope, client.id, listed)) continue;
    const wasListed = scope.failedOf !== undefined && isListedSince(sql, source, client.id, scope.failedOf);
    const id = upsertClient(sql, source, unit.run, client);
    if (wasListed) continue;
    if (addUnit(sql, unit.run, "projects", id)) {
      added++;
      listed++;
    }
  }
  const wanted = Math.min(
    scope.limit ?? Infinity,
    scope.clients.length > 0 ? scope.clients.length : Infinity,
  );
  return { added, satisfied: listed >= wanted };
}

export function inScope(scope: RunScope, id: string, listed: number): boolean {
  if (scope.limit !== null && listed >= scope.limit) return false;
  if (scope.exclude.includes(id)) return false;
  return scope.clients.length === 0 || scope.clients.includes(id);
}

/** True for a client that the run `since` or a later one met: its projects were due there. */
function isListedSince(sql: Sql, source: number, id: string, since: number): boolean {
  const row = sql.get<{ listed_run: number }>(
    "SELECT listed_run FROM clients WHERE source = ? AND crm_id = ?",
    source,
    id,
  );
  return row !== undefined && row.listed_run >= since;
}

function upsertClient(sql: Sql, source: number, run: number, client: CrmClient): number {
  const row = sql.get<{ id: number }>(
    `INSERT INTO clients (source, crm_id, name, country, listed_run) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (source, crm_id) DO UPDATE SET name = excluded.name, country = excluded.country,
       listed_run = excluded.listed_run, gone_run = NULL RETURNING id`,
    source,
    client.id,
    client.name,
    client.country,
    run,
  );
  return row?.id ?? 0;
}

/** Saves a page of one client's projects; returns how many lists of phones it made due. */
export function writeProjects(sql: Sql, unit: Unit, source: number, projects: readonly CrmProject[]): number {
  let added = 0;
  for (const project of projects) {
    const row = sql.get<{ id: number }>(
      `INSERT INTO projects (source, client, crm_id, name, listed_run) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (source, crm_id) DO UPDATE SET client = excluded.client, name = excluded.name,
         listed_run = excluded.listed_run, gone_run = NULL RETURNING id`,
      source,
      unit.ref,
      project.id,
      project.name,
      unit.run,
    );
    if (row !== undefined && addUnit(sql, unit.run, "phones", row.id)) added++;
  }
  return added;
}

/** Moves a unit past a saved page; false when it stands elsewhere, so that no page is ever saved twice. */
export function advance(sql: Sql, unit: Unit, place: PagePlace, changed: boolean): boolean {
  const moved = sql.run(
    "UPDATE units SET cursor = ?, pages = pages + 1, state = ?, changed = ? WHERE id = ? AND pages = ? AND state = 'due'",
    place.next,
    place.next === null ? "done" : "due",
    changed ? 1 : 0,
    unit.id,
    unit.pages,
  );
  return moved === 1;
}
