import { SESSION_LIFE_MS } from "../../access/access.ts";
import type { settingsRoutes } from "../../contract/settings.ts";
import type { Handlers } from "../handler.ts";

const MINUTE_MS = 60_000;

export const settingsHandlers: Handlers<typeof settingsRoutes> = {
  async showSettings({ who }, { desk, rules, retention }) {
    return {
      signIn: {
        idleMinutes: Math.round(rules.idleMs / MINUTE_MS),
        lifeHours: SESSION_LIFE_MS / MINUTE_MS / 60,
        needsSecondFactor: rules.needsSecondFactor,
      },
      retention: [...retention],
      due: await desk.ask(who.actor, "previewRetention", retention),
    };
  },
};
