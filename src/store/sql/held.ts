import type { ClientNumberRow, HeldFilter, NumberRow, PairRow } from "../store.ts";
import { listParameter, pickedProjects, placeReader } from "./places.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** Above every run: "held after this" then means held now. */
export const NOW = 2 ** 52;

/** A query over membership and the values it names. */
interface HeldQuery {
  readonly sql: string;
  readonly values: Record<string, SqlValue>;
}

/**
 * The last incremental run that met `bound` and confirmed the project `p` without reading it: it knew of all clients that
 * changed, and neither the project nor its client's list was among what it could not read.
 */
export const UNCHANGED = (bound: string) => `(SELECT r.id FROM runs r
  WHERE r.source = p.source AND r.mode = 'incremental' AND r.status IN ('complete', 'partial') AND r.mark IS NOT NULL AND r.id ${bound}
    AND NOT EXISTS (SELECT 1 FROM units u WHERE u.run = r.id AND u.kind = 'phones' AND u.ref = p.id AND u.state <> 'done')
    AND NOT EXISTS (SELECT 1 FROM units u WHERE u.run = r.id AND u.kind = 'projects' AND u.ref = p.client AND u.state <> 'done')
  ORDER BY r.id DESC LIMIT 1)`;
/**
 * The last run up to :run that confirmed each project: it read the project whole, or knew that nothing had changed.
 * For a membership that ended, only runs before its end count.
 */
const CONFIRMED = `done AS MATERIALIZED (
  SELECT ref AS project, max(run) AS run FROM units WHERE kind = 'phones' AND state = 'done' AND run <= :run GROUP BY ref),
  confirmed AS MATERIALIZED (
  SELECT d.project, max(d.run, coalesce(${UNCHANGED("<= :run")}, 0)) AS run FROM done d JOIN projects p ON p.id = d.project)`;
/**
 * The last run before `bound` that confirmed the membership `m`; null where none did since it began, as after a revert: what that
 * brought back nobody has seen again yet.
 */
export const confirmedBefore = (bound: string) =>
  `(SELECT nullif(max(coalesce((SELECT max(u.run) FROM units u
      WHERE u.kind = 'phones' AND u.ref = m.project AND u.state = 'done' AND u.run >= m.from_run AND u.run < ${bound}), 0),
    coalesce(${UNCHANGED(`>= m.from_run AND r.id < ${bound}`)}, 0)), 0) FROM projects p WHERE p.id = m.project)`;
const LAST_SEEN = `coalesce(max(CASE WHEN m.to_run <= :run THEN ${confirmedBefore("m.to_run")}
  WHEN c.run < m.from_run THEN NULL ELSE coalesce(c.run, m.from_run) END), max(m.from_run))`;
const HELD_AT = (run: string) => `(m.from_run <= ${run} AND (m.to_run IS NULL OR m.to_run > ${run}))`;
const heldAt = (run: string) => `count(*) FILTER (WHERE ${HELD_AT(run)})`;

/** A column of the row that holds at :run; of a gone pair, of any row. */
const latest = (column: string) =>
  `coalesce(max(${column}) FILTER (WHERE ${HELD_AT(":run")}), max(${column}))`;

/** FROM, WHERE and HAVING that pick what a filter asks for; rows are grouped by the caller. */
interface Picked {
  readonly from: string;
  readonly where: string;
  readonly having: string;
  readonly values: HeldQuery["values"];
}

/**
 * Projects outside, each one's numbers as they lie inside: one pass over membership, which an export sorts. By the index of
 * numbers each row would be looked up where it lies, and cost twice as much as all the rest.
 */
const FROM = (projects: string) =>
  `(SELECT p.id AS project, p.client, c.run FROM projects p LEFT JOIN confirmed c ON c.project = p.id ${projects}) c
   CROSS JOIN membership m ON m.project = c.project`;

function picked(filter: HeldFilter): Picked {
  const values: HeldQuery["values"] = { run: filter.run ?? NOW };
  const where = ["m.from_run <= :run"];
  const kinds: string[] = [];
  if (filter.regions.length > 0) kinds.push(`region IN ${listParameter("regions", filter.regions, values)}`);
  if (filter.types.length > 0) kinds.push(`type IN ${listParameter("types", filter.types, values)}`);
  if (kinds.length > 0) where.push(`m.kind IN (SELECT id FROM number_kinds WHERE ${kinds.join(" AND ")})`);
  const { goneSince = null } = filter;
  const having =
    filter.includeGone && goneSince === null
      ? []
      : [`${heldAt(":run")} ${goneSince === null ? "> 0" : "= 0"}`];
  if (goneSince !== null) {
    values.goneSince = goneSince;
    having.push(`${heldAt(":goneSince")} > 0`);
  }
  if (filter.newSince !== null) {
    values.newSince = filter.newSince;
    having.push(`${heldAt(":newSince")} = 0`);
  }
  return {
    from: FROM(pickedProjects(filter, values)),
    where: where.join(" AND "),
    having: having.length > 0 ? `HAVING ${having.join(" AND ")}` : "",
    values,
  };
}

/** A number is in a project's version once at a time; what is gone may have been there several times. */
function seenWidely({ minProjects, includeGone }: HeldFilter, values: HeldQuery["values"]): string {
  values.minProjects = minProjects;
  const projects = includeGone ? "count(DISTINCT m.project)" : heldAt(":run");
  return `${projects} >= :minProjects`;
}

