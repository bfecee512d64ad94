import type { systemRoutes } from "../../contract/system.ts";
import { loadMessages, say } from "../../messages/messages.ts";
import type { Handlers } from "../handler.ts";

export const systemHandlers: Handlers<typeof systemRoutes> = {
  showFacts: (_, { facts }) => ({ ...facts, now: new Date().toISOString() }),
  async showHealth({ who, caller }, { desk, facts }) {
    const words = await loadMessages(caller.language);
    const names = new Map(Object.entries(words.doctor.checks));
    const findings = await desk.ask(who.actor, "systemHealth", facts.version);
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
