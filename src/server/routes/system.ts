import type { systemRoutes } from "../../contract/system.ts";
import { loadMessages, say } from "../../messages/messages.ts";
import type { Handlers } from "../handler.ts";
import { schedulerHealth } from "../scheduler-health.ts";

export const systemHandlers: Handlers<typeof systemRoutes> = {
  showFacts: (_, { facts }) => ({ ...facts, now: new Date().toISOString() }),
  async showHealth({ who, caller }, { desk, facts }) {
    const words = await loadMessages(caller.language);
    const names = new Map(Object.entries(words.doctor.checks));
    const schedules = await desk.ask(who.actor, "listSchedules");
    const findings = [
      ...(await desk.ask(who.actor, "systemHealth", facts.version)),
      schedulerHealth(schedules, Date.now()),
    ];
    return {
      checkedAt: new Date().toISOString(),
      checks: findings.map(({ check, state, detail, fix }) => {
        const { text, hint } = say(words, detail);
        return { check, name: names.get(check) ?? check, state, detail: text, fix: hint ?? fix ?? null };
      }),
      service: { startedAt: facts.startedAt, memoryBytes: process.memoryUsage().rss },
    };
  },
};