function numbersQuery(filter: HeldFilter): HeldQuery {
  const { from, where, having, values } = picked(filter);
  const widely = filter.minProjects > 1 ? seenWidely(filter, values) : "";
  const all = widely === "" ? having : having === "" ? `HAVING ${widely}` : `${having} AND ${widely}`;
  return {
    sql: `WITH ${CONFIRMED} SELECT m.number, max(m.kind) AS kind, min(m.from_run) AS first, ${LAST_SEEN} AS last
      FROM ${from} WHERE ${where} GROUP BY m.number ${all} ORDER BY m.number`,
    values,
  };
}

/** The condition for rows that are a part of a number each. */
function ofWidelySeen(filter: HeldFilter, { from, where, values }: Picked): string {
  if (filter.minProjects <= 1) return "";
  const widely = seenWidely(filter, values);
  return `AND m.number IN (SELECT m.number FROM ${from} WHERE ${where} GROUP BY m.number HAVING ${widely})`;
}

function clientNumbersQuery(filter: HeldFilter): HeldQuery {
  const all = picked(filter);
  const { from, where, having, values } = all;
  return {
    sql: `WITH ${CONFIRMED} SELECT m.number, max(m.kind) AS kind, min(m.from_run) AS first, ${LAST_SEEN} AS last, max(m.project) AS project
      FROM ${from} WHERE ${where} ${ofWidelySeen(filter, all)} GROUP BY c.client, m.number ${having}
      ORDER BY c.client, m.number`,
    values,
  };
}

function pairsQuery(filter: HeldFilter): HeldQuery {
  const all = picked(filter);
  const { from, where, having, values } = all;
  return {
    sql: `WITH ${CONFIRMED} SELECT m.number, max(m.kind) AS kind, min(m.from_run) AS first, ${LAST_SEEN} AS last, m.project,
        ${latest("m.label")} AS label, ${latest("m.contact")} AS contact
      FROM ${from} WHERE ${where} ${ofWidelySeen(filter, all)} GROUP BY c.client, m.project, m.number ${having}
      ORDER BY c.client, m.project, m.number`,
    values,
  };
}

export function countHeld(sql: Sql, filter: HeldFilter): number {
  const query = numbersQuery(filter);
  return sql.count(`SELECT count(*) AS n FROM (${query.sql}) held`, query.values);
}

interface Kind {
  readonly region: string;
  readonly type: string;
}

/** Makes rows of what membership names by number: kinds and runs, each read when it is first met. */
class RowMaker {
  readonly #sql: Sql;
  readonly #starts = new Map<number, string>();
  readonly #kinds = new Map<number, Kind>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  number(number: bigint, kindId: bigint, first: bigint, last: bigint | null): NumberRow {
    const { region, type } = this.#kindOf(Number(kindId));
    const firstSeen = this.#startOf(Number(first));
    const lastSeen = last === null || last === first ? firstSeen : this.#startOf(Number(last));
    return { number, region, type, firstSeen, lastSeen };
  }

  #kindOf(id: number): Kind {
    const known = this.#kinds.get(id);
    if (known !== undefined) return known;
    const kind = this.#sql.get<{ region: string; type: string }>(
      "SELECT region, type FROM number_kinds WHERE id = ?",
      id,
    ) ?? { region: "", type: "" };
    this.#kinds.set(id, kind);
    return kind;
  }

  #startOf(run: number): string {
    const known = this.#starts.get(run);
    if (known !== undefined) return known;
    const row = this.#sql.get<{ at: string }>("SELECT started_at AS at FROM runs WHERE id = ?", run);
    this.#starts.set(run, row?.at ?? "");
    return row?.at ?? "";
  }
}

/** Integers as bigints, and arrays, not objects: a third of the time of a million rows went into making them. */
type NumberTuple = [number: bigint, kind: bigint, first: bigint, last: bigint | null];
type PairTuple = [...NumberTuple, project: bigint, label: string | null, contact: string | null];

export function* heldNumbers(sql: Sql, filter: HeldFilter): Generator<NumberRow> {
  const make = new RowMaker(sql);
  const query = numbersQuery(filter);
  for (const row of sql.iterateBigArrays<NumberTuple>(query.sql, query.values)) yield make.number(...row);
}

export function* heldClientNumbers(sql: Sql, filter: HeldFilter): Generator<ClientNumberRow> {
  const make = new RowMaker(sql);
  const placeOf = placeReader(sql);
  const query = clientNumbersQuery(filter);
  for (const row of sql.iterateBigArrays<[...NumberTuple, project: bigint]>(query.sql, query.values)) {
    const [number, kind, first, last, project] = row;
    const { clientKey, clientId, client } = placeOf(project);
    yield { ...make.number(number, kind, first, last), clientKey, clientId, client };
  }
}

export function* heldPairs(sql: Sql, filter: HeldFilter): Generator<PairRow> {
  const make = new RowMaker(sql);
  const placeOf = placeReader(sql);
  const query = pairsQuery(filter);
  for (const row of sql.iterateBigArrays<PairTuple>(query.sql, query.values)) {
    const [number, kind, first, last, project, label, contact] = row;
    yield { ...make.number(number, kind, first, last), ...placeOf(project), label, contact };
  }
}
