import { z } from "zod";
import { isTimeZone, localZone } from "../base/zone.ts";
import { MISSED_POLICIES, OVERLAP_POLICIES, SCHEDULE_KINDS, type ScheduleTerms } from "../model/schedule.ts";

/** What the file says of when a source is collected by itself. */
export type ConfigSchedule = Omit<ScheduleTerms, "source" | "isOn">;

const FIELD = /^[\dA-Za-z*/,?#-]+$/;
const NICKNAME = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/;
const FIELDS = 5;

const map = z.strictObject({
  cron: z.string(),
  zone: z.string().optional(),
  kind: z.enum(SCHEDULE_KINDS).optional(),
  overlap: z.enum(OVERLAP_POLICIES).optional(),
  missed: z.enum(MISSED_POLICIES).optional(),
  jitter: z.int().min(0).max(3600).optional(),
});

const given = z.union([z.string(), map]);
type Given = z.infer<typeof given>;

/** As a file has one: `0 2 * * * Europe/Moscow`, or a map. Whether its times come at all, the service tells when it starts. */
export const scheduleSchema = given.refine((one) => readSchedule(one) !== null);

/** Null for what is no schedule. Without a zone it is the machine's. */
export function readSchedule(one: Given): ConfigSchedule | null {
  const { cron, zone = localZone(), ...rest } = typeof one === "string" ? mapOf(one) : one;
  const fields = cron.trim().split(/\s+/);
  const isCron =
    fields.length === 1
      ? NICKNAME.test(fields[0] ?? "")
      : fields.length === FIELDS && fields.every((field) => FIELD.test(field));
  if (!isCron || !isTimeZone(zone)) return null;
  const { kind = "run", overlap = "skip", missed = "once", jitter = 0 } = rest;
  return { cron: fields.join(" "), zone, kind, overlap, missed, jitter };
}

function mapOf(text: string): Exclude<Given, string> {
  const words = text.trim().split(/\s+/);
  const length = text.trim().startsWith("@") ? 1 : FIELDS;
  const zone = words.slice(length).join(" ");
  return { cron: words.slice(0, length).join(" "), ...(zone !== "" && { zone }) };
}
