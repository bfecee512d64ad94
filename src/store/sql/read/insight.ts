import type { ClientQuality, HeldSummary, RejectedRecordRow, RejectGroup } from "../../../model/insight.ts";
import type { RejectReason } from "../../../model/number.ts";
import type {
  InsightBook,
  InsightReader,
  KeptSummary,
  NumberTraits,
  RejectedFilter,
  RejectedPlace,
} from "../../insight.ts";
import type { Sql, SqlValue } from "../sql.ts";
import { summarizeHeld, type Version } from "./summarize.ts";

/** The row of all sources together. */
const ALL = 0;

const ROW = `SELECT j.project AS projectKey, j.position, s.name AS source, k.name AS client, k.crm_id AS clientId, p.name AS project,
    p.crm_id AS projectId, j.record, j.raw, j.reason
  FROM rejected j JOIN projects p ON p.id = j.project JOIN clients k ON k.id = p.client JOIN sources s ON s.id = p.source`;
const OF_SOURCE = "(CAST(?1 AS TEXT) IS NULL OR s.name = ?1)";

/** {@link InsightReader} over one connection. */
export class InsightRows implements InsightReader {
  protected readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
  }

  stamp(source: string | null): string | null {
    const versions = this.#versions(source);
    if (versions.length === 0) return null;
    const erased = this.sql.count("SELECT coalesce(max(seq), 0) AS n FROM audit WHERE action = 'erase'", {});
    return `${versions.map(({ run }) => run).join(",")};${erased}`;
  }

  summary(source: string | null): KeptSummary | null {
    const row = this.sql.get<{ stamp: string; at: string; data: string }>(
      "SELECT stamp, at, data FROM summaries WHERE source = ?",
      this.keyOf(source),
    );
    return row === undefined ? null : { ...row, data: JSON.parse(row.data) as HeldSummary };
  }

  summarize(source: string | null, traitsOf: (number: bigint, type: string) => NumberTraits): HeldSummary {
    return summarizeHeld(this.sql, this.#versions(source), traitsOf);
  }

  clients(source: string | null): ClientQuality[] {
    return this.#rows<ClientQuality>(
      `SELECT k.id AS key, s.name AS source, k.crm_id AS id, k.name, CAST(sum(p.records) AS BIGINT) AS records,
         CAST(sum(p.rejected) AS BIGINT) AS rejected, CAST(sum(p.numbers) AS BIGINT) AS pairs
       FROM projects p JOIN clients k ON k.id = p.client JOIN sources s ON s.id = p.source
       WHERE p.gone_run IS NULL AND ${OF_SOURCE} GROUP BY k.id, s.name, k.crm_id, k.name ORDER BY k.id`,
      source,
    );
  }

  rejectGroups(source: string | null): RejectGroup[] {
    return this.#rows<RejectGroup>(
      `SELECT p.client, j.reason, count(*) AS count, min(j.raw) AS first, max(j.raw) AS last
       FROM rejected j JOIN projects p ON p.id = j.project JOIN sources s ON s.id = p.source
       WHERE ${OF_SOURCE} GROUP BY p.client, j.reason ORDER BY p.client, j.reason`,
      source,
    );
  }

  rejectsAfter(run: number): { readonly reason: RejectReason; readonly count: number }[] {
    return this.sql.all<{ reason: RejectReason; count: number }>(
      "SELECT reason, count FROM reject_counts WHERE run = ? ORDER BY count DESC, reason",
      run,
    );
  }

  rejected(filter: RejectedFilter, after: RejectedPlace | null, limit: number): RejectedRecordRow[] {
    const { source, reason, client } = filter;
    const values: SqlValue[] = [source];
    const wanted = [OF_SOURCE];
    const given = (value: SqlValue): string => `?${values.push(value)}`;
    if (reason !== null) wanted.push(`j.reason = ${given(reason)}`);
    if (client !== null) wanted.push(`p.client = ${given(client)}`);
    if (after !== null) wanted.push(`(j.project, j.position) > (${given(after[0])}, ${given(after[1])})`);
    return this.#rows<RejectedRecordRow>(
      `${ROW} WHERE ${wanted.join(" AND ")} ORDER BY j.project, j.position LIMIT ${given(limit)}`,
      ...values,
    );
  }

  rejectedAt(places: readonly RejectedPlace[]): RejectedRecordRow[] {
    return places.flatMap(([project, position]) =>
      this.#rows<RejectedRecordRow>(`${ROW} WHERE j.project = ? AND j.position = ?`, ...[project, position]),
    );
  }

  protected keyOf(source: string | null): number {
    if (source === null) return ALL;
    return this.sql.get<{ id: number }>("SELECT id FROM sources WHERE name = ?", source)?.id ?? -1;
  }

  /** Of each source the newest version that a finished run left. */
  #versions(source: string | null): Version[] {
    return this.#rows<Version>(
      `SELECT r.source, max(r.id) AS run FROM runs r JOIN sources s ON s.id = r.source
       WHERE r.status IN ('complete', 'partial') AND ${OF_SOURCE} GROUP BY r.source ORDER BY r.source`,
      source,
    );
  }

  #rows<T>(query: string, ...values: SqlValue[]): T[] {
    return this.sql.all<T>(query, ...values);
  }
}

/** {@link InsightBook} over one connection. */
export class SqlInsightBook extends InsightRows implements InsightBook {
  readonly #write: <T>(work: () => T) => T;

  constructor(sql: Sql, write: <T>(work: () => T) => T) {
    super(sql);
    this.#write = write;
  }

  keep(source: string | null, { stamp, at, data }: KeptSummary): void {
    const key = this.keyOf(source);
    if (key < 0) return;
    this.#write(() =>
      this.sql.run(
        `INSERT INTO summaries (source, stamp, at, data) VALUES (?, ?, ?, ?)
         ON CONFLICT (source) DO UPDATE SET stamp = excluded.stamp, at = excluded.at, data = excluded.data`,
        ...[key, stamp, at, JSON.stringify(data)],
      ),
    );
  }
}

/** Keeps how many records without a number a source holds after a run, by reason. */
export function noteRejectCounts(sql: Sql, run: number, source: number): void {
  sql.change("DELETE FROM reject_counts WHERE run = :run", { run });
  sql.change(
    `INSERT INTO reject_counts (run, reason, count)
     SELECT CAST(:run AS BIGINT), j.reason, count(*) FROM rejected j JOIN projects p ON p.id = j.project
     WHERE p.source = :source AND p.gone_run IS NULL GROUP BY j.reason`,
    { run, source },
  );
}
