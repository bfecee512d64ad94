import type { CrmClient, CrmProject } from "../../../model/record.ts";
import { isNarrow, type RunScope, type UnitKind } from "../../../model/run.ts";
import type { PagePlace, Unit } from "../../store.ts";
import type { Sql } from "../sql.ts";
import { dropKept } from "./kept-pages.ts";
import { STALE, STALE_PROJECT } from "./stale.ts";

interface UnitRow {
  readonly id: number;
  readonly ref: number;
  readonly cursor: string | null;
  readonly pages: number;
  readonly crmId: string;
  readonly name: string;
  readonly country: string | null;
  readonly since: string | null;
  readonly etag: string | null;
}

const DUE: Record<UnitKind, string> = {
  clients: `SELECT u.id, u.ref, u.cursor, u.pages, '' AS crmId, 'the list of clients' AS name, NULL AS country,
      CASE u.ref WHEN 1 THEN r.since END AS since, NULL AS etag FROM units u JOIN runs r ON r.id = u.run
    WHERE u.run = ? AND u.kind = 'clients' AND u.state = 'due' AND u.id > ? ORDER BY u.id LIMIT ?`,
  projects: `SELECT u.id, u.ref, u.cursor, u.pages, c.crm_id AS crmId, c.name, c.country, NULL AS since, NULL AS etag FROM units u JOIN clients c ON c.id = u.ref
    WHERE u.run = ? AND u.kind = 'projects' AND u.state = 'due' AND u.id > ? ORDER BY u.id LIMIT ?`,
  phones: `SELECT u.id, u.ref, u.cursor, u.pages, p.crm_id AS crmId, p.name, c.country, NULL AS since, k.etag
    FROM units u JOIN projects p ON p.id = u.ref JOIN clients c ON c.id = p.client
    LEFT JOIN kept_pages k ON k.project = u.ref AND k.seq = u.pages AND k.cursor IS NOT DISTINCT FROM u.cursor
    WHERE u.run = ? AND u.kind = 'phones' AND u.state = 'due' AND u.id > ? ORDER BY u.id LIMIT ?`,
};

export function dueUnits(sql: Sql, run: number, kind: UnitKind, after: number, limit: number): Unit[] {
  return sql.all<UnitRow>(DUE[kind], run, after, limit).map((row) => ({ ...row, run, kind }));
}

/** Makes a unit due unless the run has it already; true when it is new. */
export function addUnit(sql: Sql, run: number, kind: UnitKind, ref: number): boolean {
  return (
    sql.run(
      "INSERT INTO units (run, kind, ref, state) VALUES (?, ?, ?, 'due') ON CONFLICT DO NOTHING",
      run,
      kind,
      ref,
    ) > 0
  );
}

/**
 * Saves a page of clients. Makes their project lists due, or where not `all` of them those that changed. Returns how
 * many, and whether a narrow scope has all it asked for, so that no further page needs reading.
 */
export function writeClients(
  sql: Sql,
  unit: Unit,
  source: number,
  scope: RunScope,
  clients: readonly CrmClient[],
  all: boolean,
): { added: number; satisfied: boolean } {
  const count = () =>
    sql.get<{ n: number }>("SELECT count(*) AS n FROM units WHERE run = ? AND kind = 'projects'", unit.run)
      ?.n ?? 0;
  let listed = isNarrow(scope) ? count() : 0;
  let added = 0;
  for (const client of clients) {
    if (!inScope(scope, client.id, listed)) continue;
    const wasListed = scope.failedOf !== undefined && isListedSince(sql, source, client.id, scope.failedOf);
    const { id, stale } = upsertClient(sql, source, unit.run, client);
    if (wasListed || !(all || stale)) continue;
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

/** True for what is to be read: it changed, or was not read since it did. */
interface Saved {
  readonly id: number;
  readonly stale: boolean;
}

/** Of two stamps that one run met, neither is known to be that of what it reads. */
const stampOf = (table: "clients" | "projects") =>
  `CASE WHEN ${table}.listed_run = excluded.listed_run AND ${table}.stamp IS DISTINCT FROM excluded.stamp
     THEN NULL ELSE excluded.stamp END`;

function upsertClient(sql: Sql, source: number, run: number, client: CrmClient): Saved {
  const before = sql.get<{ id: number; country: string | null }>(
    "SELECT id, country FROM clients WHERE source = ? AND crm_id = ?",
    source,
    client.id,
  );
  // Its national numbers are read in another region from now on.
  if (before !== undefined && before.country !== client.country) {
    sql.run("UPDATE projects SET read_stamp = NULL WHERE client = ?", before.id);
    dropKept(sql, "SELECT id FROM projects WHERE client = ?", before.id);
  }
  return savedRow(
    sql.get(
      `INSERT INTO clients (source, crm_id, name, country, listed_run, stamp) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (source, crm_id) DO UPDATE SET name = excluded.name, country = excluded.country, stamp = ${stampOf("clients")},
         listed_run = excluded.listed_run, gone_run = NULL RETURNING id, ${STALE} AS stale`,
      source,
      client.id,
      client.name,
      client.country,
      run,
      client.updatedAt,
    ),
  );
}

function savedRow(row: { id: number; stale: number } | undefined): Saved {
  return { id: row?.id ?? 0, stale: row?.stale === 1 };
}

/**
 * Saves a page of one client's projects; makes their lists of phones due, or where not `all` of them those that changed,
 * and returns how many. A project of another client is read anew: the region of its numbers may be another one.
 */
export function writeProjects(
  sql: Sql,
  unit: Unit,
  source: number,
  projects: readonly CrmProject[],
  all: boolean,
): number {
  let added = 0;
  const moved = "SELECT id FROM projects WHERE source = ? AND crm_id = ? AND client <> ?";
  for (const project of projects) {
    dropKept(sql, moved, source, project.id, unit.ref);
    const { id, stale } = savedRow(
      sql.get(
        `INSERT INTO projects (source, client, crm_id, name, listed_run, stamp) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (source, crm_id) DO UPDATE SET client = excluded.client, name = excluded.name, stamp = ${stampOf("projects")},
           read_stamp = CASE WHEN projects.client = excluded.client THEN projects.read_stamp END,
           listed_run = excluded.listed_run, gone_run = NULL RETURNING id, ${STALE_PROJECT} AS stale`,
        source,
        unit.ref,
        project.id,
        project.name,
        unit.run,
        project.updatedAt,
      ),
    );
    if ((all || stale) && addUnit(sql, unit.run, "phones", id)) added++;
  }
  return added;
}

/** The list of a client's projects is read to its end, as it was when the client had its stamp. */
export function endProjects(sql: Sql, client: number): void {
  sql.run("UPDATE clients SET read_stamp = stamp WHERE id = ?", client);
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

/** The CRM's id of the client of a project; empty where there is none. */
export function clientOf(sql: Sql, project: number): string {
  const row = sql.get<{ id: string }>(
    "SELECT c.crm_id AS id FROM projects p JOIN clients c ON c.id = p.client WHERE p.id = ?",
    project,
  );
  return row?.id ?? "";
}
