import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { DatamasterError, messageOf } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";
import type {
  LegacyColumn,
  LegacyLayout,
  OldColumn,
  OldDatabase,
  OldPair,
  OldRunRows,
  OldTable,
  OldValue,
} from "../../model/legacy.ts";
import { oldRows, pairsQuery, quoted, repeatsQuery, runsQuery, sharedQuery, timesQuery } from "./queries.ts";

/** Of so many rows of a table what its columns hold is guessed. */
const SAMPLED_ROWS = 400;
/** Another program may be writing to it. */
const TIMEOUT_MS = 5_000;
/** SQLite's primary result codes (https://sqlite.org/rescode.html). */
const [BUSY, LOCKED, CORRUPT, CANTOPEN, NOTADB] = [5, 6, 11, 14, 26];
/** The mark of our own databases: "DMPC". */
const OURS = 0x444d5043;

type Row = Record<string, OldValue>;

/** {@link OldDatabase} over an SQLite file, to which nothing is written. Throws IMPORT_REFUSED where it cannot be read. */
export function openOldDatabase(path: string): OldDatabase {
  return guarded(path, () => new OldFile(path));
}

class OldFile implements OldDatabase {
  readonly writtenAt: string;
  readonly #path: string;
  readonly #db: DatabaseSync;

  constructor(path: string) {
    this.#path = path;
    this.writtenAt = statSync(path).mtime.toISOString();
    this.#db = connect(path);
    try {
      // One moment for all that is read, whatever the old tool does meanwhile.
      this.#db.exec("BEGIN");
      const [mark] = this.#all("PRAGMA application_id");
      if (mark?.application_id === BigInt(OURS)) throw refused(told("legacyOurs", { file: path }));
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  tables(): readonly OldTable[] {
    return guarded(this.#path, () =>
      this.#all(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
      ).map((row) => this.#table(String(row.name))),
    );
  }

  #table(name: string): OldTable {
    const [counted] = this.#all(`SELECT count(*) AS n FROM ${quoted(name)}`);
    const sample = this.#all(`SELECT * FROM ${quoted(name)} LIMIT ${SAMPLED_ROWS}`);
    const refers = new Map(
      this.#all(`PRAGMA foreign_key_list(${quoted(name)})`).map((row) => [
        String(row.from),
        String(row.table),
      ]),
    );
    const info = this.#all(`PRAGMA table_info(${quoted(name)})`);
    const keys = info.filter(({ pk }) => Number(pk) > 0).length;
    const columns = info.map((row): OldColumn => {
      const column = String(row.name);
      return {
        name: column,
        type: String(row.type),
        isKey: keys === 1 && Number(row.pk) > 0,
        refersTo: refers.get(column) ?? null,
        samples: sample.flatMap((one) => {
          const value = one[column];
          return value === null || value === undefined ? [] : [value];
        }),
      };
    });
    return { name, rows: Number(counted?.n ?? 0), columns };
  }

  rows(table: "projects" | "clients" | "runs", layout: LegacyLayout): Row[] {
    const query = oldRows(table, layout);
    return query === null ? [] : guarded(this.#path, () => this.#all(query));
  }

  countShared(from: LegacyColumn, to: LegacyColumn, layout: LegacyLayout): number {
    return guarded(this.#path, () => Number(this.#all(sharedQuery(from, to, layout))[0]?.n ?? 0));
  }

  countRuns(layout: LegacyLayout): OldRunRows[] {
    return guarded(this.#path, () =>
      this.#all(runsQuery(layout)).map(({ run, n }) => ({
        run: run === null ? null : String(run),
        rows: Number(n),
      })),
    );
  }

  *times(layout: LegacyLayout): Iterable<[string | null, OldValue]> {
    const query = timesQuery(layout);
    if (query !== null) yield* this.#each<[string | null, OldValue]>(query);
  }

  repeats(layout: LegacyLayout): boolean {
    const query = repeatsQuery(layout);
    return query !== null && guarded(this.#path, () => this.#all(query).length > 0);
  }

  *pairs(layout: LegacyLayout): Iterable<OldPair> {
    type Columns = [string | null, string | null, OldValue, OldValue, bigint, OldValue];
    for (const [project, run, id, phone, has, seenAt] of this.#each<Columns>(pairsQuery(layout)))
      yield { project, run, id: String(id), phone, hasPhone: has === 1n, seenAt };
  }

  close(): void {
    this.#db.close();
  }

  #all(sql: string): Row[] {
    const statement = this.#db.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all() as Row[];
  }

  *#each<T>(sql: string): Generator<T> {
    try {
      const statement = this.#db.prepare(sql);
      statement.setReadBigInts(true);
      statement.setReturnArrays(true);
      yield* statement.iterate() as Iterable<T>;
    } catch (error) {
      throw failure(this.#path, error);
    }
  }
}

function connect(path: string): DatabaseSync {
  const open = (file: string | URL): DatabaseSync => {
    const db = new DatabaseSync(file, { readOnly: true, timeout: TIMEOUT_MS });
    try {
      db.prepare("SELECT count(*) FROM sqlite_schema").get();
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  };
  try {
    return open(path);
  } catch (error) {
    // On a read-only disk SQLite cannot make the index of a log; where there is no log, it can do without.
    const hasLog = statSync(`${path}-wal`, { throwIfNoEntry: false }) !== undefined;
    if (codeOf(error) !== CANTOPEN || hasLog) throw error;
    const url = pathToFileURL(path);
    url.searchParams.set("immutable", "1");
    return open(url);
  }
}

function codeOf(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === "number" ? code & 0xff : undefined;
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failure(path, error);
  }
}

function failure(file: string, error: unknown): DatamasterError {
  if (error instanceof DatamasterError) return error;
  if ((error as { code?: unknown }).code === "ENOENT") return refused(told("legacyMissing", { file }), error);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false)
    return refused(told("legacyNone", { file }), error);
  switch (codeOf(error)) {
    case BUSY:
    case LOCKED:
      return refused(told("legacyBusy", { file }), error);
    case NOTADB:
      return refused(told("legacyNone", { file }), error);
    case CORRUPT:
      return refused(told("legacyDamaged", { file, why: messageOf(error) }), error);
    default:
      return refused(told("legacyUnreadable", { file, why: messageOf(error) }), error);
  }
}

function refused(what: Told, cause?: unknown): DatamasterError {
  return new DatamasterError("IMPORT_REFUSED", what, { cause });
}
