import { DatamasterError } from "../../../base/errors.ts";
import { thisProcess } from "../../../base/owner.ts";
import { told } from "../../../messages/messages.ts";
import type { PastProject, PastReading, PastSource, PastVersion } from "../../../model/legacy.ts";
import { WHOLE_SOURCE } from "../../../model/run.ts";
import type { AuditDetail } from "../../audit.ts";
import type { PastImport, PastPort } from "../../past.ts";
import { appendAudit } from "../privacy/audit.ts";
import { readTombstones, type Tombstones } from "../privacy/tombstones.ts";
import { pastWithoutErased } from "../run/keeping-out.ts";
import { dropNumberIndex, ensureNumberIndex } from "../run/number-index.ts";
import { NumberKinds } from "../run/number-kinds.ts";
import { sourceId } from "../service/sources.ts";
import type { Sql } from "../sql.ts";
import { PastTotals } from "./past-totals.ts";

/** How a unit of an imported run ends that did not read its project whole: it confirms nothing. */
const FOUND = "found";

/** Over a connection of somebody else's, who closes it. */
export class SqlPast implements PastPort {
  readonly #sql: Sql;
  readonly #who: string;
  readonly #keyFile: string;

  constructor(sql: Sql, who: string, tombstoneKeyFile: string) {
    this.#sql = sql;
    this.#who = who;
    this.#keyFile = tombstoneKeyFile;
  }

