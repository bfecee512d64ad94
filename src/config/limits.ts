import { isTimeZone, localZone } from "../base/zone.ts";
import type { DailyTime, HourSpan, KnownLimit } from "../model/limit.ts";

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
const UNITS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  sec: SECOND_MS,
  second: SECOND_MS,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
};
/** What is left to people of a day's quota where nothing else is said. */
const DAY_RESERVE = 0.2;
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const CLOCK = "(\\d{1,2}):(\\d{2})";
const DAY_MINUTES = 1_440;

/** A limit as a file may hold it beside `100/10s`. */
export interface LimitMap {
  readonly requests: number;
  readonly per: string;
  readonly reserve?: string | undefined;
  readonly resetsAt?: string | undefined;
}

/**
 * Reads `100/10s`, `250000/day` or a map; null where it is neither. A `day` begins anew at `resetsAt` (midnight UTC), `24h`
 * are any 24 hours.
 */
export function readLimit(given: string | LimitMap): KnownLimit | null {
  const map = typeof given === "string" ? mapOf(given) : given;
  if (map === null || !Number.isSafeInteger(map.requests) || map.requests < 1) return null;
  const isDay = /^\s*(?:1\s*)?(?:day|d)\s*$/i.test(map.per);
  const windowMs = isDay ? DAY_MS : readSpan(map.per);
  const reserve =
    map.reserve === undefined ? (windowMs === DAY_MS ? DAY_RESERVE : 0) : readShare(map.reserve);
  const resetsAt = readDailyTime(map.resetsAt ?? "00:00");
  if (windowMs === null || reserve === null || resetsAt === null) return null;
  if (!isDay && map.resetsAt !== undefined) return null;
  return { requests: map.requests, windowMs, ...(reserve > 0 && { reserve }), ...(isDay && { resetsAt }) };
}

function mapOf(text: string): LimitMap | null {
  const [, requests, per] = /^\s*(\d+)\s*\/\s*(.+)$/.exec(text) ?? [];
  return requests === undefined || per === undefined ? null : { requests: Number(requests), per };
}

/** `10s`, `minute`: milliseconds, up to a day. */
function readSpan(text: string): number | null {
  const [, count = "1", unit = ""] = /^\s*(\d+)?\s*([a-z]+?)s?\s*$/i.exec(text) ?? [];
  const name = /^\s*\d*\s*s\s*$/i.test(text) ? "s" : unit.toLowerCase();
  const ms = Number(count) * (Object.hasOwn(UNITS, name) ? (UNITS[name] ?? 0) : 0);
  return ms >= SECOND_MS && ms <= DAY_MS ? ms : null;
}

/** `20%`: 0.2; less than all. */
function readShare(text: string): number | null {
  const [, percent] = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text) ?? [];
  return percent !== undefined && Number(percent) < 100 ? Number(percent) / 100 : null;
}

/** `00:00` (UTC) or `03:30 Europe/Moscow`. */
function readDailyTime(text: string): DailyTime | null {
  const [, clock = "", zone = "UTC"] = /^\s*(\S+)(?:\s+(\S+))?\s*$/.exec(text) ?? [];
  const minutes = readClock(clock);
  return minutes === null || minutes === DAY_MINUTES || !isTimeZone(zone) ? null : { minutes, zone };
}

/** Minutes since midnight; 24:00 is the end of the day. */
function readClock(text: string): number | null {
  const [, hours, minutes] = new RegExp(`^${CLOCK}$`).exec(text) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && total <= DAY_MINUTES ? total : null;
}

/** Reads `22:00-06:00`, `Mon-Fri 20:00-08:00 Europe/Moscow`; null where it is no span. The zone is else this machine's. */
export function readHours(text: string): HourSpan | null {
  const form =
    /^\s*(?:([a-z]{3})(?:-([a-z]{3}))?\s+)?(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})(?:\s+(\S+))?\s*$/i;
  const [, first, last = first, begins = "", ends = "", zone = localZone()] = form.exec(text) ?? [];
  const days = first === undefined || last === undefined ? [0, 1, 2, 3, 4, 5, 6] : daysFrom(first, last);
  const from = readClock(begins);
  const to = readClock(ends);
  if (days === null || from === null || to === null || from === DAY_MINUTES || !isTimeZone(zone)) return null;
  return { days, from, to: to <= from ? to + DAY_MINUTES : to, zone };
}

function daysFrom(first: string, last: string): number[] | null {
  const from = WEEKDAYS.indexOf(first.toLowerCase());
  const to = WEEKDAYS.indexOf(last.toLowerCase());
  if (from === -1 || to === -1) return null;
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, i) => (from + i) % 7);
}
