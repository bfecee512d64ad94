import { InputError } from "../problem.ts";

/** A cursor that is a number; null without one. Throws {@link InputError} for any other text. */
export function numberCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const place = /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.NaN;
  if (Number.isNaN(place)) throw new InputError([{ field: "query.cursor", message: cursor.slice(0, 50) }]);
  return place;
}

/** A part of a list as an answer. */
export function pageAnswer<Item, Said>(
  { items, next }: { readonly items: readonly Item[]; readonly next: number | null },
  say: (item: Item) => Said,
): { items: Said[]; next: string | null } {
  return { items: items.map(say), next: next === null ? null : String(next) };
}
