import type { Messages } from "../messages/messages.ts";
import type { ScheduleTerms } from "../model/schedule.ts";

type Words = Messages["schedules"]["sentence"];

/** A schedule's times in a sentence: `Every day at 02:00 Moscow time`. For a cron that {@link checkTerms} lets pass. */
export async function sentenceOf(
  { cron, zone }: Pick<ScheduleTerms, "cron" | "zone">,
  { language, schedules: { sentence } }: Messages,
): Promise<string> {
  const fields = cron.trim().split(/\s+/);
  const own = ownSentence(fields, sentence);
  if (own !== null) return sentence.inZone({ times: own, zone });
  const times = await described(cron, language);
  // Every 15 minutes is so in all zones.
  return fields.slice(1).every((field) => field === "*") ? times : sentence.alsoInZone({ times, zone });
}

/** The commonest ones, in words of ours; null for all others. */
function ownSentence(fields: readonly string[], words: Words): string | null {
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  if (fields.length === 1) return words.nicknames[minute.toLowerCase() as keyof Words["nicknames"]] ?? null;
  const [at, on] = [numberIn(minute, 59), numberIn(hour, 23)];
  if (at === null || month !== "*") return null;
  const time = `${String(on ?? 0).padStart(2, "0")}:${String(at).padStart(2, "0")}`;
  if (hour === "*" && day === "*" && weekday === "*") return words.hourly({ minute: at });
  if (on === null) return null;
  if (day === "*" && weekday === "*") return words.daily({ time });
  if (day === "*") {
    const days = weekdaysIn(weekday);
    if (days === null) return null;
    if (days.join() === "1,2,3,4,5") return words.workdays({ time });
    return words.weekly({
      time,
      days: listOf(
        days.map((one) => words.weekdays[one] ?? ""),
        words,
      ),
    });
  }
  const date = numberIn(day, 31);
  return date === null || date === 0 || weekday !== "*" ? null : words.monthly({ time, day: date });
}

function listOf(names: readonly string[], words: Words): string {
  const [last = "", ...others] = names.toReversed();
  return others.length === 0 ? last : words.and({ most: others.reverse().join(", "), last });
}

function numberIn(text: string, most: number): number | null {
  return /^\d{1,2}$/.test(text) && Number(text) <= most ? Number(text) : null;
}

const NAMES = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Days of the week, 0 for Sunday, Monday first; null for what is no plain list of them. */
function weekdaysIn(text: string): number[] | null {
  const days = new Set<number>();
  for (const part of text.split(",")) {
    const [from, to = from] = part.split("-").map(weekday);
    if (from === undefined || to === undefined || from === null || to === null || from > to) return null;
    for (let day = from; day <= to; day++) days.add(day % 7);
  }
  return [...days].sort((one, other) => ((one + 6) % 7) - ((other + 6) % 7));
}

function weekday(text: string): number | null {
  if (/^[0-7]$/.test(text)) return Number(text);
  const named = NAMES.indexOf(text.toUpperCase());
  return named === -1 ? null : named;
}

async function described(cron: string, locale: string): Promise<string> {
  const { default: cronstrue } = await import("cronstrue/i18n.js");
  return cronstrue.default.toString(cron, { locale, use24HourTimeFormat: true });
}
