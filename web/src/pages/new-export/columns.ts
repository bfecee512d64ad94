import type { Draft } from "./use-draft.ts";

export type ColumnName = NonNullable<Draft["columns"]>[number];

const NUMBER_EXTRAS: readonly ColumnName[] = [
  ...(["national", "international", "flags", "operator", "place", "time_zone", "allocated"] as const),
];
/** The usual ones, as the server has them where none are chosen. */
export const USUAL: Readonly<Record<Draft["of"], readonly ColumnName[]>> = {
  numbers: ["phone", "region", "type", "first_seen", "last_seen"],
  pairs: ["phone", "client_id", "client", "project_id", "project", "first_seen", "last_seen"],
  rejected: ["client_id", "client", "project_id", "project", "record", "raw", "reason"],
};
/** What there is beside them. */
export const FURTHER: Readonly<Record<Draft["of"], readonly ColumnName[]>> = {
  numbers: NUMBER_EXTRAS,
  pairs: ["label", "contact", "region", "type", ...NUMBER_EXTRAS],
  rejected: [],
};

export function columnsOf({ columns, of }: Draft): readonly ColumnName[] {
  return columns ?? USUAL[of];
}
