import type { homeRoutes } from "../../contract/home.ts";
import type { Handlers } from "../handler.ts";

export const homeHandlers: Handlers<typeof homeRoutes> = {
  showHome: async ({ who }, { desk }) => {
    const { sources, latest } = await desk.ask(who.actor, "homeOverview");
    return {
      sources: sources.map((source) => ({ ...source, trend: [...source.trend] })),
      latest: [...latest],
    };
  },
  listNeeds: async ({ who }, { desk }) => ({
    items: await desk.ask(who.actor, "homeNeeds"),
    checkedAt: new Date().toISOString(),
  }),
  showTotals: ({ who }, { desk }) => desk.ask(who.actor, "homeTotals"),
};
