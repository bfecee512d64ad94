import type { OldValue } from "../../model/legacy.ts";

/** Times before are taken for other numbers; so are those after. */
const [FIRST_YEAR, LAST_YEAR] = [1995, 2100];
/** From here to there a bare number is seconds since 1970, then milliseconds, then microseconds (2005 to 2100). */
const EPOCH_SECONDS = [1.1e9, 4.1e9] as const;
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/;
const DAY_FIRST = /^(\d\d?)[./](\d\d?)[./](\d{4})(?:,?\s+(\d\d?):(\d\d)(?::(\d\d))?)?$/;

/** A time of the old tool's database as ISO UTC, null where it is none. A time without a zone is taken for UTC. */
export function oldTime(value: OldValue): string | null {
  if (typeof value === "bigint" || typeof value === "number") return fromEpoch(Number(value));
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (/^\d{9,17}(\.\d+)?$/.test(text)) return fromEpoch(Number(text));
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso;
    return timeOf([year, month, day, hour, minute, second], fraction, zone);
  }
  const [, day, month, year, hour, minute, second] = DAY_FIRST.exec(text) ?? [];
  return year === undefined ? null : timeOf([year, month, day, hour, minute, second]);
}

function fromEpoch(value: number): string | null {
  const [from, to] = EPOCH_SECONDS;
  for (const unit of [1, 1e3, 1e6]) {
    if (value >= from * unit && value < to * unit) return inRange(new Date((value / unit) * 1000));
  }
  return null;
}

function timeOf(parts: readonly (string | undefined)[], fraction = "0", zone = "Z"): string | null {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  const local = new Date(
    Date.UTC(year, month - 1, day, hour, minute, second, Number(`0.${fraction}`) * 1000),
  );
  // 2023-02-31 would be the third of March.
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day || hour > 23) return null;
  return inRange(new Date(local.getTime() - zoneMs(zone)));
}

function zoneMs(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}

function inRange(time: Date): string | null {
  const year = time.getUTCFullYear();
  return year >= FIRST_YEAR && year < LAST_YEAR ? time.toISOString() : null;
}
