import {
  type AuditCheck,
  type AuditDetail,
  type AuditEntry,
  type AuditFacets,
  type AuditFilter,
  type AuditReader,
  type AuditRecord,
  canonicalJson,
  entryHash,
  GENESIS,
  withoutNumbers,
} from "../../audit.ts";
import type { Sql } from "../sql.ts";

interface AuditRow extends Omit<AuditEntry, "detail"> {
  readonly detail: string;
}

const COLUMNS = "seq, at, who, action, detail, previous, hash";
/** So many entries are checked at a time: the log may be long, and no cursor may stay open across a write. */
const PIECE = 1_000;

/** {@link AuditReader} over a connection. */
export class AuditRows implements AuditReader {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  list(filter: AuditFilter): AuditEntry[] {
    return this.#filtered(filter, "seq < ? ORDER BY seq DESC", filter.before ?? Number.MAX_SAFE_INTEGER);
  }

  listOn(filter: AuditFilter, after: number): AuditEntry[] {
    return this.#filtered(filter, "seq > ? ORDER BY seq", after);
  }

  facets(): AuditFacets {
    const of = (column: "action" | "who", limit: number): string[] =>
      this.#sql
        .all<{ value: string }>(`SELECT DISTINCT ${column} AS value FROM audit ORDER BY value LIMIT ${limit}`)
        .map(({ value }) => value);
    return { actions: of("action", 100), people: of("who", 500) };
  }

  #filtered({ action, since, until, who, limit }: AuditFilter, place: string, seq: number): AuditEntry[] {
    const rows = this.#sql.all<AuditRow>(
      `SELECT ${COLUMNS} FROM audit WHERE action = coalesce(?, action) AND at >= coalesce(?, at)
         AND at < coalesce(?, '9999') AND who = coalesce(?, who) AND ${place} LIMIT ?`,
      ...[action, since, until ?? null, who ?? null, seq, limit],
    );
    return rows.map(toEntry);
  }

  verify(head: string | null): AuditCheck {
    let [entries, previous, found]: [number, string, number | null] = [0, GENESIS, null];
    for (const row of this.#inOrder()) {
      const why = whatIsWrong(row, entries + 1, previous);
      if (why !== null) return { entries, head: previous, broken: { seq: row.seq, why }, found };
      [entries, previous] = [row.seq, row.hash];
      if (row.hash === head) found = row.seq;
    }
    return { entries, head: previous, broken: null, found };
  }

  *#inOrder(): Generator<AuditRow> {
    for (let after = 0; ; ) {
      const rows = this.#sql.all<AuditRow>(
        `SELECT ${COLUMNS} FROM audit WHERE seq > ? ORDER BY seq LIMIT ?`,
        after,
        PIECE,
      );
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.seq;
    }
  }
}

function whatIsWrong(row: AuditRow, seq: number, previous: string) {
  if (row.seq !== seq) return "missing";
  if (row.previous !== previous) return "unlinked";
  try {
    return entryHash(toEntry(row)) === row.hash ? null : "changed";
  } catch {
    return "changed";
  }
}

function toEntry({ detail, ...row }: AuditRow): AuditEntry {
  return { ...row, detail: JSON.parse(detail) as AuditDetail };
}

/** Adds an entry to the end of the chain; to be called in a write transaction, so that two never follow the same one. */
export function appendAudit(sql: Sql, who: string, { action, detail }: AuditRecord): AuditEntry {
  const last = sql.get<{ seq: number; hash: string }>(
    "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1",
  );
  const facts = {
    seq: (last?.seq ?? 0) + 1,
    at: new Date().toISOString(),
    who,
    action,
    detail: withoutNumbers(detail),
    previous: last?.hash ?? GENESIS,
  };
  const entry = { ...facts, hash: entryHash(facts) };
  sql.run(
    `INSERT INTO audit (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    entry.seq,
    entry.at,
    entry.who,
    entry.action,
    canonicalJson(entry.detail),
    entry.previous,
    entry.hash,
  );
  return entry;
}
