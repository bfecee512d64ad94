import {
  type ChangedPair,
  type ChangedPairQuery,
  type ClientHeld,
  type DiffDetails,
  NUMBER_CHANGES,
  type ProjectChange,
  type TypeChange,
} from "../../../model/diff.ts";
import type { Sql } from "../sql.ts";
import type { Span } from "./diff.ts";
import { PAIRS, type PairTuple, pairOf } from "./diff-pairs.ts";

const at = (change: (typeof NUMBER_CHANGES)[number]): number => NUMBER_CHANGES.indexOf(change);
const numbersIn = (change: "new" | "gone" | "moved"): string =>
  `count(*) FILTER (WHERE change = ${at(change)}) AS ${change}`;
const COUNTS = `${numbersIn("new")}, ${numbersIn("gone")}, ${numbersIn("moved")}`;

interface Counted {
  readonly new: number;
  readonly gone: number;
  readonly moved: number;
}

/** What more is asked of a difference that lies in the connection's temporary tables. */
export function diffDetails(sql: Sql, span: Span): DiffDetails {
  return {
    types: () => typeChanges(sql),
    projects: (limit) => projectChanges(sql, limit),
    held: (clients) => clientsHeld(sql, span, clients),
    page: (query) => pairPage(sql, query),
  };
}

function typeChanges(sql: Sql): TypeChange[] {
  const rows = sql.all<Counted & { readonly type: string }>(
    `SELECT h.* FROM (SELECT k.type, ${COUNTS} FROM diff_numbers d JOIN number_kinds k ON k.id = d.kind
       WHERE change <> ${at("kept")} GROUP BY k.type) h ORDER BY new + gone + moved DESC, h.type`,
  );
  return rows.map(({ type, ...row }) => ({ type, numbers: countsOf(row) }));
}

function countsOf({ new: came, gone, moved }: Counted) {
  return { new: came, gone, moved };
}

function projectChanges(sql: Sql, limit: number): ProjectChange[] {
  type Row = Counted &
    Omit<ProjectChange, "numbers" | "pairs"> & { readonly came: number; readonly went: number };
  const rows = sql.all<Row>(
    `SELECT p.crm_id AS id, p.name, k.crm_id AS clientId, k.name AS client, h.new, h.gone, h.moved, h.cameHere AS came, h.wentHere AS went
     FROM (SELECT d.project, ${COUNTS}, sum(d.came) AS cameHere, sum(1 - d.came) AS wentHere
       FROM diff_pairs d JOIN diff_numbers n ON n.number = d.number GROUP BY d.project) h
     JOIN projects p ON p.id = h.project JOIN clients k ON k.id = p.client
     ORDER BY h.cameHere + h.wentHere DESC, h.project LIMIT ?`,
    limit,
  );
  return rows.map(({ id, name, clientId, client, came, went, ...row }) => ({
    id,
    name,
    clientId,
    client,
    numbers: countsOf(row),
    pairs: { came, went },
  }));
}

/** Numbers of a client in a version: different ones over its projects. */
const HELD = (version: string): string =>
  `count(DISTINCT CASE WHEN m.from_run <= ${version} AND (m.to_run IS NULL OR m.to_run > ${version}) THEN m.number END)`;

function clientsHeld(sql: Sql, { source, from, to }: Span, clients: readonly string[]): ClientHeld[] {
  if (clients.length === 0) return [];
  const [older, newer] = ["CAST(? AS BIGINT)", "CAST(? AS BIGINT)"];
  return sql.all<ClientHeld & Record<string, unknown>>(
    `SELECT k.crm_id AS id, ${HELD("v.older")} AS before, ${HELD("v.newer")} AS after
     FROM (SELECT ${older} AS older, ${newer} AS newer) v CROSS JOIN clients k
     JOIN projects p ON p.client = k.id JOIN membership m ON m.project = p.id
     WHERE k.source = ? AND k.crm_id IN (${clients.map(() => "?").join(", ")}) GROUP BY k.crm_id`,
    ...[from, to, source, ...clients],
  );
}

function pairPage(sql: Sql, { change, client, after, limit }: ChangedPairQuery): ChangedPair[] {
  const wanted = [
    ...(change === null ? [] : ["n.change = :change"]),
    ...(client === null ? [] : ["k.crm_id = :client"]),
  ];
  const values = {
    ...(change !== null && { change: at(change) }),
    ...(client !== null && { client }),
    after,
    limit,
  };
  const rows = sql.allBigArrays<PairTuple>(
    `${PAIRS}
     ${wanted.length === 0 ? "" : `WHERE ${wanted.join(" AND ")}`}
     ORDER BY d.number, d.came, d.project LIMIT :limit OFFSET :after`,
    values,
  );
  return rows.map(pairOf);
}
