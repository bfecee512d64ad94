import type { Language } from "./numbers.ts";

const WORDS = {
  en: { today: "today", yesterday: "yesterday", tomorrow: "tomorrow", h: "h", min: "min", s: "s", day: "d" },
  ru: { today: "сегодня", yesterday: "вчера", tomorrow: "завтра", h: "ч", min: "мин", s: "с", day: "д" },
} as const;

const NO_BREAK = "\u00a0";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Parts {
  readonly year: string;
  readonly day: string;
  readonly clock: string;
}

/** A moment for a reader: `today, 14:02`, `yesterday, 02:35`, then `19 Nov, 02:34`; with the year where it is another one. */
export function formatTime(at: Date, now: Date, language: Language, zone?: string): string {
  const shown = partsOf(at, zone);
  const near = nearWord(at, now, language, zone);
  return `${near ?? dayText(at, now, language, zone)}, ${shown.clock}`;
}

/** `14:02`, or `14:02:05` with seconds. */
export function formatClock(at: Date, zone?: string, hasSeconds = false): string {
  return at.toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    ...(hasSeconds ? { second: "2-digit" } : {}),
    timeZone: zone,
  });
}

/** A day without its time: `today`, `19 Nov`. */
export function formatDay(at: Date, now: Date, language: Language, zone?: string): string {
  return nearWord(at, now, language, zone) ?? dayText(at, now, language, zone);
}

/** The head of a page: `Friday, 20 November, 14:24`. */
export function formatNow(now: Date, language: Language, zone?: string): string {
  const day = now.toLocaleDateString(language === "ru" ? "ru" : "en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: zone,
  });
  const fixed = language === "ru" ? day : day.replace(/^(\w+) /, "$1, ");
  return `${fixed[0]?.toUpperCase() ?? ""}${fixed.slice(1)}, ${formatClock(now, zone)}`;
}

/** What people call a time zone: `Moscow time`, `время: Москва`. */
export function zoneName(language: Language, zone: string): string {
  if (zone === "UTC" || zone === "Etc/UTC") return "UTC";
  const parts = new Intl.DateTimeFormat(language, {
    timeZone: zone,
    timeZoneName: "longGeneric",
  }).formatToParts();
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
  return language === "ru"
    ? name.replace(/, стандартное время$/, "")
    : name.replace(/( Standard)? Time$/, " time");
}

/** A length of time in its two largest units: `22 min 07 s`, `1 h 05 min`, `2 d 3 h`, `8 s`. */
export function formatDuration(ms: number, language: Language): string {
  const words = WORDS[language];
  const two = (value: number): string => String(value).padStart(2, "0");
  const unit = (value: number | string, word: string): string => `${value}${NO_BREAK}${word}`;
  if (ms >= 2 * DAY)
    return `${unit(Math.floor(ms / DAY), words.day)} ${unit(Math.floor((ms % DAY) / HOUR), words.h)}`;
  if (ms >= HOUR)
    return `${unit(Math.floor(ms / HOUR), words.h)} ${unit(two(Math.floor((ms % HOUR) / MINUTE)), words.min)}`;
  if (ms >= MINUTE)
    return `${unit(Math.floor(ms / MINUTE), words.min)} ${unit(two(Math.floor((ms % MINUTE) / 1000)), words.s)}`;
  return unit(Math.max(0, Math.round(ms / 1000)), words.s);
}

/** A length of time rounded for a forecast: `13 min`, `2 h 10 min`; null under a minute. */
export function formatAbout(ms: number, language: Language): string | null {
  const words = WORDS[language];
  if (ms < MINUTE) return null;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return `${minutes}${NO_BREAK}${words.min}`;
  const rounded = Math.round(minutes / 10) * 10;
  const [h, min] = [Math.floor(rounded / 60), rounded % 60];
  return min === 0 ? `${h}${NO_BREAK}${words.h}` : `${h}${NO_BREAK}${words.h} ${min}${NO_BREAK}${words.min}`;
}

function nearWord(at: Date, now: Date, language: Language, zone?: string): string | undefined {
  const day = (moment: number): string => partsOf(new Date(moment), zone).day;
  const wanted = day(at.getTime());
  const words = WORDS[language];
  if (wanted === day(now.getTime())) return words.today;
  if (wanted === day(now.getTime() - DAY)) return words.yesterday;
  return wanted === day(now.getTime() + DAY) ? words.tomorrow : undefined;
}

function dayText(at: Date, now: Date, language: Language, zone?: string): string {
  const isOtherYear = partsOf(at, zone).year !== partsOf(now, zone).year;
  const text = at.toLocaleDateString(language === "ru" ? "ru" : "en-GB", {
    day: "numeric",
    month: language === "ru" ? "long" : "short",
    ...(isOtherYear ? { year: "numeric" } : {}),
    timeZone: zone,
  });
  return text.replace(/ г\.$/, "");
}

function partsOf(at: Date, zone?: string): Parts {
  const day = at.toLocaleDateString("en-CA", { timeZone: zone });
  return { year: day.slice(0, 4), day, clock: formatClock(at, zone) };
}
