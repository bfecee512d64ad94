import { createHash } from "node:crypto";
import type { PhoneFacts, RejectedRecord, SeenNumber, Unit } from "../store.ts";
import type { NumberKinds } from "./number-kinds.ts";
import { type PackedPage, unpackPage } from "./page-codec.ts";
import type { Sql } from "./sql.ts";

/** All that a project holds once its last page is read. */
interface ProjectSet {
  readonly numbers: ReadonlyMap<bigint, SeenNumber>;
  readonly rejected: readonly RejectedRecord[];
  readonly records: number;
}

/**
 * Closes a project: its saved pages and the last one become its set, and the set's difference to the open
 * membership is written. An equal hash means nothing of membership is written. Returns whether anything was.
 */
export function closeProject(
  sql: Sql,
  kinds: NumberKinds,
  unit: Unit,
  reader: string,
  source: number,
  last: PhoneFacts,
): boolean {
  const set = gather(sql, unit, last);
  const hash = hashOf(reader, set);
  const before = sql.get<{ set_hash: Uint8Array | null; confirmed_run: number | null }>(
    "SELECT set_hash, confirmed_run FROM projects WHERE id = ?",
    unit.ref,
  );
  const equal = before?.set_hash != null && hash.equals(before.set_hash);
  let changed = false;
  if (!equal) {
    changed = writeMembership(sql, kinds, unit, source, set.numbers, before?.confirmed_run == null);
    writeRejected(sql, unit.ref, set.rejected);
  }
  sql.run(
    `UPDATE projects SET set_hash = ?, confirmed_run = ?, unverified_run = NULL, records = ?, numbers = ?, rejected = ?
     WHERE id = ?`,
    hash,
    unit.run,
    set.records,
    set.numbers.size,
    set.rejected.length,
    unit.ref,
  );
  if (unit.pages > 0) sql.run("DELETE FROM pages WHERE unit = ?", unit.id);
  return changed;
}

function gather(sql: Sql, unit: Unit, last: PhoneFacts): ProjectSet {
  const numbers = new Map<bigint, SeenNumber>();
  const rejected: RejectedRecord[] = [];
  let records = last.records;
  const take = (page: { numbers: readonly SeenNumber[]; rejected: readonly RejectedRecord[] }): void => {
    for (const found of page.numbers) if (!numbers.has(found.number)) numbers.set(found.number, found);
    for (const reject of page.rejected) rejected.push(reject);
  };
  if (unit.pages > 0) {
    const saved = sql.all<PackedPage & { records: number }>(
      "SELECT numbers, extra, records FROM pages WHERE unit = ? ORDER BY seq",
      unit.id,
    );
    for (const page of saved) {
      records += page.records;
      take(unpackPage(page));
    }
  }
  take(last);
  return { numbers, rejected, records };
}

/** The same whatever order the CRM lists records in. */
function hashOf(reader: string, set: ProjectSet): Buffer {
  const sorted = BigUint64Array.from(set.numbers.keys()).sort();
  const hash = createHash("sha256").update(reader).update("\0").update(sorted);
  const texts: string[] = [];
  for (const found of set.numbers.values()) {
    if (found.label !== null || found.contact !== null) {
      texts.push(JSON.stringify([String(found.number), found.label, found.contact]));
    }
  }
  for (const reject of set.rejected) texts.push(JSON.stringify([reject.record, reject.raw, reject.reason]));
  return hash.update(texts.sort().join("\n")).digest();
}

interface OpenRow {
  readonly number: bigint;
  readonly kind: bigint;
  readonly label: string | null;
  readonly contact: string | null;
}

function writeMembership(
  sql: Sql,
  kinds: NumberKinds,
  unit: Unit,
  source: number,
  numbers: ReadonlyMap<bigint, SeenNumber>,
  firstTime: boolean,
): boolean {
  const added = new Map(numbers);
  const gone: bigint[] = [];
  for (const row of firstTime ? [] : openRows(sql, unit.ref)) {
    const found = numbers.get(row.number);
    if (found === undefined) gone.push(row.number);
    else keepLatest(sql, kinds, unit.ref, row, found);
    added.delete(row.number);
  }
  const end = sql.hot("UPDATE membership SET to_run = ? WHERE project = ? AND number = ? AND to_run IS NULL");
  for (const number of gone) end.run(unit.run, unit.ref, number);
  const begin = sql.hot(
    "INSERT INTO membership (source, project, number, from_run, kind, label, contact) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  // In the order of the key, so that the tree is filled page by page.
  for (const number of BigUint64Array.from(added.keys()).sort()) {
    const found = added.get(number);
    if (found === undefined) continue;
    begin.run(source, unit.ref, number, unit.run, kinds.idOf(found), found.label, found.contact);
  }
  return added.size > 0 || gone.length > 0;
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
function keepLatest(sql: Sql, kinds: NumberKinds, project: number, row: OpenRow, found: SeenNumber): void {
  const kind = kinds.idOf(found);
  if (found.label === row.label && found.contact === row.contact && kind === Number(row.kind)) return;
  sql.run(
    "UPDATE membership SET kind = ?, label = ?, contact = ? WHERE project = ? AND number = ? AND to_run IS NULL",
    kind,
    found.label,
    found.contact,
    project,
    found.number,
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
