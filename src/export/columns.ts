import { formatNumber } from "../phone/phone.ts";
import type { NumberRow, PairRow, RejectedRow } from "../store/store.ts";

/** The text of one cell; null where nothing is known. */
export type Cell = string | null;

/**
 * What a column's cells are: `phone` a number in one of its spellings, `time` ISO UTC, `truth` yes or no, `word` one of our
 * own words (no quotes, commas or formulas in it), `text` anything that somebody typed.
 */
export type ColumnKind = "phone" | "time" | "truth" | "word" | "text";

export interface Column {
  readonly name: ColumnName;
  readonly kind: ColumnKind;
}

const KINDS = {
  phone: "phone",
  region: "word",
  type: "word",
  first_seen: "time",
  last_seen: "time",
  client_id: "text",
  client: "text",
  project_id: "text",
  project: "text",
  label: "text",
  contact: "text",
  national: "phone",
  international: "phone",
  flags: "word",
  operator: "text",
  place: "text",
  time_zone: "word",
  allocated: "truth",
  record: "text",
  raw: "text",
  reason: "text",
  since: "time",
  who: "text",
  change: "word",
  pair: "word",
  run: "word",
} as const satisfies Readonly<Record<string, ColumnKind>>;

export type ColumnName = keyof typeof KINDS;

/** Columns that no store holds: they are looked up. */
export const LOOKED_UP = ["operator", "place", "time_zone", "allocated"] as const;
export type LookedUpColumn = (typeof LOOKED_UP)[number];

/** What an export may be of. */
export const EXPORT_KINDS = ["numbers", "pairs", "rejected"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** Columns of the contract, in its order. */
export const CONTRACT_COLUMNS = {
  numbers: ["phone", "region", "type", "first_seen", "last_seen"],
  pairs: ["phone", "client_id", "client", "project_id", "project", "first_seen", "last_seen"],
  rejected: ["client_id", "client", "project_id", "project", "record", "raw", "reason"],
} as const satisfies Readonly<Record<ExportKind, readonly ColumnName[]>>;

/** Columns of what changed between two runs. */
export const DIFF_COLUMNS = [
  ...(["phone", "region", "type", "change", "pair"] as const),
  ...(["client_id", "client", "project_id", "project", "run"] as const),
] satisfies readonly ColumnName[];

const NUMBER_EXTRAS = ["national", "international", "flags", ...LOOKED_UP] as const;
/** What there is beside them on request. */
export const EXTRA_COLUMNS = {
  numbers: NUMBER_EXTRAS,
  pairs: ["label", "contact", "region", "type", ...NUMBER_EXTRAS],
  rejected: [],
} as const satisfies Readonly<Record<ExportKind, readonly ColumnName[]>>;

/** All columns that an export of this may have, the contract's first. */
export function columnsOf(of: ExportKind): readonly ColumnName[] {
  return [...CONTRACT_COLUMNS[of], ...EXTRA_COLUMNS[of]];
}

/** The columns with their kinds, each once. */
export function toColumns(names: readonly ColumnName[]): Column[] {
  return [...new Set(names)].map((name) => ({ name, kind: KINDS[name] }));
}

/** Reads a column's cell off a row. */
export type CellReaders<Row> = Readonly<Partial<Record<ColumnName, (row: Row) => Cell>>>;

export const NUMBER_CELLS: CellReaders<NumberRow> = {
  phone: (row) => `+${row.number}`,
  region: (row) => row.region,
  type: (row) => row.type,
  first_seen: (row) => row.firstSeen,
  last_seen: (row) => row.lastSeen,
  national: (row) => formatNumber(row.number, "national"),
  international: (row) => formatNumber(row.number, "international"),
};

export const PAIR_CELLS: CellReaders<PairRow> = {
  ...NUMBER_CELLS,
  client_id: (row) => row.clientId,
  client: (row) => row.client,
  project_id: (row) => row.projectId,
  project: (row) => row.project,
  label: (row) => row.label,
  contact: (row) => row.contact,
};

export const REJECTED_CELLS: CellReaders<RejectedRow> = {
  client_id: (row) => row.clientId,
  client: (row) => row.client,
  project_id: (row) => row.projectId,
  project: (row) => row.project,
  record: (row) => row.record,
  raw: (row) => row.raw,
  reason: (row) => row.reason,
};
