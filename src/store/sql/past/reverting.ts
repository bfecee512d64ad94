import { DatamasterError } from "../../../base/errors.ts";
import { thisProcess } from "../../../base/owner.ts";
import { told } from "../../../messages/messages.ts";
import { type Run, WHOLE_SOURCE } from "../../../model/run.ts";
import type { RevertPreview } from "../../versions.ts";
import { countTotals } from "../run/finishing.ts";
import { dropKept } from "../run/kept-pages.ts";
import { ensureNumberIndex } from "../run/number-index.ts";
import { takeRegionsOfBefore } from "../run/regions.ts";
import { abandonUnfinished, refuseActive } from "../run/resuming.ts";
import { RUN_COLUMNS, type RunRow, toRun } from "../run/run-rows.ts";
import type { Sql } from "../sql.ts";
import { prunedError } from "./pruned.ts";

/** Stays `h` that held after :to and whose pair is not held now. A pair is held once at a time. */
const BACK = `membership h WHERE h.source = :source AND h.from_run <= :to AND h.to_run > :to AND NOT EXISTS (
  SELECT 1 FROM membership o WHERE o.project = h.project AND o.number = h.number AND o.to_run IS NULL)`;
/** Stays `h` that hold now and whose pair did not after :to. */
const AWAY = `membership h WHERE h.source = :source AND h.to_run IS NULL AND h.from_run > :to AND NOT EXISTS (
  SELECT 1 FROM membership o WHERE o.project = h.project AND o.number = h.number AND o.from_run <= :to AND o.to_run > :to)`;
const HELD_NOW = `EXISTS (SELECT 1 FROM membership e WHERE e.number = h.number AND e.source = :source AND e.to_run IS NULL)`;
const HELD_THEN = `EXISTS (SELECT 1 FROM membership e WHERE e.number = h.number AND e.source = :source
  AND e.from_run <= :to AND (e.to_run IS NULL OR e.to_run > :to))`;

/** The finished run, which is to be reverted to. Throws NO_SUCH_RUN, RUN_PRUNED, USAGE, RUN_ACTIVE. */
function versionOf(sql: Sql, run: number): { readonly found: Run; readonly source: number } {
  const row = sql.get<RunRow>(`SELECT ${RUN_COLUMNS} WHERE r.id = ?`, run);
  if (row === undefined) throw new DatamasterError("NO_SUCH_RUN", told("noSuchRun", { run }));
  const found = toRun(row);
  if (found.status !== "complete" && found.status !== "partial")
    throw new DatamasterError("USAGE", told("revertUnfinished", { run, status: found.status }));
  if (found.pruned) throw prunedError(sql, run, found.source);
  const source = sql.count("SELECT source AS n FROM runs WHERE id = :run", { run });
  refuseActive(sql, source, null);
  return { found, source };
}

/** What {@link revert} would change. */
export function previewRevert(sql: Sql, to: number): RevertPreview {
  const { found, source } = versionOf(sql, to);
  ensureNumberIndex(sql);
  const count = (what: string): number => sql.count(`SELECT ${what}`, { source, to });
  return {
    source: found.source,
    to,
    pairs: { came: count(`count(*) AS n FROM ${BACK}`), went: count(`count(*) AS n FROM ${AWAY}`) },
    numbers: {
      new: count(`count(DISTINCT h.number) AS n FROM ${BACK} AND NOT ${HELD_NOW}`),
      gone: count(`count(DISTINCT h.number) AS n FROM ${AWAY} AND NOT ${HELD_THEN}`),
    },
  };
}

/** Makes the source's list what it was after the run, as a new version. To be called in a transaction. */
export function revert(sql: Sql, to: number): Run {
  const { source } = versionOf(sql, to);
  abandonUnfinished(sql, source);
  const run = insertRun(sql, source, to);
  takeRegionsOfBefore(sql, run, to);
  const values = { source, to, run };
  // Units of a state of their own: they tell where a version changed, and confirm nothing.
  sql.change(
    `INSERT INTO units (run, kind, ref, state, changed)
     SELECT :run, 'phones', project, 'reverted', 1 FROM (SELECT h.project FROM ${BACK} UNION SELECT h.project FROM ${AWAY}) t`,
    values,
  );
  sql.change(
    `UPDATE membership SET to_run = :run WHERE source = :source AND to_run IS NULL AND from_run > :to
     AND NOT EXISTS (SELECT 1 FROM membership o WHERE o.project = membership.project AND o.number = membership.number
       AND o.from_run <= :to AND o.to_run > :to)`,
    values,
  );
  sql.change(
    `INSERT INTO membership (source, project, number, from_run, kind, label, contact)
     SELECT h.source, h.project, h.number, :run, h.kind, h.label, h.contact FROM ${BACK}`,
    values,
  );
  placeAgain(sql, values);
  forgetReadings(sql, source);
  ensureNumberIndex(sql);
  sql.run("UPDATE runs SET totals = ? WHERE id = ?", JSON.stringify(countTotals(sql, run, source)), run);
  const row = sql.get<RunRow>(`SELECT ${RUN_COLUMNS} WHERE r.id = ?`, run);
  if (row === undefined) throw new DatamasterError("NO_SUCH_RUN", told("noSuchRun", { run }));
  return toRun(row);
}

