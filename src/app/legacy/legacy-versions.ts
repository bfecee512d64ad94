import type { LegacyLayout, OldDatabase, OldValue, PastVersion } from "../../model/legacy.ts";
import { oldTime } from "./legacy-dates.ts";
import { oldText } from "./legacy-guess.ts";

/**
 * What the versions of the past are: old runs whose rows are all that each saw (every), or what it saw first (first); days
 * on which rows say that they were found; or one, where neither is told.
 */
export type VersionKind = "every" | "first" | "days" | "once";

export interface PastVersions {
  readonly kind: VersionKind;
  readonly versions: readonly PastVersion[];
  /** The place of the version that a row belongs to; the last one where the row does not tell. */
  placeOf(run: string | null, seenAt: OldValue): number;
  /** Runs that the old tool lists and that no row is of. */
  readonly emptyRuns: number;
}

/** Finds the versions of the past. `asked` overrules what rows of runs are taken for. */
export function pastVersions(
  old: OldDatabase,
  layout: LegacyLayout,
  asked: "every" | "first" | null,
): PastVersions {
  if (layout.columns["project_phones.run_id"] !== undefined) {
    const found = versionsOfRuns(old, layout, asked);
    if (found !== null) return found;
  }
  return versionsOfDays(old, layout) ?? once(old.writtenAt);
}

function once(at: string): PastVersions {
  return { kind: "once", versions: [{ startedAt: at, endedAt: at }], placeOf: () => 0, emptyRuns: 0 };
}

interface OldRun {
  readonly key: string;
  readonly startedAt: string;
  readonly endedAt: string;
}

/** Null where no row names a run. */
function versionsOfRuns(
  old: OldDatabase,
  layout: LegacyLayout,
  asked: "every" | "first" | null,
): PastVersions | null {
  const keys = old.countRuns(layout).flatMap(({ run }) => run ?? []);
  if (keys.length === 0) return null;
  const listed = old.rows("runs", layout);
  const runs = timedRuns(old, layout, keys.sort(byKey), listed);
  const places = new Map(runs.map(({ key }, place) => [key, place]));
  const last = runs.length - 1;
  const isEvery = asked === null ? last === 0 || old.repeats(layout) : asked === "every";
  const known = new Set(keys);
  return {
    kind: isEvery ? "every" : "first",
    versions: runs,
    placeOf: (run) => places.get(run ?? "") ?? last,
    emptyRuns: listed.filter(({ id }) => !known.has(oldText(id ?? null) ?? "")).length,
  };
}

/** In the order of time. A run of which no time is known began when the one after it did, the last when the file was written. */
function timedRuns(
  old: OldDatabase,
  layout: LegacyLayout,
  keys: readonly string[],
  listed: readonly Record<string, OldValue>[],
): OldRun[] {
  const now = new Date().toISOString();
  const past = (value: OldValue | undefined): string | null => {
    const time = oldTime(value ?? null);
    return time === null || time > now ? null : time;
  };
  const byKeys = new Map(listed.map((row) => [oldText(row.id ?? null) ?? "", row]));
  const isTimed = (key: string): boolean => past(byKeys.get(key)?.started_at) !== null;
  const seen = keys.every(isTimed) ? new Map<string, string>() : firstTimes(old, layout, past);
  const runs: OldRun[] = [];
  let next = old.writtenAt;
  for (const key of keys.toReversed()) {
    const row = byKeys.get(key);
    const startedAt = past(row?.started_at) ?? seen.get(key) ?? next;
    const ended = past(row?.ended_at);
    runs.push({ key, startedAt, endedAt: ended !== null && ended > startedAt ? ended : startedAt });
    next = startedAt;
  }
  return runs.toReversed().sort((one, other) => compare(one.startedAt, other.startedAt));
}

/** When the rows of each run say that they were found, the first of them. */
function firstTimes(
  old: OldDatabase,
  layout: LegacyLayout,
  past: (value: OldValue) => string | null,
): Map<string, string> {
  const first = new Map<string, string>();
  for (const [run, value] of old.times(layout)) {
    const time = past(value);
    const before = first.get(run ?? "");
    if (time !== null && run !== null && (before === undefined || time < before)) first.set(run, time);
  }
  return first;
}

/** A version a day in UTC; null where no row tells of a time. */
function versionsOfDays(old: OldDatabase, layout: LegacyLayout): PastVersions | null {
  const now = new Date().toISOString();
  const days = new Map<string, { from: string; to: string }>();
  for (const [, value] of old.times(layout)) {
    const time = oldTime(value);
    if (time === null || time > now) continue;
    const day = days.get(time.slice(0, 10));
    if (day === undefined) days.set(time.slice(0, 10), { from: time, to: time });
    else if (time < day.from) day.from = time;
    else if (time > day.to) day.to = time;
  }
  if (days.size === 0) return null;
  const sorted = [...days].sort(([one], [other]) => compare(one, other));
  const places = new Map(sorted.map(([day], place) => [day, place]));
  return {
    kind: "days",
    versions: sorted.map(([, { from, to }]) => ({ startedAt: from, endedAt: to })),
    placeOf: (_run, seenAt) => places.get(oldTime(seenAt)?.slice(0, 10) ?? "") ?? sorted.length - 1,
    emptyRuns: 0,
  };
}

/** Keys are numbers nearly always: 9 before 10. */
function byKey(one: string, other: string): number {
  const difference = Number(one) - Number(other);
  return Number.isNaN(difference) || difference === 0 ? compare(one, other) : difference;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
