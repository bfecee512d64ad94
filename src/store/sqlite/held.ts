import type { SQLInputValue } from "node:sqlite";
import type { HeldFilter, NumberRow, PairRow } from "../store.ts";
import type { Sql } from "./sql.ts";

/** Above every run: "held after this" then means held now. */
const NOW = 2 ** 52;

/** A query over membership and the values it names. */
interface HeldQuery {
  readonly sql: string;
  readonly values: Record<string, SQLInputValue>;
}

/**
 * The last incremental run that met `bound` and confirmed the project `p` without reading it: it knew of all clients that
 * changed, and neither the project nor its client's list was among what it could not read.
 */
const UNCHANGED = (bound: string) => `(SELECT r.id FROM runs r
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
const LAST_SEEN = `max(CASE WHEN m.to_run IS NULL OR m.to_run > :run THEN coalesce(c.run, m.from_run)
  ELSE (SELECT max((SELECT max(u.run) FROM units u WHERE u.kind = 'phones' AND u.ref = m.project AND u.state = 'done' AND u.run < m.to_run),
    coalesce(${UNCHANGED("< m.to_run")}, 0)) FROM projects p WHERE p.id = m.project) END)`;
const HELD_AT = (run: string) => `(m.from_run <= ${run} AND (m.to_run IS NULL OR m.to_run > ${run}))`;

/** A column of the row that holds at :run; of a gone pair, of any row. */
const latest = (column: string) =>
  `coalesce(max(${column}) FILTER (WHERE ${HELD_AT(":run")}), max(${column}))`;

function listParameter(name: string, list: readonly string[], values: Record<string, SQLInputValue>): string {
  values[name] = JSON.stringify(list);
  return `(SELECT value FROM json_each(:${name}))`;
}

/** FROM, WHERE and HAVING that pick what a filter asks for; rows are grouped by the caller. */
function picked(filter: HeldFilter): {
  from: string;
  where: string;
  having: string;
  values: HeldQuery["values"];
} {
  const values: Record<string, SQLInputValue> = { run: filter.run ?? NOW };
  const where = ["m.from_run <= :run"];
  if (filter.sources.length > 0) {
    where.push(
      `m.source IN (SELECT id FROM sources WHERE name IN ${listParameter("sources", filter.sources, values)})`,
    );
  }
  const kinds: string[] = [];
  if (filter.regions.length > 0) kinds.push(`region IN ${listParameter("regions", filter.regions, values)}`);
  if (filter.types.length > 0) kinds.push(`type IN ${listParameter("types", filter.types, values)}`);
  if (kinds.length > 0) where.push(`m.kind IN (SELECT id FROM number_kinds WHERE ${kinds.join(" AND ")})`);
  const having = filter.includeGone ? [] : [`max(${HELD_AT(":run")}) = 1`];
  if (filter.newSince !== null) {
    values.newSince = filter.newSince;
    having.push(`max(${HELD_AT(":newSince")}) = 0`);
  }
  return {
    from: "membership m LEFT JOIN confirmed c ON c.project = m.project",
    where: where.join(" AND "),
    having: having.length > 0 ? `HAVING ${having.join(" AND ")}` : "",
    values,
  };
}

function numbersQuery(filter: HeldFilter): HeldQuery {
  const { from, where, having, values } = picked(filter);
  return {
    sql: `WITH ${CONFIRMED} SELECT m.number, m.kind, min(m.from_run) AS first, ${LAST_SEEN} AS last
      FROM ${from} WHERE ${where} GROUP BY m.number ${having} ORDER BY m.number`,
    values,
  };
}

function pairsQuery(filter: HeldFilter): HeldQuery {
  const { from, where, having, values } = picked(filter);
  return {
    sql: `WITH ${CONFIRMED} SELECT m.number, m.kind, min(m.from_run) AS first, ${LAST_SEEN} AS last,
        k.crm_id AS clientId, k.name AS client, p.crm_id AS projectId, p.name AS project,
        ${latest("m.label")} AS label, ${latest("m.contact")} AS contact
      FROM projects p CROSS JOIN ${from} JOIN clients k ON k.id = p.client
      WHERE m.project = p.id AND ${where} GROUP BY p.id, m.number ${having} ORDER BY p.id, m.number`,
    values,
  };
}

export function countHeld(sql: Sql, filter: HeldFilter): number {
  const query = numbersQuery(filter);
  return sql.count(`SELECT count(*) AS n FROM (${query.sql})`, query.values);
}

type Big<T> = { readonly [K in keyof T]: T[K] extends number ? bigint : T[K] };
/** As SQLite gives it: integers as bigints. */
interface RawNumber {
  readonly number: bigint;
  readonly kind: bigint;
  readonly first: bigint;
  readonly last: bigint | null;
}
type RawPair = RawNumber & Big<Omit<PairRow, keyof NumberRow>>;

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

/** Arrays, not objects, and kinds by number: a third of the time of a million rows went into making them. */
export function* heldNumbers(sql: Sql, filter: HeldFilter): Generator<NumberRow> {
  const make = new RowMaker(sql);
  const query = numbersQuery(filter);
  type Tuple = [number: bigint, kind: bigint, first: bigint, last: bigint | null];
  for (const row of sql.iterateBigArrays<Tuple>(query.sql, query.values)) yield make.number(...row);
}

export function* heldPairs(sql: Sql, filter: HeldFilter): Generator<PairRow> {
  const make = new RowMaker(sql);
  const query = pairsQuery(filter);
  for (const row of sql.iterateBigNamed<RawPair>(query.sql, query.values)) {
    const { number, kind, first, last, clientId, client, projectId, project, label, contact } = row;
    yield {
      ...make.number(number, kind, first, last),
      ...{ clientId, client, projectId, project, label, contact },
    };
  }
}
