import { z } from "zod";
import { route } from "./route.ts";

const numberView = z.object({
  id: z.int(),
  name: z.string(),
  query: z.string(),
  /** Everybody sees it. */
  shared: z.boolean(),
  /** Who keeps it. */
  who: z.string(),
  isMine: z.boolean(),
});

export const numberViewRoutes = {
  listNumberViews: route({
    method: "GET",
    path: "/api/v1/number-views",
    summary: "Filters of the list of numbers that the asker keeps, and those that others share.",
    may: "numbers.see",
    answer: z.object({ items: z.array(numberView) }),
  }),
  saveNumberView: route({
    method: "PUT",
    path: "/api/v1/number-views",
    summary: "Keeps a filter under a name, in the place of one of that name.",
    may: "numbers.see",
    body: z.strictObject({
      name: z.string().trim().min(1).max(60),
      /** As the page's address has it. */
      query: z.string().max(2_000),
      /** For everybody who may see numbers; else for the asker alone. */
      shared: z.boolean().default(false),
    }),
    answer: numberView,
  }),
  deleteNumberView: route({
    method: "DELETE",
    path: "/api/v1/number-views/:view",
    summary:
      "Forgets a filter that the asker keeps; who manages the settings may take away anybody's that is shared.",
    may: "numbers.see",
    params: z.strictObject({ view: z.coerce.number().int().min(1) }),
    answer: null,
  }),
} as const;
