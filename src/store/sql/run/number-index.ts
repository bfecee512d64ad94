import type { Sql } from "../sql.ts";

/*
 * Membership by number: for what is new and gone, for looking up one number, for exports of numbers, which are read off it: with
 * the key of the table it holds all that they need.
 * A first run fills membership with up to millions of numbers in the order of projects, which is no order of numbers:
 * each would touch a page of its own in this index, and rewriting those pages cost more than all the rest of the run
 * (measured: two thirds of it). Sorted once at the end it takes about a second a million. Without it every query gives the
 * same answer, only by sorting, so a run that is killed leaves nothing wrong behind.
 */
const CREATE = "CREATE INDEX IF NOT EXISTS membership_of_number ON membership (number, source, to_run, kind)";

/** Before a source's first run: the index would be rewritten many times over. */
export function dropNumberIndex(sql: Sql): void {
  sql.exec("DROP INDEX IF EXISTS membership_of_number");
}

/** At the end of every session: builds it where it is missing. */
export function ensureNumberIndex(sql: Sql): void {
  sql.exec(CREATE);
}

/** False during a source's first run, and where one was killed. */
export function hasNumberIndex(sql: Sql): boolean {
  return sql.hasIndex("membership_of_number");
}
