import type { routes } from "../contract/contract.ts";
import type { Handlers } from "./handler.ts";
import { auditHandlers } from "./routes/audit.ts";
import { compareHandlers } from "./routes/compare.ts";
import { exportsHandlers } from "./routes/exports.ts";
import { homeHandlers } from "./routes/home.ts";
import { insightHandlers } from "./routes/insight.ts";
import { numberViewHandlers } from "./routes/number-views.ts";
import { numberHandlers } from "./routes/numbers.ts";
import { runHandlers } from "./routes/runs.ts";
import { scheduleHandlers } from "./routes/schedules.ts";
import { sessionHandlers } from "./routes/session.ts";
import { settingsHandlers } from "./routes/settings.ts";
import { sourceHandlers } from "./routes/sources.ts";
import { suppressionsHandlers } from "./routes/suppressions.ts";
import { systemHandlers } from "./routes/system.ts";
import { tokenHandlers } from "./routes/tokens.ts";
import { userHandlers } from "./routes/users.ts";

/** What answers each route. One line a resource. */
export const handlers: Handlers<typeof routes> = {
  ...insightHandlers,
  ...scheduleHandlers,
  ...compareHandlers,
  ...runHandlers,
  ...homeHandlers,
  ...numberHandlers,
  ...numberViewHandlers,
  ...auditHandlers,
  ...exportsHandlers,
  ...sessionHandlers,
  ...suppressionsHandlers,
  ...sourceHandlers,
  ...settingsHandlers,
  ...systemHandlers,
  ...tokenHandlers,
  ...userHandlers,
};
