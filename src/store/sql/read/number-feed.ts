import type {
  Confirmed,
  FeedKind,
  FeedProject,
  FeedRun,
  FeedState,
  FeedStay,
  NumberFeed,
} from "../../number-feed.ts";
import { NOW, UNCHANGED } from "../spans.ts";
import type { Sql } from "../sql.ts";

/** Acts that change what is past; whatever else happens to a project changes its mark. */
const REWRITING = "'erase', 'prune', 'revert', 'import', 'restore', 'copy'";

const PROJECTS = `SELECT p.id, k.id AS clientKey, s.name AS source, k.crm_id AS clientId, k.name AS client, p.crm_id AS projectId,
    p.name AS project, p.set_hash AS hash, p.confirmed_run AS confirmed, p.gone_run AS gone
  FROM projects p JOIN clients k ON k.id = p.client JOIN sources s ON s.id = p.source ORDER BY p.id`;

const CONFIRMED = `SELECT (SELECT max(u.run) FROM units u
    WHERE u.kind = 'phones' AND u.ref = p.id AND u.state = 'done' AND u.run < :before) AS done,
  ${UNCHANGED("< :before")} AS unchanged FROM projects p WHERE p.id = :project`;

const REGIONS = `SELECT region FROM (
    SELECT country AS region, 0 AS rank, -count(*) AS place FROM clients WHERE country IS NOT NULL AND gone_run IS NULL GROUP BY country
    UNION ALL SELECT region, 1 AS rank, min(id) AS place FROM number_kinds GROUP BY region) r
  ORDER BY rank, place, region`;

interface ProjectRow extends Omit<FeedProject, "mark"> {
  readonly hash: Uint8Array | null;
  readonly confirmed: number | null;
  readonly gone: number | null;
}

/** {@link NumberFeed} over a connection. */
export class SqlNumberFeed implements NumberFeed {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  epoch(): string {
    const row = this.#sql.get<{ seq: number; hash: string }>(
      `SELECT seq, hash FROM audit WHERE action IN (${REWRITING}) ORDER BY seq DESC LIMIT 1`,
    );
    return row === undefined ? "" : `${row.seq} ${row.hash}`;
  }

  state(): FeedState {
    const row = this.#sql.get<{ n: number; beat: string | null; ended: string | null }>(
      "SELECT count(*) AS n, max(heartbeat_at) AS beat, max(ended_at) AS ended FROM runs",
    );
    return { runs: JSON.stringify(row ?? null), ended: row?.ended ?? null };
  }

  projects(): FeedProject[] {
    return this.#sql
      .all<ProjectRow & Record<string, never>>(PROJECTS)
      .map(({ hash, confirmed, gone, ...row }) => ({
        ...row,
        mark: `${hash === null ? confirmed : Buffer.from(hash).toString("latin1")} ${gone}`,
      }));
  }

  stays(project: number): FeedStay[] {
    return this.#sql.allBigArrays<FeedStay>(
      "SELECT number, kind, from_run, to_run FROM membership WHERE project = :project ORDER BY number, from_run",
      { project },
    );
  }

  kinds(): FeedKind[] {
    return this.#sql.all<FeedKind & Record<string, never>>(
      "SELECT id, region, type FROM number_kinds ORDER BY id",
    );
  }

  regions(): string[] {
    const rows = this.#sql.all<{ region: string }>(REGIONS);
    return [...new Set(rows.map(({ region }) => region))];
  }

  anyErased(): boolean {
    return this.#sql.get("SELECT 1 FROM tombstones LIMIT 1") !== undefined;
  }

  runs(): FeedRun[] {
    return this.#sql.all<FeedRun & Record<string, never>>(
      `SELECT r.id AS run, s.name AS source, r.started_at AS startedAt FROM runs r JOIN sources s ON s.id = r.source ORDER BY r.id`,
    );
  }

  confirmed(project: number, before: number | null): Confirmed {
    const [row] = this.#sql.allBigArrays<[done: bigint | null, unchanged: bigint | null]>(CONFIRMED, {
      project,
      before: before ?? NOW,
    });
    const [done = null, unchanged = null] = row ?? [];
    return {
      read: done === null ? null : Number(done),
      unchanged: unchanged === null ? null : Number(unchanged),
    };
  }
}
