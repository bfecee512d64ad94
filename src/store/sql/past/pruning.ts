import { DatamasterError } from "../../../base/errors.ts";
import { told } from "../../../messages/messages.ts";
import type { PruneCounts, PruneTerms } from "../../versions.ts";
import { ensureNumberIndex, hasNumberIndex } from "../run/number-index.ts";
import type { Sql } from "../sql.ts";

/** So many rows go in one transaction: some tenths of a second, in which others wait. */
const PIECE = 20_000;

/**
 * A stay `m` that ended with :oldest or before, in no version that is kept. Of numbers that the source still holds, and of pairs, the
 * first stay is kept: by it they were first seen. A pair that a revert brought back was last seen in its past stays.
 */
const ENDED = `m.source = :source AND m.to_run <= :oldest`;
const LIVES = "l.source = m.source AND l.number = m.number AND (l.to_run IS NULL OR l.to_run > :oldest)";
const EARLIER = "e.source = m.source AND e.number = m.number AND e.from_run < m.from_run";
const some = (alias: string, where: string) => `EXISTS (SELECT 1 FROM membership ${alias} WHERE ${where})`;
const PAIR_LIVES = `${LIVES} AND l.project = m.project`;
const BROUGHT_BACK = `EXISTS (SELECT 1 FROM membership l JOIN runs v ON v.id = l.from_run AND v.mode = 'revert' WHERE ${PAIR_LIVES})`;
const FOLDED = `${ENDED} AND (NOT ${some("l", LIVES)} OR (${some("e", EARLIER)} AND (NOT ${some("l", PAIR_LIVES)}
  OR (${some("e", `${EARLIER} AND e.project = m.project`)} AND NOT ${BROUGHT_BACK}))))`;
const LOST = `${ENDED} AND NOT ${some("l", LIVES)}`;

/** A reading `d` of the same unit as `u` between it and a run, which is not among them. */
const doneAgain = (before: string) => `EXISTS (SELECT 1 FROM units d JOIN runs e ON e.id = d.run
  WHERE d.kind = u.kind AND d.ref = u.ref AND d.state = 'done' AND d.run > u.run AND d.run < ${before} AND e.source = r.source)`;
/** The last reading that confirmed a past stay which is kept. */
const LAST_OF_STAY = `(u.kind = 'phones'
  AND u.ref IN (SELECT m.project FROM membership m WHERE m.source = :source AND m.to_run <= :oldest)
  AND EXISTS (SELECT 1 FROM membership m WHERE m.project = u.ref AND m.from_run <= u.run AND m.to_run > u.run
    AND m.to_run <= :oldest AND NOT ${doneAgain("m.to_run")}))`;
/** Of each unit the last reading up to the oldest version stays, and those by which past stays were last seen. */
const SPENT_UNITS = `units u JOIN runs r ON r.id = u.run WHERE r.source = :source AND u.run < :oldest
  AND (u.state IN ('reverted', 'due') OR (u.state = 'done' AND ${doneAgain(":oldest + 1")} AND NOT ${LAST_OF_STAY}))`;
const FAILURES = "quarantine q JOIN runs r ON r.id = q.run WHERE r.source = :source AND q.run < :oldest";
const oldOf = (table: string) =>
  `${table} l JOIN runs r ON r.id = l.run WHERE r.source = :source AND l.run < :oldest`;
const OLD_LINES = oldOf("run_lines");
/** Of rows of before it is not known which run read them: the last that closed their project did so at the latest. */
const OLD_RAWS = `rejected j JOIN projects p ON p.id = j.project JOIN runs r ON r.id = coalesce(j.run, p.confirmed_run)
  WHERE p.source = :source AND j.raw IS NOT NULL AND r.started_at < :rawBefore`;

interface Cut {
  readonly source: number;
  readonly name: string;
  readonly oldest: { readonly run: number; readonly startedAt: string } | null;
  /** Null where raw values stay. */
  readonly rawBefore: string | null;
}

/** Of each source what would go. */
export function previewPrune(sql: Sql, terms: PruneTerms): PruneCounts[] {
  return cutsOf(sql, terms).flatMap((cut) => {
    const counts = countsOf(sql, cut);
    const { runs, spans, raws, details } = counts;
    return runs + spans + raws + details > 0 ? [counts] : [];
  });
}

function countsOf(sql: Sql, cut: Cut): PruneCounts {
  const values = { source: cut.source, oldest: cut.oldest?.run ?? 0, rawBefore: cut.rawBefore ?? "" };
  const count = (what: string): number => sql.count(`SELECT ${what}`, values);
  const before = `FROM runs r JOIN sources s ON s.id = r.source
    WHERE r.source = :source AND r.id < :oldest AND r.id >= s.pruned_before`;
  return {
    source: cut.name,
    oldest: cut.oldest,
    runs: count(`count(*) AS n ${before}`),
    spans: count(`count(*) AS n FROM membership m WHERE ${FOLDED}`),
    numbers: count(`count(DISTINCT m.number) AS n FROM membership m WHERE ${LOST}`),
    raws: count(`count(*) AS n FROM ${OLD_RAWS}`),
    details: count(`count(*) AS n FROM ${SPENT_UNITS}`) + count(`count(*) AS n FROM ${FAILURES}`),
  };
}

