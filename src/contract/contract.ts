import { auditRoutes } from "./audit.ts";
import { compareRoutes } from "./compare.ts";
import { exportsRoutes } from "./exports.ts";
import { homeRoutes } from "./home.ts";
import { insightRoutes } from "./insight.ts";
import { liveRoutes } from "./live.ts";
import { numberViewRoutes } from "./number-views.ts";
import { numberRoutes } from "./numbers.ts";
import type { Routes } from "./route.ts";
import { runRoutes } from "./runs.ts";
import { scheduleRoutes } from "./schedules.ts";
import { sessionRoutes } from "./session.ts";
import { settingsRoutes } from "./settings.ts";
import { sourceRoutes } from "./sources.ts";
import { suppressionsRoutes } from "./suppressions.ts";
import { systemRoutes } from "./system.ts";
import { tokenRoutes } from "./tokens.ts";
import { userRoutes } from "./users.ts";

export { MAY, PERMISSIONS, type Permission, ROLES, type Role, TOKEN_SCOPES } from "./permissions.ts";
export {
  type Answered,
  type Asked,
  type Asking,
  type Method,
  type RouteShape,
  type Routes,
  route,
} from "./route.ts";

/** Every route of the API; a key is the operation's name in OpenAPI and in the dashboard's client. One line a resource. */
export const routes = {
  ...insightRoutes,
  ...scheduleRoutes,
  ...auditRoutes,
  ...exportsRoutes,
  ...compareRoutes,
  ...homeRoutes,
  ...liveRoutes,
  ...runRoutes,
  ...numberRoutes,
  ...numberViewRoutes,
  ...sessionRoutes,
  ...suppressionsRoutes,
  ...sourceRoutes,
  ...settingsRoutes,
  ...systemRoutes,
  ...tokenRoutes,
  ...userRoutes,
} as const satisfies Routes;
