import type { z } from "zod";

/** What a setting is for, and in words which values it takes. */
export interface SettingNotes {
  readonly description: string;
  readonly allowed: string;
}

export function setting<S extends z.ZodType>(schema: S, notes: SettingNotes): S {
  return schema.meta({ ...notes });
}