  begin(source: PastSource, versions: readonly PastVersion[]): PastImport {
    const sql = this.#sql;
    sql.begin();
    try {
      const tombstones = readTombstones(sql, this.#keyFile);
      return new SqlPastImport(sql, this.#who, tombstones, source, versions);
    } catch (error) {
      sql.rollback();
      throw sql.toError(error);
    }
  }
}

class SqlPastImport implements PastImport {
  readonly #sql: Sql;
  readonly #who: string;
  readonly #tombstones: Tombstones | null;
  readonly #source: number;
  readonly #runs: readonly number[];
  readonly #kinds: NumberKinds;
  readonly #totals: PastTotals;
  readonly #clients = new Map<string, number>();

  constructor(
    sql: Sql,
    who: string,
    tombstones: Tombstones | null,
    source: PastSource,
    versions: readonly PastVersion[],
  ) {
    this.#sql = sql;
    this.#who = who;
    this.#tombstones = tombstones;
    refuseHistory(sql, source.name);
    refuseLater(sql, versions);
    this.#source = sourceId(sql, source, new Date().toISOString());
    const owner = JSON.stringify(thisProcess());
    this.#runs = versions.map((version) => insertRun(sql, this.#source, source.reader, owner, version));
    this.#kinds = new NumberKinds(sql);
    this.#totals = new PastTotals(this.#runs);
    // Rebuilt once at the end, sorted: see number-index.ts.
    dropNumberIndex(sql);
  }

  addProject(project: PastProject): void {
    this.#add(this.#tombstones === null ? project : pastWithoutErased(this.#tombstones, project));
  }

  #add({ client, id, name, readings, rejected }: PastProject): void {
    const sql = this.#sql;
    const last = readings.at(-1);
    const first = readings[0];
    if (last === undefined || first === undefined) return;
    const clientId = this.#clientId(client, this.#run(first), this.#run(last));
    this.#totals.projectCame(this.#run(first));
    const numbers = readings.reduce((sum, { came, went }) => sum + came.size - went.length, 0);
    const project = sql.insert(
      `INSERT INTO projects (source, client, crm_id, name, listed_run, confirmed_run, records, numbers, rejected)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[this.#source, clientId, id, name, this.#run(last), this.#run(last)],
      ...[last.held.records, numbers, last.held.rejected],
    );
    for (const reading of readings) this.#addReading(project, reading);
    this.#totals.projectEnds();
    const insert = sql.hot(
      "INSERT INTO rejected (project, position, record, raw, reason) VALUES (?, ?, ?, ?, ?)",
    );
    rejected.forEach(({ record, raw, reason }, position) => {
      insert.run(project, position, record, raw, reason);
    });
  }

  #run({ version }: PastReading): number {
    return this.#runs[version] ?? 0;
  }

  #clientId({ id, name, country }: PastProject["client"], first: number, last: number): number {
    const known = this.#clients.get(id);
    this.#totals.clientSeen(id, first);
    if (known !== undefined) {
      this.#sql.run("UPDATE clients SET listed_run = ? WHERE id = ? AND listed_run < ?", last, known, last);
      return known;
    }
    const made = this.#sql.insert(
      "INSERT INTO clients (source, crm_id, name, country, listed_run) VALUES (?, ?, ?, ?, ?)",
      ...[this.#source, id, name, country, last],
    );
    this.#clients.set(id, made);
    return made;
  }

  #addReading(project: number, reading: PastReading): void {
    const sql = this.#sql;
    const { came, went, isWhole } = reading;
    const run = this.#run(reading);
    const rows = sql.membershipRows([this.#source, project, run], false);
    const numbers = BigUint64Array.from(came.keys()).sort();
    for (const number of numbers) {
      const kind = came.get(number);
      if (kind !== undefined) rows.add(number, this.#kinds.idOf(kind));
    }
    rows.end();
    const end = sql.hot(
      "UPDATE membership SET to_run = ? WHERE project = ? AND number = ? AND to_run IS NULL",
    );
    for (const number of went) end.run(run, project, number);
    sql.run(
      "INSERT INTO units (run, kind, ref, state, pages, changed) VALUES (?, 'phones', ?, ?, 1, ?)",
      ...[run, project, isWhole ? "done" : FOUND, came.size + went.length > 0 ? 1 : 0],
    );
    this.#totals.read(run, reading);
  }

  finish(detail: AuditDetail): number[] {
    const sql = this.#sql;
    try {
      ensureNumberIndex(sql);
      this.#totals.write(sql, this.#source);
      appendAudit(sql, this.#who, { action: "import", detail });
      sql.commit();
      return [...this.#runs];
    } catch (error) {
      sql.rollback();
      throw sql.toError(error);
    }
  }

  undo(): void {
    this.#sql.rollback();
  }
}

function refuseHistory(sql: Sql, name: string): void {
  const row = sql.get<{ run: number }>(
    "SELECT min(r.id) AS run FROM runs r JOIN sources s ON s.id = r.source WHERE s.name = ? HAVING count(*) > 0",
    name,
  );
  if (row !== undefined)
    throw new DatamasterError("IMPORT_REFUSED", told("pastTooLate", { source: name, run: row.run }));
}

/** First and last seen over all sources go by the numbers of runs, which are in the order of time. */
function refuseLater(sql: Sql, [oldest]: readonly PastVersion[]): void {
  const row = sql.get<{ run: number; source: string }>(
    `SELECT r.id AS run, s.name AS source FROM runs r JOIN sources s ON s.id = r.source
     WHERE r.started_at > ? ORDER BY r.id LIMIT 1`,
    oldest?.startedAt ?? "",
  );
  if (row !== undefined) throw new DatamasterError("IMPORT_REFUSED", told("pastOlder", { ...row }));
}

function insertRun(
  sql: Sql,
  source: number,
  reader: string,
  owner: string,
  { startedAt, endedAt }: PastVersion,
): number {
  return sql.insert(
    `INSERT INTO runs (source, status, scope, reader, owner, started_at, heartbeat_at, ended_at, other_regions, mode, seconds)
     VALUES (?, 'complete', ?, ?, ?, ?, ?, ?, '[]', 'import', ?)`,
    ...[source, JSON.stringify(WHOLE_SOURCE), reader, owner, startedAt, endedAt, endedAt],
    (Date.parse(endedAt) - Date.parse(startedAt)) / 1000,
  );
}
