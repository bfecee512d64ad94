import type { HeldFilter, RejectedRow } from "../../store.ts";
import type { Sql, SqlValue } from "../sql.ts";
import { pickedProjects, placeReader } from "./places.ts";

type Tuple = [project: bigint, record: string, raw: string | null, reason: string];

/** Records without any number of the projects that the filter picks, as they were when each was last read. */
export function* rejectedRows(sql: Sql, filter: HeldFilter): Generator<RejectedRow> {
  const placeOf = placeReader(sql);
  const values: Record<string, SqlValue> = {};
  const query = `SELECT j.project, j.record, j.raw, j.reason FROM projects p CROSS JOIN rejected j ON j.project = p.id
    ${pickedProjects(filter, values)} ORDER BY p.client, p.id, j.position`;
  for (const [project, record, raw, reason] of sql.iterateBigArrays<Tuple>(query, values)) {
    yield { ...placeOf(Number(project)), record, raw, reason };
  }
}
