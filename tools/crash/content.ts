import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Truth } from "../../src/sim/sim.ts";

const READONLY_ROLLBACK = 776;

/** How far a database is, seen from outside between two sessions. */
export interface Progress {
  /** Status of the newest run, null where there is none yet. */
  readonly status: string | null;
  readonly runs: number;
  /** Pages stored, of all runs and lists. */
  readonly pages: number;
  /** Of these, pages of lists of projects. */
  readonly projectPages: number;
  /** What `PRAGMA integrity_check` says; "ok" where there is no database yet. */
  readonly integrity: string;
}

export function readProgress(file: string): Progress {
  const nothing = { status: null, runs: 0, pages: 0, projectPages: 0, integrity: "ok" };
  if (!existsSync(file)) return nothing;
  try {
    return reading(file, (db) => progressIn(db, nothing));
  } catch (error) {
    // Killed while the file was being made. To undo that is the collector's: whoever looks only must not help it.
    if ((error as { errcode?: number }).errcode === READONLY_ROLLBACK) return nothing;
    throw error;
  }
}

function progressIn(db: DatabaseSync, nothing: Progress): Progress {
  const integrity = integrityOf(db);
  if (integrity !== "ok" || versionOf(db) === 0) return { ...nothing, integrity };
  const { n: runs } = one<{ n: number }>(db, "SELECT count(*) AS n FROM runs");
  const last = db.prepare("SELECT status FROM runs ORDER BY id DESC LIMIT 1").get() as
    | { status: string }
    | undefined;
  const sums = one<{ pages: number; projectPages: number }>(
    db,
    `SELECT coalesce(sum(pages), 0) AS pages, coalesce(sum(pages) FILTER (WHERE kind = 'projects'), 0) AS projectPages
     FROM units`,
  );
  return { status: last?.status ?? null, runs, ...sums, integrity };
}

interface MembershipRow {
  readonly project: string;
  readonly number: string;
  readonly from_run: number;
  readonly to_run: number | null;
}

interface RunRow {
  readonly id: number;
  readonly status: string;
  readonly mode: string;
  readonly scope: string;
  readonly records: number;
  readonly totals: string;
}

/** What a database must hold once a run is finished. */
export interface Expected {
  /** What the CRM held then, without what could not be read. */
  readonly truth: Truth;
  /** What is held: that, and what was held before of what could not be read. */
  readonly pairs: Truth["pairs"];
  /** Units that could not be read. */
  readonly quarantined: number;
}

/** All that the CRM held could be read. */
export function allOf(truth: Truth): Expected {
  return { truth, pairs: truth.pairs, quarantined: 0 };
}

/**
 * Compares a database with what the CRM held at each of its runs, oldest first. Returns what is wrong, one line each:
 * lost, doubled or made up pairs, wrong counts, wrong spans, leftovers, damage.
 */
export function problemsOf(file: string, truths: readonly Truth[]): string[] {
  return problemsOfRuns(file, truths.map(allOf));
}

/** The same where some could not be read; runs that were abandoned are of none of those expected. */
export function problemsOfRuns(file: string, expected: readonly Expected[]): string[] {
  if (!existsSync(file)) return ["there is no database"];
  return reading(file, (db) => {
    const integrity = integrityOf(db);
    if (integrity !== "ok") return [`integrity_check says: ${integrity}`];
    const runs = db
      .prepare(
        "SELECT id, status, mode, scope, records, totals FROM runs WHERE status <> 'abandoned' ORDER BY id",
      )
      .all() as unknown as RunRow[];
    if (runs.length !== expected.length) return [`${runs.length} runs instead of ${expected.length}`];
    const rows = db
      .prepare(
        `SELECT p.crm_id AS project, '+' || m.number AS number, m.from_run, m.to_run
         FROM membership m JOIN projects p ON p.id = m.project`,
      )
      .all() as unknown as MembershipRow[];
    const { n: stored } = one<{ n: number }>(db, "SELECT count(*) AS n FROM membership");
    return [
      ...(stored === rows.length ? [] : [`${stored - rows.length} membership rows of no project`]),
      ...runs.flatMap((run, index) => {
        const [before, wanted] = [expected[index - 1], expected[index]];
        // Of a run that was given up, what it closed stays: what came then is new in none that is looked at.
        const isNext = run.id === (runs[index - 1]?.id ?? 0) + 1;
        return wanted === undefined ? [] : runProblems(run, before, wanted, isNext, projectsRead(db, run.id));
      }),
      ...spanProblems(rows, runs, expected),
      ...leftovers(db),
      ...projectProblems(db, expected.at(-1)?.truth),
    ];
  });
}

