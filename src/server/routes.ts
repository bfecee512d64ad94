import type { routes } from "../contract/contract.ts";
import type { Handlers } from "./handler.ts";
import { insightHandlers } from "./routes/insight.ts";
import { scheduleHandlers } from "./routes/schedules.ts";
import { systemHandlers } from "./routes/system.ts";

/** What answers each route. One line a resource. */
export const handlers: Handlers<typeof routes> = {
  ...insightHandlers,
  ...scheduleHandlers,
  ...systemHandlers,
};
