import type { KeptTexts, PhoneFacts, RejectedRecord, Unit } from "../store.ts";
import type { NumberKinds } from "./number-kinds.ts";
import { type PackedPage, toReadPage, unpackPage } from "./page-codec.ts";
import { hashOf, type ProjectSet, uniteSet } from "./project-set.ts";
import type { Sql } from "./sql.ts";

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
  const set = uniteSet([...saved.map(unpackPage), toReadPage(last, kinds)]);
  const records = saved.reduce((sum, page) => sum + page.records, last.records);
  const hash = hashOf(reader, kinds, set);
  const before = sql.get<{ set_hash: Uint8Array | null; confirmed_run: number | null }>(
    "SELECT set_hash, confirmed_run FROM projects WHERE id = ?",
    unit.ref,
  );
  const equal = before?.set_hash != null && hash.equals(before.set_hash);
  let changed = false;
  if (!equal) {
    const isFirst = before?.confirmed_run == null;
    changed = isFirst
      ? insertNumbers(sql, unit, source, set.groups, set.texts)
      : writeDifference(sql, unit, source, set, keeps);
    writeRejected(sql, unit.ref, set.rejected);
  }
  sql.run(
    `UPDATE projects SET set_hash = ?, confirmed_run = ?, unverified_run = NULL, read_stamp = stamp, records = ?, numbers = ?, rejected = ?
     WHERE id = ?`,
    keeps ? null : hash,
    unit.run,
    records,
    keeps ? openRows(sql, unit.ref).length : set.size,
    set.rejected.length,
    unit.ref,
  );
  if (unit.pages > 0) sql.run("DELETE FROM pages WHERE unit = ?", unit.id);
  return changed;
}

function savedPages(sql: Sql, unit: Unit): (PackedPage & { readonly records: number })[] {
  if (unit.pages === 0) return [];
  return sql.all("SELECT numbers, extra, records FROM pages WHERE unit = ? ORDER BY seq", unit.id);
}

/** Numbers cross into SQLite as one JSON text: a statement for each cost more than twice as much. */
const INSERT = `INSERT INTO membership (source, project, number, from_run, kind)
  SELECT ?, ?, value, ?, ? FROM json_each(?)`;
/** Texts keep every character only as values of their own; of so many rows at once a row costs half. */
const ROWS = 40;

/** Begins the membership of numbers, ascending so that the tree is filled page by page; false where there are none. */
function insertNumbers(
  sql: Sql,
  unit: Unit,
  source: number,
  groups: ReadonlyMap<number, BigUint64Array>,
  texts: ProjectSet["texts"],
): boolean {
  for (const [kind, digits] of groups) {
    const row = [source, unit.ref, unit.run, kind] as const;
    if (texts === null) sql.hot(INSERT).run(...row, `[${digits.join()}]`);
    else insertWithTexts(sql, row, digits, texts);
  }
  return groups.size > 0;
}

function insertWithTexts(
  sql: Sql,
  row: readonly number[],
  digits: BigUint64Array,
  texts: ReadonlyMap<bigint, KeptTexts>,
): void {
  for (let from = 0; from < digits.length; ) {
    const rows = digits.length - from < ROWS ? 1 : ROWS;
    const values: (bigint | string | null)[] = [];
    for (const number of digits.subarray(from, from + rows)) {
      const { label = null, contact = null } = texts.get(number) ?? {};
      values.push(number, label, contact);
    }
    sql.hot(rows === 1 ? INSERT_ONE : INSERT_MANY).run(...row, ...values);
    from += rows;
  }
}

const INSERT_ONE = insertOf(1);
const INSERT_MANY = insertOf(ROWS);

function insertOf(rows: number): string {
  const values = Array.from(
    { length: rows },
    (_, i) => `(?1, ?2, ?3, ?4, ?${5 + 3 * i}, ?${6 + 3 * i}, ?${7 + 3 * i})`,
  );
  return `INSERT INTO membership (source, project, from_run, kind, number, label, contact) VALUES ${values.join()}`;
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
  for (const [kind, digits] of set.groups) for (const number of digits) added.set(number, kind);
  const gone: bigint[] = [];
  for (const row of openRows(sql, unit.ref)) {
    const kind = added.get(row.number);
    if (kind === undefined && !keeps) gone.push(row.number);
    else if (kind !== undefined) keepLatest(sql, unit.ref, row, kind, set.texts?.get(row.number));
    added.delete(row.number);
  }
  const end = sql.hot("UPDATE membership SET to_run = ? WHERE project = ? AND number = ? AND to_run IS NULL");
  for (const number of gone) end.run(unit.run, unit.ref, number);
  const groups = Map.groupBy(added.keys(), (number) => added.get(number) ?? 0);
  const columns = [...groups].map(([kind, numbers]) => [kind, BigUint64Array.from(numbers)] as const);
  return insertNumbers(sql, unit, source, new Map(columns), set.texts) || gone.length > 0;
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

function writeRejected(sql: Sql, project: number, rejected: readonly RejectedRecord[]): void {
  sql.run("DELETE FROM rejected WHERE project = ?", project);
  const insert = sql.hot(
    "INSERT INTO rejected (project, position, record, raw, reason) VALUES (?, ?, ?, ?, ?)",
  );
  rejected.forEach((reject, position) => {
    insert.run(project, position, reject.record, reject.raw, reject.reason);
  });
}
