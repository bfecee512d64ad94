import type { HeldFilter } from "../store.ts";
import { listParameter, pickedProjects } from "./read/places.ts";
import { hasNumberIndex } from "./run/number-index.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** Above every run: "held after this" then means held now. */
export const NOW = 2 ** 52;

/** Rows that are read at a time: arrays of many at once cost a third of what they cost one by one. */
const PIECE = 5_000;

/**
 * A stay of a number in a project, begun no later than the run that is asked about; `seen` is the last run that confirmed it before
 * it ended. Integers as bigints, and arrays, not objects: a third of the time of a million rows went into making them.
 */
export type Span = readonly [
  number: bigint,
  project: bigint,
  kind: bigint,
  from: bigint,
  to: bigint | null,
  seen: bigint | null,
  label?: string | null,
  contact?: string | null,
];

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
 * The last run before `bound` that confirmed the membership `m`; null where none did since it began, as after a revert: what that
 * brought back nobody has seen again yet.
 */
export const confirmedBefore = (bound: string) =>
  `(SELECT nullif(max(coalesce((SELECT max(u.run) FROM units u
      WHERE u.kind = 'phones' AND u.ref = m.project AND u.state = 'done' AND u.run >= m.from_run AND u.run < ${bound}), 0),
    coalesce(${UNCHANGED(`>= m.from_run AND r.id < ${bound}`)}, 0)), 0) FROM projects p WHERE p.id = m.project)`;

const COLUMNS = `m.number, m.project, m.kind, m.from_run, m.to_run,
  CASE WHEN m.to_run <= :run THEN ${confirmedBefore("m.to_run")} END AS seen`;

/** A project that a filter picks. */
export interface PickedProject {
  readonly project: number;
  readonly client: number;
  /** The last run up to the one asked about that read it whole, or knew that nothing had changed; null: none did. */
  readonly confirmed: number | null;
}

/** Projects that the filter picks, by client. */
export function projectsPicked(sql: Sql, filter: HeldFilter): PickedProject[] {
  const values: Record<string, SqlValue> = { run: filter.run ?? NOW };
  const rows = sql.allBigArrays<[project: bigint, client: bigint, confirmed: bigint | null]>(
    `WITH done AS MATERIALIZED (
       SELECT ref AS project, max(run) AS run FROM units WHERE kind = 'phones' AND state = 'done' AND run <= :run GROUP BY ref),
     confirmed AS MATERIALIZED (
       SELECT d.project, max(d.run, coalesce(${UNCHANGED("<= :run")}, 0)) AS run FROM done d JOIN projects p ON p.id = d.project)
     SELECT p.id, p.client, c.run FROM projects p LEFT JOIN confirmed c ON c.project = p.id
     ${pickedProjects(filter, values)} ORDER BY p.client, p.id`,
    values,
  );
  return rows.map(([project, client, confirmed]) => ({
    project: Number(project),
    client: Number(client),
    confirmed: confirmed === null ? null : Number(confirmed),
  }));
}

type Query = readonly [sql: string, values: Record<string, SqlValue>];

interface Picked {
  readonly where: string;
  readonly values: Record<string, SqlValue>;
}

function picked(filter: HeldFilter): Picked {
  const values: Record<string, SqlValue> = { run: filter.run ?? NOW };
  const kinds: string[] = [];
  if (filter.regions.length > 0) kinds.push(`region IN ${listParameter("regions", filter.regions, values)}`);
  if (filter.types.length > 0) kinds.push(`type IN ${listParameter("types", filter.types, values)}`);
  const ofKinds = `AND m.kind IN (SELECT id FROM number_kinds WHERE ${kinds.join(" AND ")})`;
  return { where: `m.from_run <= :run ${kinds.length > 0 ? ofKinds : ""}`, values };
}

/**
 * Projects outside, each one's numbers as they lie inside: one pass over membership, which is then sorted. By the index of
 * numbers each row would be looked up where it lies where the index does not hold all that is asked.
 */
function sorted(filter: HeldFilter, columns: string, order: string): Query {
  const { where, values } = picked(filter);
  const projects = `(SELECT p.id AS project, p.client FROM projects p ${pickedProjects(filter, values)})`;
  return [
    `SELECT ${columns} FROM ${projects} c CROSS JOIN membership m ON m.project = c.project WHERE ${where} ORDER BY ${order}`,
    values,
  ];
}

/** By number, in pieces. All of them are read off the index of numbers, which holds what is asked for, where it is there. */
export function spansByNumber(sql: Sql, filter: HeldFilter): Iterable<readonly Span[]> {
  const isAll = filter.sources.length + filter.clients.length + filter.projects.length === 0;
  if (!sql.isNear || !isAll || !hasNumberIndex(sql))
    return oneByOne(sql, sorted(filter, COLUMNS, "m.number"));
  const { where, values } = picked(filter);
  const query = `SELECT ${COLUMNS} FROM membership m WHERE m.number > :after AND ${where} ORDER BY m.number LIMIT :limit`;
  return inPieces(sql, query, values);
}

/** By client, then by number. */
export function spansByClient(sql: Sql, filter: HeldFilter): Iterable<readonly Span[]> {
  return oneByOne(sql, sorted(filter, COLUMNS, "c.client, m.number"));
}

/** By client, then by project, then by number; with labels and contacts. */
export function* spansByProject(
  sql: Sql,
  filter: HeldFilter,
  projects: readonly PickedProject[],
): Generator<readonly Span[]> {
  const columns = `${COLUMNS}, m.label, m.contact`;
  if (!sql.isNear) return yield* oneByOne(sql, sorted(filter, columns, "c.client, m.project, m.number"));
  const { where, values } = picked(filter);
  const query = `SELECT ${columns} FROM membership m WHERE m.project = :project AND m.number > :after AND ${where}
    ORDER BY m.number LIMIT :limit`;
  for (const { project } of projects) yield* inPieces(sql, query, { ...values, project });
}

function* oneByOne(sql: Sql, [query, values]: Query): Generator<readonly Span[]> {
  for (const span of sql.iterateBigArrays<Span>(query, values)) yield [span];
}

/** Rows of a query by number, each piece from the number on that the one before ended with. */
function* inPieces(sql: Sql, query: string, values: Record<string, SqlValue>): Generator<readonly Span[]> {
  let limit = PIECE;
  for (let after = 0n; ; ) {
    const piece = sql.allBigArrays<Span>(query, { ...values, after, limit });
    const last = piece.at(-1)?.[0];
    if (last === undefined) return;
    if (piece.length < limit) return yield piece;
    // Of its last number there may be more: that one is left to the next piece, which is wider where it is all there is.
    const whole = piece.findLastIndex(([number]) => number !== last) + 1;
    if (whole === 0) limit *= 2;
    else {
      after = piece[whole - 1]?.[0] ?? after;
      yield piece.slice(0, whole);
    }
  }
}
