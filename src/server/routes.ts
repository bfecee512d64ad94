import type { routes } from "../contract/contract.ts";
import type { Handlers } from "./handler.ts";
import { auditHandlers } from "./routes/audit.ts";
import { compareHandlers } from "./routes/compare.ts";
import { homeHandlers } from "./routes/home.ts";
import { runHandlers } from "./routes/runs.ts";
import { sessionHandlers } from "./routes/session.ts";
import { sourceHandlers } from "./routes/sources.ts";
import { systemHandlers } from "./routes/system.ts";
import { tokenHandlers } from "./routes/tokens.ts";
import { userHandlers } from "./routes/users.ts";

/** What answers each route. One line a resource. */
export const handlers: Handlers<typeof routes> = {
  ...compareHandlers,
  ...runHandlers,
  ...homeHandlers,
  ...auditHandlers,
  ...sessionHandlers,
  ...sourceHandlers,
  ...systemHandlers,
  ...tokenHandlers,
  ...userHandlers,
};
