import { z } from "zod";
import { readSpan } from "../base/span.ts";
import { english } from "../messages/messages.ts";
import { authSettings } from "./auth.ts";
import { setting } from "./setting.ts";

/** In English: JSON Schema and reference pages have one language. */
const { allowed } = english;

const span = z.string().refine((text) => readSpan(text) !== null);

/** How long things of a source are kept that it does not hold any more; `runs prune` sees to it. */
export const retentionSchema = z
  .strictObject({
    rejectedRaw: setting(span.optional(), {
      description: "How long the raw values of rejected records are kept; their reasons and counts stay.",
      allowed: allowed.rejectedRaw,
    }),
    goneNumbers: setting(span.optional(), {
      description: "How long numbers are kept that are gone, and the versions that held them.",
      allowed: allowed.goneNumbers,
    }),
  })
  .meta({
    description: "How long things are kept; runs prune deletes what is older.",
    allowed: allowed.retention,
  });

/** The settings in a map of a source's own, by its name; null where it is none. */
export function innerSettings(map: string | undefined): [key: string, schema: z.ZodType][] | null {
  if (map === "auth") return authSettings();
  return map === "retention" ? Object.entries(retentionSchema.shape) : null;
}
