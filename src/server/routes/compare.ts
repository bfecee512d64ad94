import type { compareRoutes } from "../../contract/compare.ts";
import { maskForPeople } from "../../phone/phone.ts";
import type { Handlers } from "../handler.ts";
import { numberCursor, pageAnswer } from "./paging.ts";
import { runFacts } from "./runs.ts";

export const compareHandlers: Handlers<typeof compareRoutes> = {
  async compareRuns({ query, who }, { desk }) {
    const found = await desk.ask(who.actor, "compareRuns", query.from, query.to);
    const { from, to, totals, regions, types, clients, anomalies } = found;
    return {
      from: runFacts(from),
      to: runFacts(to),
      totals,
      clients,
      regions: [...regions],
      types: [...types],
      anomalies: [...anomalies],
    };
  },

  async listSetAside({ who }, { desk }) {
    return { items: await desk.ask(who.actor, "listSetAside") };
  },

  async setAside({ body, who }, { desk }) {
    await desk.ask(who.actor, "setAside", body);
    return undefined;
  },

  async takeBackSetAside({ query, who }, { desk }) {
    await desk.ask(who.actor, "takeBackSetAside", query.source, query.client);
    return undefined;
  },

  async compareClients({ query, who }, { desk }) {
    const { from, to, text = null, sort, cursor, limit } = query;
    const asked = { from, to, text, sort, after: numberCursor(cursor) ?? 0, limit };
    return pageAnswer(await desk.ask(who.actor, "comparedClients", asked), (client) => client);
  },

  async compareProjects({ query, who }, { desk }) {
    const { from, to, text = null, sort, cursor, limit } = query;
    const asked = { from, to, text, sort, after: numberCursor(cursor) ?? 0, limit };
    return pageAnswer(await desk.ask(who.actor, "comparedProjects", asked), (project) => project);
  },

  async compareNumbers({ query, who }, { desk, numberIds }) {
    const { from, to, change = null, client = null, cursor, limit } = query;
    const asked = { from, to, change, client, after: numberCursor(cursor) ?? 0, limit };
    const part = await desk.ask(who.actor, "changedPairs", asked);
    return pageAnswer(part, ({ number, ...pair }) => ({
      ...pair,
      id: numberIds.idOf(number),
      phone: maskForPeople(`+${number}`),
    }));
  },
};
