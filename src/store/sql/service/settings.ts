import type {
  AnswerReader,
  Answers,
  KeptAnswer,
  KeptSetting,
  Settings,
  SettingsReader,
} from "../../settings.ts";
import type { Sql } from "../sql.ts";

export function settingsReader(sql: Sql): SettingsReader {
  return {
    list: () =>
      sql
        .all<KeptSetting & { value: string }>("SELECT name, value, at, who FROM settings ORDER BY name")
        .map((row) => ({ ...row, value: JSON.parse(row.value) as unknown })),
  };
}

/** `within`: makes a transaction of what is written. */
export function settings(sql: Sql, who: string, within: <T>(work: () => T) => T): Settings {
  return {
    ...settingsReader(sql),
    set: (name, value) =>
      within(() => {
        if (value === undefined) return void sql.run("DELETE FROM settings WHERE name = ?", name);
        sql.run(
          `INSERT INTO settings (name, value, at, who) VALUES (?, ?, ?, ?)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at, who = excluded.who`,
          ...[name, JSON.stringify(value), new Date().toISOString(), who],
        );
      }),
  };
}

export function answerReader(sql: Sql): AnswerReader {
  return {
    find: (name, now) =>
      sql.get<KeptAnswer & { asked: string }>(
        "SELECT asked, status, body FROM kept_answers WHERE name = ? AND ends > ?",
        ...[name, now],
      ),
  };
}

/** `within`: makes a transaction of what is written. */
export function answers(sql: Sql, within: <T>(work: () => T) => T): Answers {
  return {
    ...answerReader(sql),
    keep: ({ name, asked, status, body }, ends, now) =>
      within(() => {
        sql.run("DELETE FROM kept_answers WHERE ends <= ?", now);
        sql.run(
          `INSERT INTO kept_answers (name, asked, status, body, ends) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (name) DO NOTHING`,
          ...[name, asked, status, body, ends],
        );
      }),
  };
}
