import type { FoundText, Sought, SubjectRecord } from "../../erasure.ts";
import type { TombstoneKey } from "../../tombstone-key.ts";
import { placesOf } from "../read/number-places.ts";
import type { Sql } from "../sql.ts";
import { pagesWith } from "./erasing.ts";
import { SuppressionRows } from "./suppressions.ts";
import { findTexts, TextFinder, type TextHit } from "./text-places.ts";
import { erasedAt } from "./tombstones.ts";

/** All that the store knows of the numbers that are sought: of one, as a rule. */
export function subjectRecord(sql: Sql, sought: Sought, key: TombstoneKey): SubjectRecord {
  const finder = new TextFinder(sought);
  const list = new SuppressionRows(sql);
  const suppressions = sought.numbers.flatMap(({ number }) => list.find(number) ?? []);
  const erased = sought.numbers.flatMap(({ number }) => erasedAt(sql, key, number) ?? []);
  return {
    places: sought.numbers.flatMap(({ number }) => placesOf(sql, number)),
    texts: findTexts(sql, finder).map((hit) => foundText(sql, hit)),
    pages: [...pagesWith(sql, finder)].length,
    suppression: suppressions[0] ?? null,
    erasedAt: erased[0] ?? null,
  };
}

function foundText(sql: Sql, { table, text, project }: TextHit): FoundText {
  const row =
    project === null
      ? undefined
      : sql.get<{ source: string; client: string; project: string }>(
          `SELECT s.name AS source, k.name AS client, p.name AS project
           FROM projects p JOIN clients k ON k.id = p.client JOIN sources s ON s.id = p.source WHERE p.id = ?`,
          project,
        );
  const { source = null, client = null, project: name = null } = row ?? {};
  return { where: table.where, text, source, client, project: name };
}

/** Whether any of the numbers is anywhere in the store. */
export function holdsNumbers(sql: Sql, sought: Sought): boolean {
  const held = sought.numbers.some(
    ({ number }) =>
      sql.get("SELECT 1 FROM membership WHERE number = ? LIMIT 1", number) !== undefined ||
      sql.get("SELECT 1 FROM suppressions WHERE number = ?", number) !== undefined,
  );
  if (held) return true;
  const finder = new TextFinder(sought);
  return findTexts(sql, finder).length > 0 || [...pagesWith(sql, finder)].length > 0;
}
