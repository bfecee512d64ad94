import { z } from "zod";

const text = z.union([z.string().min(1), z.number()]).transform(String);
const texts = z.union([text.transform((one) => [one]), z.array(text).min(1)]);
const count = z.int().min(1);

/** An export under a name: its flags, as `export` names them in camelCase. Values that need the store are checked there. */
export const presetSchema = z.strictObject({
  of: z.enum(["numbers", "pairs", "rejected"]).optional(),
  format: z.enum(["csv", "csv-excel", "jsonl", "xlsx", "parquet"]).optional(),
  out: z.string().min(1).optional(),
  force: z.boolean().optional(),
  columns: texts.optional(),
  with: texts.optional(),
  source: texts.optional(),
  client: texts.optional(),
  project: texts.optional(),
  minProjects: count.optional(),
  region: texts.optional(),
  type: texts.optional(),
  flag: texts.optional(),
  placeholders: z.boolean().optional(),
  operator: texts.optional(),
  timeZone: texts.optional(),
  newSince: text.optional(),
  includeGone: z.boolean().optional(),
  split: count.optional(),
  splitBy: z.enum(["client"]).optional(),
});
