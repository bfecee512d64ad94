import { z } from "zod";

/** Cursor of a page of a list: opaque, and only good for the list and filter that it came with. */
export const cursor = z.string().min(1).max(500);
export const pageSize = z.coerce.number().int().min(1).max(200).default(100);

/** A page of a list. `next` is null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: cursor.nullable() });
}

/** ISO 8601, UTC. */
export const time = z.iso.datetime();
/** Of a person. */
export const email = z
  .string()
  .trim()
  .min(3)
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/);
export const personName = z.string().trim().min(1).max(100);
/** A number of rows. */
export const count = z.int().min(0);
