import type { Who } from "../../access/access.ts";
import type { settingsRoutes } from "../../contract/settings.ts";
import type { Handlers } from "../handler.ts";
import type { ServerParts } from "../parts.ts";

export const settingsHandlers: Handlers<typeof settingsRoutes> = {
  showSettings: ({ who }, parts) => shown(who, parts),
  async changeSettings({ who, body }, parts) {
    const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    await parts.desk.ask(who.actor, "changeRules", change, parts.ground);
    return await shown(who, parts);
  },
  async setRetention({ who, params, body }, parts) {
    await parts.desk.ask(who.actor, "setRetention", params.source, body);
    return await shown(who, parts);
  },
};

async function shown({ actor }: Who, { desk, ground }: ServerParts) {
  const [{ rules, fixed, changed }, { retention, due }] = await Promise.all([
    desk.ask(actor, "showRules", ground),
    desk.ask(actor, "previewRetention"),
  ]);
  return { rules, fixed: [...fixed], changed: [...changed], retention: [...retention], due: [...due] };
}
