import {
  LEGACY_COLUMNS,
  type LegacyColumn,
  type LegacyLayout,
  type LegacyTable,
} from "../../model/legacy.ts";

/** A name of whatever letters. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A column as the file has it; NULL where it has none. */
function column({ columns }: LegacyLayout, alias: string, name: LegacyColumn): string {
  const theirs = columns[name];
  return theirs === undefined ? "NULL" : `${alias}.${quoted(theirs)}`;
}

function table({ tables }: LegacyLayout, name: LegacyTable): string | null {
  const theirs = tables[name];
  return theirs === undefined ? null : quoted(theirs);
}

/** All rows of a table under our names of its columns; null where the file has no such table. */
export function oldRows(name: "projects" | "clients" | "runs", layout: LegacyLayout): string | null {
  const from = table(layout, name);
  const own = LEGACY_COLUMNS[name].map(
    (one) => `${column(layout, "t", `${name}.${one}` as LegacyColumn)} AS ${one}`,
  );
  return from === null ? null : `SELECT ${own.join(", ")} FROM ${from} t`;
}

/** Links with their phones; where there is no table of phones, the link holds the phone itself. */
function linked(layout: LegacyLayout): { from: string; phone: string; has: string; seen: string } {
  const links = `${table(layout, "project_phones")} l`;
  const [link, phones] = [column(layout, "l", "project_phones.phone_id"), table(layout, "phones")];
  const seenThen = column(layout, "l", "project_phones.seen_at");
  if (phones === null) return { from: links, phone: link, has: "1", seen: seenThen };
  const key = column(layout, "p", "phones.id");
  return {
    from: `${links} LEFT JOIN ${phones} p ON ${key} = ${link}`,
    phone: column(layout, "p", "phones.phone"),
    has: `${key} IS NOT NULL`,
    seen: seenThen === "NULL" ? column(layout, "p", "phones.seen_at") : seenThen,
  };
}

/** A key, whatever its type in the one table or the other. */
function key(layout: LegacyLayout, name: "project_phones.project_id" | "project_phones.run_id"): string {
  return `CAST(${column(layout, "l", name)} AS TEXT)`;
}

export function pairsQuery(layout: LegacyLayout): string {
  const { from, phone, has, seen } = linked(layout);
  const link = column(layout, "l", "project_phones.phone_id");
  return `SELECT ${key(layout, "project_phones.project_id")}, ${key(layout, "project_phones.run_id")}, ${link}, ${phone}, ${has}, ${seen}
    FROM ${from} ORDER BY 1`;
}

export function runsQuery(layout: LegacyLayout): string {
  return `SELECT ${key(layout, "project_phones.run_id")} AS run, count(*) AS n FROM ${table(layout, "project_phones")} l GROUP BY 1`;
}

/** Null where no row tells of a time. */
export function timesQuery(layout: LegacyLayout): string | null {
  const { from, seen } = linked(layout);
  return seen === "NULL" ? null : `SELECT ${key(layout, "project_phones.run_id")}, ${seen} FROM ${from}`;
}

/** Null where rows name no run. */
export function repeatsQuery(layout: LegacyLayout): string | null {
  if (layout.columns["project_phones.run_id"] === undefined) return null;
  const [project, phone] = [
    column(layout, "l", "project_phones.project_id"),
    column(layout, "l", "project_phones.phone_id"),
  ];
  return `SELECT 1 FROM ${table(layout, "project_phones")} l GROUP BY ${project}, ${phone}
    HAVING count(DISTINCT ${column(layout, "l", "project_phones.run_id")}) > 1 LIMIT 1`;
}

/** Of so many different values of a column those are counted that another column has. */
const COMPARED = 1_000;

export function sharedQuery(from: LegacyColumn, to: LegacyColumn, layout: LegacyLayout): string {
  const [fromTable, toTable] = [from, to].map((name) => table(layout, name.split(".")[0] as LegacyTable));
  const [one, other] = [column(layout, "f", from), column(layout, "t", to)];
  return `SELECT count(*) AS n FROM (SELECT DISTINCT CAST(${one} AS TEXT) AS v FROM ${fromTable} f LIMIT ${COMPARED}) s
    WHERE s.v IN (SELECT CAST(${other} AS TEXT) FROM ${toTable} t)`;
}
