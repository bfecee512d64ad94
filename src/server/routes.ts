import type { routes } from "../contract/contract.ts";
import type { Handlers } from "./handler.ts";
import { compareHandlers } from "./routes/compare.ts";
import { homeHandlers } from "./routes/home.ts";
import { runHandlers } from "./routes/runs.ts";
import { systemHandlers } from "./routes/system.ts";

/** What answers each route. One line a resource. */
export const handlers: Handlers<typeof routes> = {
  ...compareHandlers,
  ...runHandlers,
  ...homeHandlers,
  ...systemHandlers,
};
