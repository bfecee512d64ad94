import type { systemRoutes } from "../../contract/system.ts";
import type { Handlers } from "../handler.ts";

export const systemHandlers: Handlers<typeof systemRoutes> = {
  showFacts: (_, { facts }) => ({ ...facts, now: new Date().toISOString() }),
};
