import type { scheduleRoutes } from "../../contract/schedules.ts";
import { type Language, loadMessages } from "../../messages/messages.ts";
import type { Schedule, ScheduleTerms } from "../../model/schedule.ts";
import { checkTerms, checkTiming, lateSince, nextTimes, sentenceOf } from "../../schedule/schedule.ts";
import type { Handlers } from "../handler.ts";

/** So many times of a schedule are shown. */
const NEXT_TIMES = 5;

export const scheduleHandlers: Handlers<typeof scheduleRoutes> = {
  async listSchedules({ who, caller }, { desk, facts }) {
    const found = await desk.ask(who.actor, "listSchedules");
    const items = await Promise.all(found.map((schedule) => shown(schedule, caller.language)));
    return { items, zone: facts.timeZone };
  },
  async previewSchedule({ body, caller }) {
    const now = Date.now();
    checkTiming(body, now);
    const sentence = await sentenceOf(body, await loadMessages(caller.language));
    return { sentence, next: nextTimes(body, now, NEXT_TIMES) };
  },
  async addSchedule({ who, body, caller }, { desk, events }) {
    const now = Date.now();
    checkTerms(body, now);
    const added = await desk.ask(who.actor, "addSchedule", body, new Date(now).toISOString());
    events.emit("schedule.changed", { schedule: added.id });
    return await shown(added, caller.language);
  },
  async changeSchedule({ who, params, body, caller }, { desk, events }) {
    const now = Date.now();
    const before = (await desk.ask(who.actor, "listSchedules")).find(({ id }) => id === params.id);
    const change = given(body);
    if (before !== undefined) checkTerms({ ...before, ...change }, now);
    const at = new Date(now).toISOString();
    const changed = await desk.ask(who.actor, "changeSchedule", params.id, change, at);
    events.emit("schedule.changed", { schedule: changed.id });
    return await shown(changed, caller.language);
  },
  async removeSchedule({ who, params }, { desk, events }) {
    await desk.ask(who.actor, "removeSchedule", params.id);
    events.emit("schedule.changed", { schedule: params.id });
    return undefined;
  },
};

/** Without what was not told: it stays as it is. */
function given(
  body: {
    readonly [Key in keyof ScheduleTerms]?: ScheduleTerms[Key] | undefined;
  },
): Partial<ScheduleTerms> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

async function shown(schedule: Schedule, language: Language) {
  const now = Date.now();
  return {
    ...schedule,
    turns: [...schedule.turns],
    sentence: await sentenceOf(schedule, await loadMessages(language)),
    next: schedule.isOn ? nextTimes(schedule, now, NEXT_TIMES) : [],
    lateSince: schedule.isOn ? lateSince(schedule, now) : null,
  };
}
