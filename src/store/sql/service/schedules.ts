import { DatamasterError } from "../../../base/errors.ts";
import type { Owner } from "../../../base/owner.ts";
import { told } from "../../../messages/messages.ts";
import type { Schedule, ScheduleTerms, Turn } from "../../../model/schedule.ts";
import type { OpenTurn, ScheduleBook, ScheduleReader, TurnClaim, TurnEnd } from "../../schedules.ts";
import type { Sql } from "../sql.ts";

/** So many turns of each are shown; the rest is forgotten. */
const KEPT_TURNS = 20;

type ScheduleRow = Omit<Schedule, "isOn" | "ofFile" | "turns"> & {
  readonly isOn: number;
  readonly ofFile: number;
};

const COLUMNS = `id, source, kind, cron, zone, overlap, missed, jitter, is_on AS isOn, created_at AS createdAt,
  created_by AS createdBy, handled,
  (SELECT count(*) FROM file_schedules f WHERE f.schedule = schedules.id) AS ofFile`;

/** Schedules over one connection; reading needs no write lock. */
export class ScheduleRows implements ScheduleReader {
  protected readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
  }

  list(): Schedule[] {
    const turns = Map.groupBy(this.#turns("", []), ({ schedule }) => schedule);
    return this.sql
      .all<ScheduleRow>(`SELECT ${COLUMNS} FROM schedules ORDER BY id`)
      .map((row) => toSchedule(row, turns.get(row.id) ?? []));
  }

  find(id: number): Schedule | undefined {
    const row = this.sql.get<ScheduleRow>(`SELECT ${COLUMNS} FROM schedules WHERE id = ?`, id);
    return row && toSchedule(row, this.#turns("WHERE t.schedule = ?", [id]));
  }

  open(): OpenTurn[] {
    return this.sql
      .all<Omit<OpenTurn, "owner"> & { owner: string }>(
        "SELECT schedule, due, state, at, owner FROM schedule_turns WHERE state IN ('due', 'waiting') ORDER BY due, schedule",
      )
      .map(({ owner, ...turn }) => ({ ...turn, owner: JSON.parse(owner) as Owner }));
  }

  #turns(where: string, values: readonly number[]): (Turn & { schedule: number })[] {
    return this.sql.all<Turn & { schedule: number }>(
      `SELECT t.schedule, t.due, t.state, t.at, t.run, r.status AS runStatus, t.left_out AS left, t.error
       FROM schedule_turns t LEFT JOIN runs r ON r.id = t.run ${where} ORDER BY t.due DESC`,
      ...values,
    );
  }
}

/** {@link ScheduleBook} over one connection; each call that writes is one transaction. */
export class SqlScheduleBook extends ScheduleRows implements ScheduleBook {
  readonly #who: string;
  readonly #write: <T>(work: () => T) => T;

  constructor(sql: Sql, who: string, write: <T>(work: () => T) => T) {
    super(sql);
    this.#who = who;
    this.#write = write;
  }

  add(terms: ScheduleTerms, now: string): Schedule {
    return this.#write(() => {
      const id = this.sql.insert(
        `INSERT INTO schedules (source, kind, cron, zone, overlap, missed, jitter, is_on, created_at, created_by, handled)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[...valuesOf(terms), now, this.#who, now],
      );
      return this.#found(id);
    });
  }

  change(id: number, terms: ScheduleTerms, now: string): Schedule | undefined {
    return this.#write(() => {
      const before = this.find(id);
      if (before === undefined) return undefined;
      const isSame = before.cron === terms.cron && before.zone === terms.zone;
      const handled = isSame && (before.isOn || !terms.isOn) ? before.handled : now;
      this.sql.run(
        `UPDATE schedules SET source = ?, kind = ?, cron = ?, zone = ?, overlap = ?, missed = ?, jitter = ?, is_on = ?, handled = ?
         WHERE id = ?`,
        ...[...valuesOf(terms), handled, id],
      );
      return this.#found(id);
    });
  }

  remove(id: number): boolean {
    return this.#write(() => {
      this.sql.run("DELETE FROM schedule_turns WHERE schedule = ?", id);
      this.sql.run("DELETE FROM file_schedules WHERE schedule = ?", id);
      return this.sql.run("DELETE FROM schedules WHERE id = ?", id) > 0;
    });
  }

  claim({ schedule, due, state, left, at, owner }: TurnClaim): boolean {
    return this.#write(() => {
      const moved = this.sql.run(
        "UPDATE schedules SET handled = ? WHERE id = ? AND handled < ?",
        ...[due, schedule, due],
      );
      if (moved === 0) return false;
      const added = this.sql.run(
        `INSERT INTO schedule_turns (schedule, due, state, at, left_out, owner) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (schedule, due) DO NOTHING`,
        ...[schedule, due, state, at, left, JSON.stringify(owner)],
      );
      this.sql.run(
        `DELETE FROM schedule_turns WHERE schedule = ? AND due < (SELECT min(due) FROM
           (SELECT due FROM schedule_turns WHERE schedule = ? ORDER BY due DESC LIMIT ${KEPT_TURNS}) kept)`,
        ...[schedule, schedule],
      );
      return added > 0;
    });
  }

  setOfFile(terms: readonly ScheduleTerms[], now: string) {
    return this.#write(() => {
      const left = new Map(
        this.sql
          .all<{ schedule: number; terms: string }>("SELECT schedule, terms FROM file_schedules")
          .map((row) => [row.terms, row.schedule]),
      );
      const added: number[] = [];
      for (const one of terms) {
        const name = nameOf(one);
        const known = left.get(name);
        left.delete(name);
        if (known !== undefined) {
          this.change(known, one, now);
          continue;
        }
        const { id } = this.add(one, now);
        this.sql.run("INSERT INTO file_schedules (schedule, terms) VALUES (?, ?)", id, name);
        added.push(id);
      }
      for (const id of left.values()) this.remove(id);
      return { added, removed: [...left.values()] };
    });
  }

  takeOver({ schedule, due, at }: OpenTurn, owner: Owner, now: string): boolean {
    return this.#write(
      () =>
        this.sql.run(
          `UPDATE schedule_turns SET owner = ?, at = ? WHERE schedule = ? AND due = ? AND at = ? AND state IN ('due', 'waiting')`,
          ...[JSON.stringify(owner), now, schedule, due, at],
        ) > 0,
    );
  }

  note({ schedule, due, state, at, run, error }: TurnEnd): void {
    this.#write(() =>
      this.sql.run(
        "UPDATE schedule_turns SET state = ?, at = ?, run = ?, error = ? WHERE schedule = ? AND due = ?",
        ...[state, at, run, error, schedule, due],
      ),
    );
  }

  #found(id: number): Schedule {
    const found = this.find(id);
    if (found === undefined)
      throw new DatamasterError("INTERNAL", told("internal", { why: `schedule ${id} was just written` }));
    return found;
  }
}

/** What of a schedule of the config file makes it the one that it was. */
function nameOf({ source, kind, cron, zone }: ScheduleTerms): string {
  return JSON.stringify([source, kind, cron, zone]);
}

function valuesOf({ source, kind, cron, zone, overlap, missed, jitter, isOn }: ScheduleTerms) {
  return [source, kind, cron, zone, overlap, missed, jitter, isOn ? 1 : 0] as const;
}

function toSchedule(row: ScheduleRow, turns: readonly (Turn & { schedule: number })[]): Schedule {
  return {
    ...row,
    isOn: row.isOn === 1,
    ofFile: row.ofFile > 0,
    turns: turns.map(({ schedule: _, ...turn }) => turn),
  };
}
