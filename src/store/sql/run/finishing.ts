import type { RunTotals } from "../../../model/run.ts";
import type { Sql } from "../sql.ts";
import { dropKept } from "./kept-pages.ts";

/** Projects in which the run wrote something. */
const TOUCHED = "SELECT ref FROM units WHERE run = :run AND kind = 'phones' AND changed = 1";

/**
 * Decides what a completed run no longer found: clients missing from a complete list of all clients, and projects
 * missing from the complete list of their client; where the run read no such list, those that it found to be no more
 * listed. Their numbers end with this run.
 */
export function endMissing(sql: Sql, run: number, source: number, wholeSource: boolean): void {
  if (wholeSource && listComplete(sql, run)) {
    sql.run(
      "UPDATE clients SET gone_run = ?1, read_stamp = NULL WHERE source = ?2 AND gone_run IS NULL AND listed_run <> ?1",
      run,
      source,
    );
  }
  sql.run(
    `UPDATE projects SET gone_run = ?1, unverified_run = NULL, set_hash = NULL, read_stamp = NULL, records = 0, numbers = 0, rejected = 0
     WHERE source = ?2 AND gone_run IS NULL AND (
       client IN (SELECT id FROM clients WHERE source = ?2 AND gone_run = ?1)
       OR (listed_run <> ?1 AND client IN (SELECT ref FROM units WHERE run = ?1 AND kind = 'projects' AND state = 'done'))
       OR (listed_run = 0 AND id IN (SELECT ref FROM units WHERE run = ?1 AND kind = 'phones' AND state = 'done')
         AND client NOT IN (SELECT ref FROM units WHERE run = ?1 AND kind = 'projects')))`,
    run,
    source,
  );
  const gone = "SELECT id FROM projects WHERE source = ?2 AND gone_run = ?1";
  sql.run(`UPDATE membership SET to_run = ?1 WHERE project IN (${gone}) AND to_run IS NULL`, run, source);
  sql.run(`DELETE FROM rejected WHERE project IN (${gone})`, run, source);
  dropKept(sql, gone, run, source);
}

function listComplete(sql: Sql, run: number): boolean {
  return (
    sql.get(
      `SELECT 1 FROM units u JOIN runs r ON r.id = u.run AND r.swept = 1
       WHERE u.run = ? AND u.kind = 'clients' AND u.ref = 0 AND u.state = 'done'`,
      run,
    ) !== undefined
  );
}

type Counted = Omit<
  RunTotals,
  "requests" | "retries" | "throttled" | "seconds" | "records" | "erased" | "suppressed" | "repaired"
>;

/** What the source holds now, and what this run changed of it. */
export function countTotals(sql: Sql, run: number, source: number): Counted {
  const number = (query: string): number => sql.count(query, { run, source });
  const held = sql.get<{ projects: number; pairs: number; rejected: number; records: number }>(
    `SELECT count(*) AS projects, coalesce(sum(numbers), 0) AS pairs, coalesce(sum(rejected), 0) AS rejected,
       coalesce(sum(records), 0) AS records FROM projects WHERE source = ? AND gone_run IS NULL`,
    source,
  );
  const numbers = number(
    `SELECT count(DISTINCT number) AS n FROM membership WHERE source = :source AND to_run IS NULL`,
  );
  return {
    clients: number("SELECT count(*) AS n FROM clients WHERE source = :source AND gone_run IS NULL"),
    projects: held?.projects ?? 0,
    numbers,
    pairs: held?.pairs ?? 0,
    rejected: held?.rejected ?? 0,
    quarantined: number("SELECT count(*) AS n FROM units WHERE run = :run AND state = 'quarantined'"),
    unverified: number(UNVERIFIED),
    new: isFirst(sql, run, source) ? numbers : number(NEW),
    gone: number(GONE),
    recordsHeld: held?.records ?? 0,
    recordsEmpty: number(
      `SELECT count(*) AS n FROM rejected WHERE reason = 'empty'
       AND project IN (SELECT id FROM projects WHERE source = :source AND gone_run IS NULL)`,
    ),
  };
}

function isFirst(sql: Sql, run: number, source: number): boolean {
  return sql.get("SELECT 1 FROM runs WHERE source = ? AND id < ? AND records > 0", source, run) === undefined;
}

const UNVERIFIED = `SELECT count(DISTINCT m.number) AS n FROM membership m
  WHERE m.project IN (SELECT id FROM projects WHERE source = :source AND unverified_run IS NOT NULL) AND m.to_run IS NULL AND NOT EXISTS (
    SELECT 1 FROM membership o JOIN projects p ON p.id = o.project
    WHERE o.number = m.number AND o.source = :source AND o.to_run IS NULL AND p.unverified_run IS NULL)`;

const NEW = `SELECT count(DISTINCT m.number) AS n FROM membership m
  WHERE m.project IN (${TOUCHED}) AND m.from_run = :run AND m.to_run IS NULL AND NOT EXISTS (
    SELECT 1 FROM membership b WHERE b.number = m.number AND b.source = :source
    AND b.from_run < :run AND (b.to_run IS NULL OR b.to_run >= :run))`;

const GONE = `SELECT count(DISTINCT m.number) AS n FROM membership m
  WHERE m.source = :source AND m.to_run = :run AND NOT EXISTS (
    SELECT 1 FROM membership b WHERE b.number = m.number AND b.source = :source AND b.to_run IS NULL)`;