/** No later run asks since its mark, which is none: so the next one is full. */
function insertRun(sql: Sql, source: number, to: number): number {
  const now = new Date().toISOString();
  return sql.insert(
    `INSERT INTO runs (source, status, scope, reader, owner, started_at, heartbeat_at, ended_at, mode, mark)
     VALUES (?, 'complete', ?, coalesce((SELECT reader FROM runs WHERE id = ?), ''), ?, ?, ?, ?, 'revert', '')`,
    source,
    JSON.stringify({ ...WHOLE_SOURCE, revertOf: to }),
    to,
    JSON.stringify(thisProcess()),
    now,
    now,
    now,
  );
}

type Values = { readonly source: number; readonly to: number; readonly run: number };

/** True of a row `t` that a run met after :to, and none before. Those of an imported history were met before. */
const cameAfter = (kind: "projects" | "phones") =>
  `(EXISTS (SELECT 1 FROM units u WHERE u.kind = '${kind}' AND u.ref = t.id AND u.run > :to)
    AND NOT EXISTS (SELECT 1 FROM units u WHERE u.kind = '${kind}' AND u.ref = t.id AND u.run <= :to))`;
const HOLDS = "EXISTS (SELECT 1 FROM membership m WHERE m.project = t.id AND m.to_run IS NULL)";
const HAS_PROJECT = "EXISTS (SELECT 1 FROM projects p WHERE p.client = t.id AND p.gone_run IS NULL)";

/** Which clients and projects there are again, and which are gone: as far as it is known of those that hold nothing. */
function placeAgain(sql: Sql, values: Values): void {
  const ids = (table: string, where: string): string =>
    `id IN (SELECT t.id FROM ${table} t WHERE t.source = :source AND ${where})`;
  const isBack = (kind: "projects" | "phones", filled: string): string =>
    `t.gone_run IS NOT NULL AND (${filled} OR (t.gone_run > :to AND NOT ${cameAfter(kind)}))`;
  const isAway = (kind: "projects" | "phones", filled: string): string =>
    `t.gone_run IS NULL AND NOT ${filled} AND ${cameAfter(kind)}`;
  sql.change(`UPDATE projects SET gone_run = NULL WHERE ${ids("projects", isBack("phones", HOLDS))}`, values);
  sql.change(
    `UPDATE projects SET gone_run = :run, unverified_run = NULL, records = 0, rejected = 0
     WHERE ${ids("projects", isAway("phones", HOLDS))}`,
    values,
  );
  sql.change(
    "DELETE FROM rejected WHERE project IN (SELECT id FROM projects WHERE source = :source AND gone_run = :run)",
    values,
  );
  sql.change(
    `UPDATE clients SET gone_run = NULL WHERE ${ids("clients", isBack("projects", HAS_PROJECT))}`,
    values,
  );
  sql.change(
    `UPDATE clients SET gone_run = :run WHERE ${ids("clients", isAway("projects", HAS_PROJECT))}`,
    values,
  );
  sql.change(
    `UPDATE projects SET numbers = (SELECT count(*) FROM membership m WHERE m.project = projects.id AND m.to_run IS NULL)
     WHERE id IN (SELECT ref FROM units WHERE run = :run)`,
    values,
  );
}

/** The next run reads everything and compares it with what is held now. */
function forgetReadings(sql: Sql, source: number): void {
  sql.run("UPDATE clients SET read_stamp = NULL WHERE source = ?", source);
  sql.run("UPDATE projects SET read_stamp = NULL, set_hash = NULL WHERE source = ?", source);
  dropKept(sql, "SELECT id FROM projects WHERE source = ?", source);
}
