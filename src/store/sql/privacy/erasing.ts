import type { ErasureCounts, Sought } from "../../erasure.ts";
import { ensureNumberIndex } from "../run/number-index.ts";
import { packPage, type ReadPage, unpackPage } from "../run/page-codec.ts";
import type { Sql } from "../sql.ts";
import { removeSuppressions } from "./suppressions.ts";
import { eraseTexts, type Finder, findTexts, TextFinder, type TextHit } from "./text-places.ts";

/** Takes the numbers out of every table, all versions. To be called in a transaction. */
export function eraseEverywhere(sql: Sql, sought: Sought): Omit<ErasureCounts, "erasedBefore"> {
  const numbers = sought.numbers.map(({ number }) => number);
  return eraseFound(sql, numbers, new TextFinder(sought));
}

/** The same with the numbers and what knows them again. */
export function eraseFound(
  sql: Sql,
  numbers: readonly bigint[],
  finder: Finder,
): Omit<ErasureCounts, "erasedBefore"> {
  ensureNumberIndex(sql);
  const hits = findTexts(sql, finder);
  eraseTexts(sql, hits);
  forgetSets(sql, hits);
  const found = numbers.map((number) => erasePairs(sql, number));
  const rejected = hits.filter(({ column }) => column === "raw").length;
  return {
    numbers: found.filter((rows) => rows > 0).length,
    places: found.reduce((sum, rows) => sum + rows, 0),
    rejected,
    texts: hits.length - rejected,
    pages: erasePages(sql, finder),
    suppressed: removeSuppressions(sql, BigUint64Array.from(numbers)),
  };
}

/** A hash of a set is not made anew but dropped: the next reading compares, and a hash of few numbers would tell them. */
function forgetSets(sql: Sql, hits: readonly TextHit[]): void {
  const projects = new Set(hits.flatMap(({ project }) => project ?? []));
  for (const project of projects) sql.run("UPDATE projects SET set_hash = NULL WHERE id = ?", project);
}

function erasePairs(sql: Sql, number: bigint): number {
  const projects = sql.all<{ project: number; held: number }>(
    `SELECT project, CAST(sum(CASE WHEN to_run IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS held FROM membership
     WHERE number = ? GROUP BY project`,
    number,
  );
  for (const { project, held } of projects)
    sql.run("UPDATE projects SET set_hash = NULL, numbers = numbers - ? WHERE id = ?", held, project);
  return sql.run("DELETE FROM membership WHERE number = ?", number);
}

/** Pages that wait for their project's last one; returns how many held a number. */
function erasePages(sql: Sql, finder: Finder): number {
  let count = 0;
  for (const { unit, seq, page } of [...pagesWith(sql, finder)]) {
    const { numbers, extra } = packPage(withoutNumbers(page, finder));
    sql.run("UPDATE pages SET numbers = ?, extra = ? WHERE unit = ? AND seq = ?", numbers, extra, unit, seq);
    count++;
  }
  return count;
}

interface SavedPage {
  readonly unit: number;
  readonly seq: number;
  readonly page: ReadPage;
}

interface PageRow {
  readonly unit: bigint;
  readonly seq: bigint;
  readonly numbers: Uint8Array;
  readonly extra: string | null;
}

/** Saved pages that hold one of the numbers. */
export function* pagesWith(sql: Sql, finder: Finder): Generator<SavedPage> {
  for (const row of sql.iterateBig<PageRow>("SELECT unit, seq, numbers, extra FROM pages")) {
    const page = unpackPage(row);
    const holds = (text: string | null): boolean => text !== null && finder.holds(text, true);
    const found =
      page.digits.some((number) => finder.hasNumber(number)) ||
      page.rejected.some(({ raw }) => holds(raw)) ||
      page.texts?.some(({ label, contact }) => holds(label) || holds(contact)) === true;
    if (found) yield { unit: Number(row.unit), seq: Number(row.seq), page };
  }
}

function withoutNumbers({ digits, kindIds, texts, rejected }: ReadPage, finder: Finder): ReadPage {
  const stays = (_: unknown, index: number): boolean => !finder.hasNumber(digits[index] ?? 0n);
  const clean = (text: string | null): string | null =>
    text !== null && finder.holds(text, true) ? null : text;
  return {
    digits: digits.filter(stays),
    kindIds: kindIds.filter(stays),
    texts:
      texts?.filter(stays).map(({ label, contact }) => ({ label: clean(label), contact: clean(contact) })) ??
      null,
    rejected: rejected.map((reject) => ({ ...reject, raw: clean(reject.raw) })),
  };
}
