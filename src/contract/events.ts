import type { EventName } from "../model/event.ts";
import type { Permission } from "./permissions.ts";

export type { AnyEvent, EventMap, EventName, LiveRun, RunState, Share } from "../model/event.ts";

/** Whom an event is for; the stream leaves out what one may not see. */
export const EVENT_MAY = {
  "run.opening": "runs.see",
  "run.started": "runs.see",
  "run.progress": "runs.see",
  "run.state": "runs.see",
  "run.ended": "runs.see",
  "run.log": "runs.see",
  "run.quarantined": "runs.see",
  "source.changed": "sources.see",
  "export.progress": "exports.see",
  "schedule.changed": "schedules.see",
  "suppressions.changed": "suppressions.see",
  "settings.changed": "signed-in",
  "server.draining": "signed-in",
} as const satisfies Readonly<Record<EventName, Permission | "signed-in">>;
