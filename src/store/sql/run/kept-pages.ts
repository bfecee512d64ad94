import { RetryableError } from "../../../base/errors.ts";
import { told } from "../../../messages/messages.ts";
import type { PagePlace, Unit } from "../../store.ts";
import type { Sql } from "../sql.ts";

/** Where the page after a kept one begins, with its ETag. */
export interface KeptPage {
  readonly cursor: string | null;
  readonly etag: string;
}

/** Keeps the ETags of a project that is about to close with this last page; none where a page has none. */
export function keepPages(sql: Sql, unit: Unit, last: PagePlace): void {
  if (last.etag === null) return;
  const untagged = "SELECT 1 FROM pages WHERE unit = ? AND etag IS NULL LIMIT 1";
  if (unit.pages > 0 && sql.get(untagged, unit.id) !== undefined) return;
  dropKept(sql, "CAST(? AS BIGINT)", unit.ref);
  if (unit.pages > 0) {
    sql.run(
      "INSERT INTO kept_pages (project, seq, cursor, etag) SELECT ?, seq, cursor, etag FROM pages WHERE unit = ?",
      unit.ref,
      unit.id,
    );
  }
  sql.run(
    "INSERT INTO kept_pages (project, seq, cursor, etag) VALUES (?, ?, ?, ?)",
    unit.ref,
    unit.pages,
    unit.cursor,
    last.etag,
  );
}

/**
 * Throws RetryableError CRM_LIST_MOVED, so that the unit begins anew, where the pages before this one are not those that
 * it needs: saved ones for a page that was read, kept ones for one that is the same. What is kept may be dropped meanwhile.
 */
export function refuseMixed(sql: Sql, unit: Unit, isSame: boolean): void {
  if (!isSame && unit.pages === 0) return;
  const found = isSame
    ? sql.get(
        "SELECT 1 FROM kept_pages WHERE project = ? AND seq = ? AND etag = ?",
        unit.ref,
        unit.pages,
        unit.etag,
      )
    : sql.get("SELECT 1 FROM pages WHERE unit = ? AND seq = ?", unit.id, unit.pages - 1);
  if (found !== undefined) return;
  throw new RetryableError("CRM_LIST_MOVED", told("pagesMixed", { project: unit.crmId }));
}

/** The kept page after the one at which the unit stands; undefined where that one is the last. */
export function nextKept(sql: Sql, unit: Unit): KeptPage | undefined {
  return sql.get<KeptPage & Record<string, unknown>>(
    "SELECT cursor, etag FROM kept_pages WHERE project = ? AND seq = ?",
    unit.ref,
    unit.pages + 1,
  );
}

/** All pages of a project are as they were when it was last closed: so is what it holds. */
export function confirmProject(sql: Sql, unit: Unit): void {
  sql.run(
    "UPDATE projects SET confirmed_run = ?, unverified_run = NULL, read_stamp = stamp WHERE id = ?",
    unit.run,
    unit.ref,
  );
}

/** `which` picks ids of projects, with the values that it needs. */
export function dropKept(sql: Sql, which: string, ...values: (number | string)[]): void {
  sql.run(`DELETE FROM kept_pages WHERE project IN (${which})`, ...values);
}
