import {
  type ChangedPair,
  type ClientChange,
  type DiffTotals,
  NUMBER_CHANGES,
  type RegionChange,
  type VersionDiff,
} from "../../../model/diff.ts";
import { hasNumberIndex } from "../run/number-index.ts";
import type { Sql } from "../sql.ts";
import { diffDetails } from "./diff-details.ts";
import { PAIRS, type PairTuple, pairOf } from "./diff-pairs.ts";

/** Two versions of one source, the older one first. */
export interface Span {
  readonly source: number;
  readonly from: number;
  readonly to: number;
}

const TABLES = `DROP TABLE IF EXISTS diff_pairs; DROP TABLE IF EXISTS diff_numbers;
  CREATE TEMP TABLE diff_pairs (number INTEGER, project INTEGER, kind INTEGER, run INTEGER, came INTEGER);
  CREATE TEMP TABLE diff_numbers (number INTEGER PRIMARY KEY, kind INTEGER, came INTEGER, went INTEGER, change INTEGER)`;

/** Numbers begin in a project only where a unit wrote something, and such units say so. */
const CAME = `INSERT INTO diff_pairs
  SELECT m.number, m.project, m.kind, m.from_run, 1 FROM (
    SELECT DISTINCT u.ref FROM runs r CROSS JOIN units u ON u.run = r.id AND u.kind = 'phones' AND u.changed = 1
    WHERE r.source = :source AND r.id > :from AND r.id <= :to) t CROSS JOIN membership m ON m.project = t.ref
  WHERE m.from_run > :from AND m.from_run <= :to AND (m.to_run IS NULL OR m.to_run > :to)`;
/** By the index membership_ended. */
const WENT = `INSERT INTO diff_pairs
  SELECT m.number, m.project, m.kind, m.to_run, 0 FROM membership m
  WHERE m.source = :source AND m.to_run > :from AND m.to_run <= :to AND m.from_run <= :from`;
/** What went and came back is held in both versions. */
const SAME = `DELETE FROM diff_pairs WHERE (project, number) IN (
  SELECT project, number FROM diff_pairs GROUP BY project, number HAVING count(*) > 1)`;
const NUMBERS = `INSERT INTO diff_numbers
  SELECT number, max(kind), max(came), max(1 - came), NULL FROM diff_pairs GROUP BY number`;

/** Of numbers that only came those that were held before, of those that only went the ones that are held afterwards. */
const ELSEWHERE = (tables: string) => `SELECT d.number FROM ${tables}
  WHERE m.number = d.number AND m.source = :source AND d.came + d.went = 1
    AND m.from_run <= CASE d.came WHEN 1 THEN CAST(:from AS BIGINT) ELSE CAST(:to AS BIGINT) END AND (m.to_run IS NULL OR m.to_run > CASE d.came WHEN 1 THEN CAST(:from AS BIGINT) ELSE CAST(:to AS BIGINT) END)`;
const [BY_NUMBER, BY_SCAN] = [
  "diff_numbers d CROSS JOIN membership m",
  "membership m CROSS JOIN diff_numbers d",
];

/** By their place in NUMBER_CHANGES. */
const CHANGE = `CASE WHEN came = 1 AND went = 1 THEN ${at("moved")} WHEN change = 1 THEN ${at("kept")}
  WHEN came = 1 THEN ${at("new")} ELSE ${at("gone")} END`;

function at(change: (typeof NUMBER_CHANGES)[number]): number {
  return NUMBER_CHANGES.indexOf(change);
}

/**
 * What changed from one version to the other, in proportion to what changed and to the projects that came into it, not to
 * all that is held. It lies in temporary tables of the connection, so that it may be as large as it likes.
 */
export function diffVersions(sql: Sql, span: Span): VersionDiff {
  const values = { ...span };
  sql.exec(TABLES);
  const came = sql.change(CAME, values);
  const went = sql.change(WENT, values);
  if (came > 0 && went > 0) sql.change(SAME, values);
  sql.change(NUMBERS, values);
  const tables = hasNumberIndex(sql) ? BY_NUMBER : BY_SCAN;
  sql.change(`UPDATE diff_numbers SET change = 1 WHERE number IN (${ELSEWHERE(tables)})`, values);
  sql.change(`UPDATE diff_numbers SET change = ${CHANGE}`, values);
  return {
    totals: totalsOf(sql),
    clients: clientChanges(sql),
    regions: regionChanges(sql),
    rows: () => changedPairs(sql),
    more: diffDetails(sql, span),
  };
}

interface Counted {
  readonly new: number;
  readonly gone: number;
  readonly moved: number;
}

interface CountedPairs extends Counted {
  readonly came: number;
  readonly went: number;
}

const numbersIn = (change: "new" | "gone" | "moved") =>
  `count(*) FILTER (WHERE change = ${at(change)}) AS ${change}`;
const NUMBER_COUNTS = `${numbersIn("new")}, ${numbersIn("gone")}, ${numbersIn("moved")}`;
const PAIR_COUNTS = "sum(came) AS came, sum(1 - came) AS went";
const MOST_FIRST = "new + gone + moved DESC";

function totalsOf(sql: Sql): DiffTotals {
  const numbers = sql.get<Counted>(`SELECT ${NUMBER_COUNTS} FROM diff_numbers`);
  const pairs = sql.get<{ came: number | null; went: number | null }>(
    `SELECT ${PAIR_COUNTS} FROM diff_pairs`,
  );
  return {
    numbers: { new: numbers?.new ?? 0, gone: numbers?.gone ?? 0, moved: numbers?.moved ?? 0 },
    pairs: { came: pairs?.came ?? 0, went: pairs?.went ?? 0 },
  };
}

/** A number counts once at a client, in however many of its projects it came or went. */
const CLIENTS = `WITH here AS (
    SELECT p.client, d.number, n.change, sum(d.came) AS came, sum(1 - d.came) AS went
    FROM diff_pairs d JOIN diff_numbers n ON n.number = d.number JOIN projects p ON p.id = d.project
    GROUP BY p.client, d.number, n.change),
  counted AS (SELECT client, ${NUMBER_COUNTS}, sum(came) AS came, sum(went) AS went FROM here GROUP BY client)
  SELECT k.crm_id AS id, k.name, h.* FROM counted h JOIN clients k ON k.id = h.client
  ORDER BY ${MOST_FIRST}, came + went DESC, h.client`;

function clientChanges(sql: Sql): ClientChange[] {
  const rows = sql.all<CountedPairs & { readonly id: string; readonly name: string }>(CLIENTS);
  return rows.map(({ id, name, came, went, ...row }) => ({
    id,
    name,
    numbers: { new: row.new, gone: row.gone, moved: row.moved },
    pairs: { came, went },
  }));
}

function regionChanges(sql: Sql): RegionChange[] {
  const rows = sql.all<Counted & { readonly region: string }>(
    `SELECT h.* FROM (SELECT k.region, ${NUMBER_COUNTS} FROM diff_numbers d JOIN number_kinds k ON k.id = d.kind
       WHERE change <> ${at("kept")} GROUP BY k.region) h ORDER BY ${MOST_FIRST}, h.region`,
  );
  return rows.map(({ region, ...row }) => ({
    region,
    numbers: { new: row.new, gone: row.gone, moved: row.moved },
  }));
}

function* changedPairs(sql: Sql): Generator<ChangedPair> {
  const rows = sql.iterateBigArrays<PairTuple>(`${PAIRS} ORDER BY n.change, d.number, d.came, d.project`, {});
  for (const row of rows) yield pairOf(row);
}
