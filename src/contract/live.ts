import { route } from "./route.ts";

export const liveRoutes = {
  followEvents: route({
    method: "GET",
    path: "/api/v1/events",
    summary:
      "What goes on, as server-sent events; with `Last-Event-ID` from there on. `reset` says that something was missed, `server.draining` that the service ends.",
    may: "signed-in",
    answer: "events",
  }),
} as const;