/** Takes it away, a transaction at each step. */
export function* prune(
  sql: Sql,
  terms: PruneTerms,
  within: (work: () => number) => number,
): Generator<number> {
  for (const { source, oldest, rawBefore } of cutsOf(sql, terms)) {
    const values = { source, oldest: oldest?.run ?? 0, rawBefore: rawBefore ?? "" };
    const pieces = function* (statement: string): Generator<number> {
      let rows: number;
      do {
        rows = within(() => sql.change(statement, values));
        yield rows;
      } while (rows >= PIECE);
    };
    if (oldest !== null) {
      // First of all, so that nobody reads a version of which a part is gone.
      const mark =
        "UPDATE sources SET pruned_before = :oldest WHERE id = :source AND pruned_before < :oldest";
      within(() => sql.change(mark, values));
      yield* pieces(
        piece(
          "membership",
          "project, number, from_run",
          "m.project, m.number, m.from_run",
          `membership m WHERE ${FOLDED}`,
        ),
      );
      yield* pieces(piece("units", "id", "u.id", SPENT_UNITS));
      yield* pieces(piece("quarantine", "id", "q.id", FAILURES));
      yield* pieces(piece("run_lines", "run, seq", "l.run, l.seq", OLD_LINES));
      yield* pieces(piece("run_speeds", "run", "l.run", oldOf("run_speeds")));
    }
    if (rawBefore !== null)
      yield* pieces(
        `UPDATE rejected SET raw = NULL WHERE (project, position) IN (SELECT j.project, j.position FROM ${OLD_RAWS} LIMIT ${PIECE})`,
      );
  }
}

function piece(table: string, key: string, columns: string, from: string): string {
  return `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${columns} FROM ${from} LIMIT ${PIECE})`;
}

const FINISHED = "source = :source AND status IN ('complete', 'partial')";

function cutsOf(sql: Sql, { sources, keepSince, keepRuns, rawBefore }: PruneTerms): Cut[] {
  refuseWithoutIndex(sql);
  const all = sql.all<{ id: number; name: string }>("SELECT id, name FROM sources ORDER BY id");
  const unknown = sources.find((name) => !all.some((one) => one.name === name));
  if (unknown !== undefined) throw new DatamasterError("USAGE", told("pruneNoSource", { source: unknown }));
  return all
    .filter(({ name }) => sources.length === 0 || sources.includes(name))
    .map(({ id, name }) => ({
      source: id,
      name,
      rawBefore: rawBefore.get(name) ?? null,
      oldest: oldestKept(sql, id, keepSince.get(name) ?? null, keepRuns),
    }));
}

/** The oldest version that either of the two keeps; null where neither is told, or all are kept. */
function oldestKept(sql: Sql, source: number, since: string | null, keepRuns: number | null): Cut["oldest"] {
  const byTime = `SELECT coalesce(max(id), 0) AS n FROM runs WHERE ${FINISHED} AND started_at < :since`;
  const byCount = `SELECT coalesce(min(id), 0) AS n FROM (SELECT id FROM runs WHERE ${FINISHED} ORDER BY id DESC LIMIT :keepRuns) t`;
  const runs = [
    ...(since === null ? [] : [sql.count(byTime, { source, since })]),
    ...(keepRuns === null ? [] : [sql.count(byCount, { source, keepRuns })]),
  ];
  const run = runs.length === 0 ? 0 : Math.min(...runs);
  const row = sql.get<{ startedAt: string }>("SELECT started_at AS startedAt FROM runs WHERE id = ?", run);
  return row === undefined ? null : { run, startedAt: row.startedAt };
}

/** A first run of some source does without the index, by which pruning looks every number up. */
function refuseWithoutIndex(sql: Sql): void {
  if (hasNumberIndex(sql)) return;
  const running = sql.count("SELECT count(*) AS n FROM runs WHERE status = 'running'", {});
  if (running > 0) throw new DatamasterError("RUN_ACTIVE", told("pruneFirstRun"));
  ensureNumberIndex(sql);
}

/** Gives free room back to the disk, where nobody else is at the store. */
export function compact(sql: Sql): boolean {
  if (sql.count("SELECT count(*) AS n FROM runs WHERE status = 'running'", {}) > 0) return false;
  try {
    sql.wipe();
    return true;
  } catch {
    // Nothing is lost: what is free is used again.
    return false;
  }
}