/** The CRM's ids of the projects that a run read. */
function projectsRead(db: DatabaseSync, run: number): Set<string> {
  const rows = db
    .prepare(
      "SELECT p.crm_id AS id FROM units u JOIN projects p ON p.id = u.ref WHERE u.kind = 'phones' AND u.run = ?",
    )
    .all(run) as unknown as { id: string }[];
  return new Set(rows.map(({ id }) => id));
}

function runProblems(
  run: RunRow,
  before: Expected | undefined,
  { truth, pairs, quarantined }: Expected,
  isNext: boolean,
  read: ReadonlySet<string>,
): string[] {
  const [now, then] = [numbersOf(pairs), numbersOf(before?.pairs ?? [])];
  const changed = { new: now.difference(then).size, gone: then.difference(now).size };
  // What the projects that could not be read are told to hold is of the run that read them.
  const { clients, projects, rejected } = truth;
  const wanted = {
    status: quarantined === 0 ? "complete" : "partial",
    records: run.mode === "full" && isWhole(run) ? truth.records : recordsOf(truth, read),
    numbers: now.size,
    pairs: pairs.length,
    quarantined,
    unverified: quarantined === 0 ? 0 : now.difference(numbersOf(truth.pairs)).size,
    ...(quarantined === 0 && { clients, projects, rejected }),
    ...(isNext && changed),
  };
  const found: Record<string, unknown> = { ...run, ...JSON.parse(run.totals ?? "{}") };
  found.status = run.status;
  found.records = run.records;
  return Object.entries(wanted).flatMap(([name, value]) =>
    found[name] === value ? [] : [`run ${run.id}: ${name} is ${found[name]} instead of ${value}`],
  );
}

function numbersOf(pairs: Truth["pairs"]): Set<string> {
  return new Set(pairs.map(([, number]) => number));
}

/** Not a run of what failed alone. */
function isWhole({ scope }: RunRow): boolean {
  return (JSON.parse(scope) as { failedOf?: number }).failedOf === undefined;
}

/** An incremental run reads some projects, each of them whole and once. */
function recordsOf({ perProject }: Truth, read: ReadonlySet<string>): number {
  return perProject
    .filter(({ project }) => read.has(String(project)))
    .reduce((sum, { records }) => sum + records, 0);
}

/** What was held after each run must be the truth of then, in as few rows as tell it. */
function spanProblems(
  rows: readonly MembershipRow[],
  runs: readonly RunRow[],
  expected: readonly Expected[],
): string[] {
  const problems: string[] = [];
  let fewest = 0;
  let before = new Set<string>();
  runs.forEach(({ id }, index) => {
    const wanted = new Set(expected[index]?.pairs.map(([project, number]) => `${project} ${number}`));
    fewest += wanted.difference(before).size;
    before = wanted;
    const held = rows.filter((row) => row.from_run <= id && (row.to_run === null || row.to_run > id));
    const found = new Set(held.map(({ project, number }) => `${project} ${number}`));
    const [lost, madeUp] = [wanted.difference(found).size, found.difference(wanted).size];
    if (lost > 0) problems.push(`run ${id}: ${lost} pairs lost`);
    if (madeUp > 0) problems.push(`run ${id}: ${madeUp} pairs that the CRM did not hold`);
    if (held.length > found.size) problems.push(`run ${id}: ${held.length - found.size} pairs doubled`);
  });
  if (rows.length !== fewest) problems.push(`${rows.length} membership rows where ${fewest} tell it all`);
  return problems;
}

