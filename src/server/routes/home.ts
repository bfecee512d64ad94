import type { homeRoutes } from "../../contract/home.ts";
import type { Handlers } from "../handler.ts";

export const homeHandlers: Handlers<typeof homeRoutes> = {
  showHome: async ({ who }, { desk }) => {
    const known = (await desk.ask(who.actor, "listSources")).map(({ name }) => name);
    const { sources, latest } = await desk.ask(who.actor, "homeOverview", known);
    return {
      sources: sources.map((source) => ({
        ...source,
        isKnown: known.includes(source.name),
        trend: [...source.trend],
      })),
      latest: [...latest],
    };
  },
  listNeeds: async ({ who }, { desk }) => ({
    items: await desk.ask(who.actor, "homeNeeds"),
    checkedAt: new Date().toISOString(),
  }),
  showTotals: ({ who }, { desk }) => desk.ask(who.actor, "homeTotals"),
};
