import type { KeptTexts, PagePlace, PhoneFacts, RejectedRecord, Unit } from "../../store.ts";
import type { Sql } from "../sql.ts";
import type { NumberKinds } from "./number-kinds.ts";
import { type PackedPage, packPage, toReadPage, unpackPage } from "./page-codec.ts";
import { eachNumber, hashOf, type ProjectSet, uniteSet } from "./project-set.ts";

/**
 * Closes a project: its saved pages and the last one become its set, and the set's difference to the open
 * membership is written. An equal hash means nothing of membership is written. Returns whether anything was. With
 * `keeps`, where records may be missing, no number ends, and the next reading compares anew.
 */
export function closeProject(
  sql: Sql,
  kinds: NumberKinds,
  unit: Unit,
  reader: string,
  source: number,
  last: PhoneFacts,
  keeps = false,
): boolean {
  const saved = savedPages(sql, unit);
  const set = uniteSet([...saved.map(unpackPage), toReadPage(last, kinds)], kinds);
  const records = saved.reduce((sum, page) => sum + page.records, last.records);
  const hash = hashOf(reader, kinds, set);
  const before = sql.get<{ set_hash: Uint8Array | null; confirmed_run: number | null; rejected: number }>(
    "SELECT set_hash, confirmed_run, rejected FROM projects WHERE id = ?",
    unit.ref,
  );
  const equal = before?.set_hash != null && hash.equals(before.set_hash);
  let changed = false;
  if (!equal) {
    const isFirst = before?.confirmed_run == null;
    changed = isFirst
      ? insertNumbers(sql, unit, source, set)
      : writeDifference(sql, unit, source, set, keeps);
    if (before?.rejected !== 0) sql.run("DELETE FROM rejected WHERE project = ?", unit.ref);
    writeRejected(sql, unit, set.rejected);
  }
  const close = sql.hot(
    `UPDATE projects SET set_hash = ?, confirmed_run = ?, unverified_run = NULL, read_stamp = stamp, records = ?, numbers = ?, rejected = ?
     WHERE id = ?`,
  );
  close.run(
    keeps ? null : hash,
    unit.run,
    records,
    keeps ? openRows(sql, unit.ref).length : set.size,
    set.rejected.length,
    unit.ref,
  );
  if (unit.pages > 0) sql.hot("DELETE FROM pages WHERE unit = ?").run(unit.id);
  return changed;
}

/** Keeps a page of a project that has more of them. */
export function saveOpenPage(
  sql: Sql,
  kinds: NumberKinds,
  unit: Unit,
  page: PagePlace,
  facts: PhoneFacts,
): void {
  const packed = packPage(toReadPage(facts, kinds));
  const save = sql.hot(
    "INSERT INTO pages (unit, seq, cursor, etag, next, records, numbers, extra) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  save.run(
    unit.id,
    unit.pages,
    page.cursor,
    page.etag,
    page.next,
    facts.records,
    packed.numbers,
    packed.extra,
  );
}

function savedPages(sql: Sql, unit: Unit): (PackedPage & { readonly records: number })[] {
  if (unit.pages === 0) return [];
  return sql.all("SELECT numbers, extra, records FROM pages WHERE unit = ? ORDER BY seq", unit.id);
}

/** Begins the membership of numbers, ascending so that the tree is filled page by page; false where there are none. */
function insertNumbers(sql: Sql, unit: Unit, source: number, { blocks, size, texts }: ProjectSet): boolean {
  if (size === 0) return false;
  const rows = sql.membershipRows([source, unit.ref, unit.run], texts !== null);
  for (const block of blocks)
    eachNumber(block, (number, kind) => rows.add(number, kind, texts?.get(BigInt(number))));
  rows.end();
  return true;
}

interface OpenRow {
  readonly number: bigint;
  readonly kind: bigint;
  readonly label: string | null;
  readonly contact: string | null;
}

/** Ends what is no more in the set, begins what is new in it; what stays has its latest texts and kind. */
function writeDifference(sql: Sql, unit: Unit, source: number, set: ProjectSet, keeps: boolean): boolean {
  const added = new Map<bigint, number>();
  for (const block of set.blocks) eachNumber(block, (number, kind) => added.set(BigInt(number), kind));
  const gone: bigint[] = [];
  for (const row of openRows(sql, unit.ref)) {
    const kind = added.get(row.number);
    if (kind === undefined && !keeps) gone.push(row.number);
    else if (kind !== undefined) keepLatest(sql, unit.ref, row, kind, set.texts?.get(row.number));
    added.delete(row.number);
  }
  const end = sql.hot("UPDATE membership SET to_run = ? WHERE project = ? AND number = ? AND to_run IS NULL");
  for (const number of gone) end.run(unit.run, unit.ref, number);
  const rows = sql.membershipRows([source, unit.ref, unit.run], set.texts !== null);
  for (const [number, kind] of added) rows.add(number, kind, set.texts?.get(number));
  rows.end();
  return rows.added > 0 || gone.length > 0;
}

function openRows(sql: Sql, project: number): OpenRow[] {
  return [
    ...sql.iterateBig<OpenRow>(
      "SELECT number, kind, label, contact FROM membership WHERE project = ? AND to_run IS NULL",
      project,
    ),
  ];
}

/** Labels, contacts and kinds are, like names, the latest known: they make no version of their own. */
function keepLatest(
  sql: Sql,
  project: number,
  row: OpenRow,
  kind: number,
  { label = null, contact = null }: Partial<KeptTexts> = {},
): void {
  if (label === row.label && contact === row.contact && kind === Number(row.kind)) return;
  sql.run(
    "UPDATE membership SET kind = ?, label = ?, contact = ? WHERE project = ? AND number = ? AND to_run IS NULL",
    kind,
    label,
    contact,
    project,
    row.number,
  );
}

function writeRejected(sql: Sql, unit: Unit, rejected: readonly RejectedRecord[]): void {
  const insert = sql.hot(
    "INSERT INTO rejected (project, position, record, raw, reason, run) VALUES (?, ?, ?, ?, ?, ?)",
  );
  rejected.forEach((reject, position) => {
    insert.run(unit.ref, position, reject.record, reject.raw, reject.reason, unit.run);
  });
}
