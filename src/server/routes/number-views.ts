import { DatamasterError } from "../../base/errors.ts";
import type { numberViewRoutes } from "../../contract/number-views.ts";
import { told } from "../../messages/messages.ts";
import type { Handlers } from "../handler.ts";

export const numberViewHandlers: Handlers<typeof numberViewRoutes> = {
  listNumberViews: async ({ who }, { desk }) => ({
    items: await desk.ask(who.actor, "listNumberViews", who.id),
  }),

  saveNumberView: async ({ who, body }, { desk }) =>
    await desk.ask(who.actor, "saveNumberView", who.id, { ...body, who: who.name }),

  async deleteNumberView({ who, params }, { desk }) {
    const mayAny = who.permissions.includes("settings.manage");
    const isDone =
      (await desk.ask(who.actor, "deleteNumberView", who.id, params.view)) ||
      (mayAny && (await desk.ask(who.actor, "deleteNumberView", null, params.view)));
    if (!isDone) throw new DatamasterError("NOT_FOUND", told("httpNothing"));
    return undefined;
  },
};
