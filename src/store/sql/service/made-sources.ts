import { DatamasterError } from "../../../base/errors.ts";
import { told } from "../../../messages/messages.ts";
import type { MadeSource, MadeSourceReader, MadeSources, SourceDraft } from "../../made-sources.ts";
import { forgetSource } from "../past/forgetting.ts";
import type { Sql } from "../sql.ts";

interface SourceRow {
  readonly settings: string;
}

interface DraftRow {
  readonly content: string;
}

const SOURCES = `SELECT id, name, settings, secrets, secrets_at AS secretsAt, secrets_by AS secretsBy, created_at AS createdAt,
  created_by AS createdBy, changed_at AS changedAt, changed_by AS changedBy FROM made_sources`;
const DRAFTS = "SELECT id, who, content, secrets, changed_at AS changedAt FROM source_drafts";

/** {@link MadeSourceReader} over a connection. */
export class MadeSourceRows implements MadeSourceReader {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  list(): MadeSource[] {
    return this.#sql.all<MadeSource & SourceRow>(`${SOURCES} ORDER BY name`).map(toSource);
  }

  find(name: string): MadeSource | undefined {
    const row = this.#sql.get<MadeSource & SourceRow>(`${SOURCES} WHERE name = ?`, name);
    return row && toSource(row);
  }

  counts(name: string): ReturnType<MadeSourceReader["counts"]> {
    const count = (table: string): number =>
      this.#sql.count(
        `SELECT count(*) AS n FROM ${table} t JOIN sources s ON s.id = t.source WHERE s.name = :name`,
        { name },
      );
    return { clients: count("clients"), projects: count("projects"), runs: count("runs") };
  }

  drafts(who: string): SourceDraft[] {
    const rows = this.#sql.all<SourceDraft & DraftRow>(
      `${DRAFTS} WHERE who = ? ORDER BY changed_at DESC, id`,
      who,
    );
    return rows.map(toDraft);
  }

  draft(who: string, id: string): SourceDraft | undefined {
    const row = this.#sql.get<SourceDraft & DraftRow>(`${DRAFTS} WHERE who = ? AND id = ?`, who, id);
    return row && toDraft(row);
  }

  allDrafts(): SourceDraft[] {
    return this.#sql.all<SourceDraft & DraftRow>(`${DRAFTS} ORDER BY id`).map(toDraft);
  }
}

/** {@link MadeSources} of whom `who` names, each change within one transaction. */
export function madeSources(sql: Sql, who: string, within: <T>(work: () => T) => T): MadeSources {
  const rows = new MadeSourceRows(sql);
  const now = (): string => new Date().toISOString();
  return {
    list: () => rows.list(),
    find: (name) => rows.find(name),
    counts: (name) => rows.counts(name),
    drafts: (of) => rows.drafts(of),
    draft: (of, id) => rows.draft(of, id),
    allDrafts: () => rows.allDrafts(),
    add: (name, settings) => within(() => addSource(sql, who, now(), name, settings)),
    change: (id, settings) =>
      void within(() =>
        sql.run(
          "UPDATE made_sources SET settings = ?, changed_at = ?, changed_by = ? WHERE id = ?",
          JSON.stringify(settings),
          now(),
          who,
          id,
        ),
      ),
    setSecrets: (id, secrets, isNew) => void within(() => setSecrets(sql, who, now(), id, secrets, isNew)),
    remove: (id) => void within(() => sql.run("DELETE FROM made_sources WHERE id = ?", id)),
    putDraft: ({ id, content, secrets }) =>
      void within(() =>
        sql.run(
          `INSERT INTO source_drafts (id, who, content, secrets, changed_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET content = excluded.content, secrets = excluded.secrets, changed_at = excluded.changed_at
           WHERE source_drafts.who = excluded.who`,
          id,
          who,
          JSON.stringify(content),
          secrets,
          now(),
        ),
      ),
    setDraftSecrets: (id, secrets) =>
      void within(() => sql.run("UPDATE source_drafts SET secrets = ? WHERE id = ?", secrets, id)),
    dropDraft: (id) =>
      void within(() => sql.run("DELETE FROM source_drafts WHERE id = ? AND who = ?", id, who)),
    dropDraftsBefore: (time) => within(() => sql.run("DELETE FROM source_drafts WHERE changed_at < ?", time)),
    forget: (name) => within(() => forgetSource(sql, name)),
  };
}

function addSource(
  sql: Sql,
  who: string,
  now: string,
  name: string,
  settings: Readonly<Record<string, unknown>>,
): number {
  const there = sql.get("SELECT id FROM made_sources WHERE name = ?", name);
  if (there !== undefined) throw new DatamasterError("SOURCE_EXISTS", told("sourceExists", { name }));
  return sql.insert(
    `INSERT INTO made_sources (name, settings, created_at, created_by, changed_at, changed_by)
     VALUES (?1, ?2, ?3, ?4, ?3, ?4)`,
    name,
    JSON.stringify(settings),
    now,
    who,
  );
}

function setSecrets(
  sql: Sql,
  who: string,
  now: string,
  id: number,
  secrets: string | null,
  isNew: boolean,
): void {
  if (!isNew) return void sql.run("UPDATE made_sources SET secrets = ? WHERE id = ?", secrets, id);
  sql.run(
    `UPDATE made_sources SET secrets = ?2, secrets_at = ?3, secrets_by = ?4, changed_at = ?3, changed_by = ?4 WHERE id = ?1`,
    id,
    secrets,
    now,
    who,
  );
}

function toSource({ settings, ...row }: MadeSource & SourceRow): MadeSource {
  return { ...row, settings: JSON.parse(settings) as MadeSource["settings"] };
}

function toDraft({ content, ...row }: SourceDraft & DraftRow): SourceDraft {
  return { ...row, content: JSON.parse(content) as SourceDraft["content"] };
}