function leftovers(db: DatabaseSync): string[] {
  const count = (query: string): number => one<{ n: number }>(db, query).n;
  const pages = count("SELECT count(*) AS n FROM pages");
  const due = count(
    `SELECT count(*) AS n FROM units WHERE state = 'due' AND run NOT IN (SELECT id FROM runs WHERE status = 'abandoned')`,
  );
  return [
    ...(pages > 0 ? [`${pages} pages left behind`] : []),
    ...(due > 0 ? [`${due} units not done`] : []),
  ];
}

interface ProjectRow {
  readonly project: string;
  readonly records: number;
  readonly numbers: number;
  readonly rejected: number;
  readonly listed: number;
}

function projectProblems(db: DatabaseSync, truth: Truth | undefined): string[] {
  const rows = db
    .prepare(
      `SELECT crm_id AS project, records, numbers, rejected,
        (SELECT count(*) FROM rejected r WHERE r.project = p.id) AS listed FROM projects p WHERE gone_run IS NULL`,
    )
    .all() as unknown as ProjectRow[];
  const found = new Map(rows.map((row) => [row.project, row]));
  return (truth?.perProject ?? []).flatMap(({ project, records, numbers, rejected }) => {
    const row = found.get(String(project));
    const isRight =
      row?.records === records &&
      row.numbers === numbers &&
      row.rejected === rejected &&
      row.listed === rejected;
    return isRight ? [] : [`project ${project} is ${JSON.stringify(row ?? null)}`];
  });
}

/** A hash of what a finished database tells: what is held since when, rejects, projects and the runs' results. */
export function resultHash(file: string): string {
  return reading(file, (db) =>
    hashRows(db, [
      `SELECT p.crm_id, m.number, m.from_run, m.to_run, k.region, k.type FROM membership m
       JOIN projects p ON p.id = m.project JOIN number_kinds k ON k.id = m.kind ORDER BY p.crm_id, m.number, m.from_run`,
      "SELECT p.crm_id, r.record, r.raw, r.reason FROM rejected r JOIN projects p ON p.id = r.project ORDER BY p.crm_id, r.record",
      "SELECT p.crm_id, c.crm_id, p.name, p.records, p.numbers, p.rejected, p.gone_run FROM projects p JOIN clients c ON c.id = p.client ORDER BY p.crm_id",
      "SELECT id, status, records, totals, error FROM runs ORDER BY id",
      "SELECT count(*) FROM pages",
    ]),
  );
}

/** A hash of every row of every table: two states of one file that differ in anything differ in it. */
export function wholeHash(db: DatabaseSync): string {
  const tables = db
    .prepare(
      `SELECT s.name, min(3, count(*)) AS columns FROM sqlite_schema s, pragma_table_info(s.name)
       WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite_%' GROUP BY s.name ORDER BY s.name`,
    )
    .all() as { name: string; columns: number }[];
  return hashRows(
    db,
    tables.map(
      ({ name, columns }) => `SELECT * FROM ${name} ORDER BY ${["1", "2", "3"].slice(0, columns).join()}`,
    ),
  );
}

function hashRows(db: DatabaseSync, queries: readonly string[]): string {
  const hash = createHash("sha256");
  for (const query of queries) {
    const statement = db.prepare(query);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    hash.update(`${query}\n`);
    for (const row of statement.iterate() as Iterable<unknown>) {
      hash.update(`${(row as unknown[]).map(text).join("\u001f")}\n`);
    }
  }
  return hash.digest("hex");
}

function text(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value);
}

export function integrityOf(db: DatabaseSync): string {
  const rows = db.prepare("PRAGMA integrity_check(5)").all() as { integrity_check: string }[];
  return rows.map((row) => row.integrity_check).join("; ");
}

/** The schema's version; 0 where there is no schema yet. */
export function versionOf(db: DatabaseSync): number {
  return one<{ user_version: number }>(db, "PRAGMA user_version").user_version;
}

function one<T>(db: DatabaseSync, query: string): T {
  return db.prepare(query).get() as T;
}

function reading<T>(file: string, look: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    return look(db);
  } finally {
    db.close();
  }
}
