import type { CrmClient } from "../../../model/record.ts";
import { isNarrow, type RunScope } from "../../../model/run.ts";
import { ALL_CLIENTS, CHANGED_CLIENTS, type PagePlace, type Unit } from "../../store.ts";
import type { Sql } from "../sql.ts";
import { dropKept } from "./kept-pages.ts";
import { addUnit } from "./listing.ts";
import { STALE, STALE_PROJECT } from "./stale.ts";

/** Numbers of the source are read like this from now on: what was read in another way is to be read again. */
export function readLike(sql: Sql, source: number, reader: string): void {
  const changed = sql.run(
    "UPDATE sources SET reader = ?1 WHERE id = ?2 AND reader IS DISTINCT FROM ?1",
    reader,
    source,
  );
  if (changed === 0) return;
  sql.run("UPDATE projects SET read_stamp = NULL WHERE source = ?", source);
  dropKept(sql, "SELECT id FROM projects WHERE source = ?", source);
}

/** The first page of a list of clients: what changes from now on may stand on a page that is read no more. */
export function noteListBegan(sql: Sql, unit: Unit, { trustedUntil }: PagePlace): void {
  if (unit.pages > 0) return;
  sql.run(
    "UPDATE runs SET list_began = ?1 WHERE id = ?2 AND (since IS NULL OR ?3 = ?4)",
    trustedUntil ?? null,
    unit.run,
    unit.ref,
    CHANGED_CLIENTS,
  );
}

/**
 * Ends a page of the clients that changed: after its last one, the list of all clients is due, to be compared. Returns
 * whether it became due.
 */
export function endChangedPage(
  sql: Sql,
  unit: Unit,
  { next, withoutId = 0, missing = 0 }: PagePlace,
): boolean {
  // Of what has no id or is missing nobody knows whether it changed: the whole list tells.
  if (withoutId > 0 || missing > 0) sweep(sql, unit.run);
  return next === null && addUnit(sql, unit.run, "clients", ALL_CLIENTS);
}

export function sweep(sql: Sql, run: number): void {
  sql.run("UPDATE runs SET swept = 1 WHERE id = ?", run);
}

/**
 * Compares the first page of the list of all clients with what is held: as many as the CRM counts, and all of the page
 * among them. Gives those of the page that differ; null where clients came or went, so that the list is to be read whole.
 */
export function compareWithHeld(
  sql: Sql,
  source: number,
  { total, withoutId = 0 }: PagePlace,
  clients: readonly CrmClient[],
): CrmClient[] | null {
  const held = sql.count("SELECT count(*) AS n FROM clients WHERE source = :source AND gone_run IS NULL", {
    source,
  });
  if (total !== held || withoutId > 0) return null;
  const differing: CrmClient[] = [];
  for (const client of clients) {
    const how = howHeld(sql, source, client);
    if (how === "not at all") return null;
    if (how === "otherwise") differing.push(client);
  }
  return differing;
}

/** Those of these clients that the source does not hold as they are. */
export function changedClients(sql: Sql, source: string, clients: readonly CrmClient[]): CrmClient[] {
  const id = sql.get<{ id: number }>("SELECT id FROM sources WHERE name = ?", source)?.id;
  return clients.filter((client) => id === undefined || howHeld(sql, id, client) !== "so");
}

function howHeld(sql: Sql, source: number, client: CrmClient): "so" | "otherwise" | "not at all" {
  const row = sql.get<{ name: string; country: string | null; stamp: string | null }>(
    "SELECT name, country, stamp FROM clients WHERE source = ? AND crm_id = ? AND gone_run IS NULL",
    source,
    client.id,
  );
  if (row === undefined) return "not at all";
  const { name, country, updatedAt } = client;
  return row.name === name && row.country === country && row.stamp === updatedAt ? "so" : "otherwise";
}

/** How many units became due, by their kind. */
export interface MadeDue {
  readonly projects: number;
  readonly phones: number;
}

/**
 * The list of clients is read, as far as this run reads it: notes what a later run may ask since, and in an incremental
 * one makes due what an earlier run left unread. Does nothing for a narrow run, or where the list was set aside.
 */
export function endOfClients(sql: Sql, run: number, source: number, scope: RunScope): MadeDue {
  const none = { projects: 0, phones: 0 };
  const isRead = "SELECT 1 FROM units WHERE run = ? AND kind = 'clients' AND ref = ? AND state = 'done'";
  if (isNarrow(scope) || sql.get(isRead, run, ALL_CLIENTS) === undefined) return none;
  const values = { run, source };
  const live = `source = :source AND gone_run IS NULL
    AND (listed_run = :run OR (SELECT swept FROM runs WHERE id = :run) = 0)`;
  sql.change(
    `UPDATE runs SET mark = coalesce((SELECT min(max(stamp), runs.list_began) FROM clients WHERE ${live}),
       CASE mode WHEN 'incremental' THEN (SELECT b.mark FROM runs b WHERE b.source = :source AND b.id < :run AND b.mark > ''
         ORDER BY b.id DESC LIMIT 1) END, '') WHERE id = :run`,
    values,
  );
  if (sql.get("SELECT 1 FROM runs WHERE id = ? AND mode = 'incremental'", run) === undefined) return none;
  const projects = sql.change(
    `INSERT INTO units (run, kind, ref, state) SELECT :run, 'projects', id, 'due' FROM clients
     WHERE ${live} AND ${STALE} ORDER BY id ON CONFLICT DO NOTHING`,
    values,
  );
  // Of a client whose list is read in this run, the list decides.
  const phones = sql.change(
    `INSERT INTO units (run, kind, ref, state) SELECT :run, 'phones', id, 'due' FROM projects
     WHERE source = :source AND gone_run IS NULL AND ${STALE_PROJECT}
       AND client IN (SELECT id FROM clients WHERE ${live})
       AND client NOT IN (SELECT ref FROM units WHERE run = :run AND kind = 'projects') ORDER BY id ON CONFLICT DO NOTHING`,
    values,
  );
  return { projects, phones };
}
