import type { routes } from "../contract/contract.ts";
import type { Handlers } from "./handler.ts";
import { numberViewHandlers } from "./routes/number-views.ts";
import { numberHandlers } from "./routes/numbers.ts";
import { systemHandlers } from "./routes/system.ts";

/** What answers each route. One line a resource. */
export const handlers: Handlers<typeof routes> = {
  ...numberHandlers,
  ...numberViewHandlers,
  ...systemHandlers,
};
