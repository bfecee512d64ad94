import type { Finding } from "../app/upkeep/doctor.ts";
import { told } from "../messages/messages.ts";
import type { Schedule } from "../model/schedule.ts";
import { lateSince, nextTimes } from "../schedule/schedule.ts";

/** How what begins by itself is: late, failed the last time, or when the next one comes. */
export function schedulerHealth(schedules: readonly Schedule[], now: number): Finding {
  const check = "scheduler";
  const on = schedules.filter(({ isOn }) => isOn);
  if (on.length === 0) return { check, state: "ok", detail: told("healthNoSchedule") };
  const late = on.flatMap((schedule) => {
    const since = lateSince(schedule, now);
    return since === null ? [] : [{ source: schedule.source ?? "", since }];
  });
  const [first] = late.sort((one, other) => one.since.localeCompare(other.since));
  if (first !== undefined)
    return { check, state: "warn", detail: told("healthLate", { ...first, count: late.length }) };
  const failed = on.flatMap(({ source, turns: [last] }) =>
    last?.state === "failed" ? [{ source: source ?? "", at: last.due, code: last.error ?? "" }] : [],
  );
  const [fault] = failed;
  if (fault !== undefined) return { check, state: "warn", detail: told("healthTurnFailed", fault) };
  const next = on.flatMap((one) => nextTimes(one, now, 1).map(({ at }) => at)).sort()[0] ?? "";
  const last = on
    .flatMap(({ turns }) => turns.slice(0, 1).map(({ due }) => due))
    .sort()
    .at(-1);
  return last === undefined
    ? { check, state: "ok", detail: told("healthScheduleNew", { count: on.length, next }) }
    : { check, state: "ok", detail: told("healthSchedule", { count: on.length, next, last }) };
}
