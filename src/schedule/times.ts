import { createHash } from "node:crypto";
import { Cron } from "croner";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { isTimeZone } from "../base/zone.ts";
import { told } from "../messages/messages.ts";
import type { Schedule, ScheduleTerms } from "../model/schedule.ts";

/** A time at which something is to begin. */
export interface NextTime {
  /** ISO UTC. */
  readonly at: string;
  /** As clocks of the schedule's zone show it: `2026-11-21T02:00+03:00`. */
  readonly local: string;
  /** By so many minutes clocks were changed since the time before it; null where they were not. */
  readonly clocksMoved: number | null;
}

/** The newest time of a schedule that is due, and how many before it were not dealt with either. */
export interface DueTime {
  readonly due: Date;
  /** With its jitter. */
  readonly firesAt: number;
  readonly left: number;
}

type Timing = Pick<ScheduleTerms, "cron" | "zone">;

/** Missed times are counted up to so many. */
const COUNTED = 1_000;
const LONGEST_JITTER = 3_600;

/** Rejects a cron that is none or has no time at all, and an unknown zone. Throws USAGE. */
export function checkTiming(timing: Timing, now: number): void {
  const { cron, zone } = timing;
  if (!isTimeZone(zone)) throw new DatamasterError("USAGE", told("scheduleZone", { zone }));
  if (nextTimes(timing, now, 1).length === 0)
    throw new DatamasterError("USAGE", told("scheduleNever", { cron }));
}

/** Rejects what cannot be kept: as {@link checkTiming} does, and a schedule without a source. Throws USAGE. */
export function checkTerms(terms: ScheduleTerms, now: number): void {
  const { kind, source, jitter } = terms;
  if (kind !== "retention" && source === null) throw new DatamasterError("USAGE", told("scheduleNoSource"));
  if (!Number.isSafeInteger(jitter) || jitter < 0 || jitter > LONGEST_JITTER)
    throw new DatamasterError("USAGE", told("scheduleJitter", { most: LONGEST_JITTER }));
  checkTiming(terms, now);
}

/** The next times after `from` (milliseconds since 1970). Throws USAGE for a cron that is none. */
export function nextTimes(timing: Timing, from: number, count: number): NextTime[] {
  const offsetAt = offsetsOf(timing.zone);
  let before = offsetAt(from);
  return cronOf(timing)
    .nextRuns(count, new Date(from))
    .map((time) => {
      const offset = offsetAt(time.getTime());
      const moved = offset - before;
      before = offset;
      return {
        at: time.toISOString(),
        local: localText(time.getTime(), offset),
        clocksMoved: moved === 0 ? null : moved,
      };
    });
}

/** What of a schedule is due at `now`; null where nothing is. */
export function dueTime(schedule: Schedule, now: number): DueTime | null {
  const cron = cronOf(schedule);
  const handled = Date.parse(schedule.handled);
  // Jitter may hold back the newest one, when the one before it is due still.
  for (const time of cron.previousRuns(2, new Date(now + 1))) {
    if (time.getTime() <= handled) return null;
    const firesAt = time.getTime() + jitterOf(schedule, time);
    if (firesAt <= now) return { due: time, firesAt, left: countBetween(cron, handled, time.getTime()) };
  }
  return null;
}

/** When a schedule is next to begin, with its jitter; null where it never is. */
export function firesNext(schedule: Schedule, now: number): number | null {
  const cron = cronOf(schedule);
  const handled = Date.parse(schedule.handled);
  const held = cron.previousRuns(1, new Date(now + 1))[0];
  const next = held !== undefined && held.getTime() > handled ? held : cron.nextRun(new Date(now));
  return next === null ? null : next.getTime() + jitterOf(schedule, next);
}

/** The first time that is not dealt with and has passed at `now`; null where nothing is late. */
export function lateSince(schedule: Schedule, now: number): string | null {
  const first = cronOf(schedule).nextRun(new Date(Date.parse(schedule.handled)));
  return first !== null && first.getTime() + schedule.jitter * 1000 < now ? first.toISOString() : null;
}

function countBetween(cron: Cron, after: number, before: number): number {
  let [count, at] = [0, cron.nextRun(new Date(after))];
  while (at !== null && at.getTime() < before && count < COUNTED) {
    count++;
    at = cron.nextRun(at);
  }
  return count;
}

/** The same for a time whenever it is asked for, so that it survives a restart. */
function jitterOf({ id, jitter }: Schedule, time: Date): number {
  if (jitter === 0) return 0;
  const drawn = createHash("sha256").update(`${id} ${time.toISOString()}`).digest().readUInt32BE(0);
  return Math.floor((drawn / 2 ** 32) * jitter) * 1000;
}

function cronOf({ cron, zone }: Timing): Cron {
  try {
    return new Cron(cron, { timezone: zone, paused: true, mode: "5-part" });
  } catch (error) {
    throw new DatamasterError("USAGE", told("scheduleCron", { cron }), {
      cause: error,
      data: { why: messageOf(error) },
    });
  }
}

/** Minutes that clocks of a zone are before UTC. */
function offsetsOf(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (ms) => {
    const name = format.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}

function localText(ms: number, offset: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const size = Math.abs(offset);
  const face = new Date(ms + offset * 60_000).toISOString().slice(0, 16);
  return `${face}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
