import type { AccessRules } from "../access/access.ts";
import type { AppPorts } from "../app/app.ts";
import { createEvents } from "../events/events.ts";
import type { ServerParts } from "./parts.ts";

export interface PartsOptions {
  readonly ports: AppPorts;
  readonly version: string;
  readonly rules: AccessRules;
  readonly adminCame: () => void;
}

/** What handlers work with, and how it ends. */
export interface OpenParts {
  readonly parts: ServerParts;
  /** Ends what goes on so that it can be continued; answers are still given. */
  settle(): Promise<void>;
  /** Lets go of everything, once nothing is answered any more. */
  close(): Promise<void>;
}

/** Makes everything that handlers work with, over a store that is there. One block for each thing that lives with the service. */
export async function openParts({ ports, version, rules, adminCame }: PartsOptions): Promise<OpenParts> {
  const { log } = ports;
  const desk = await ports.startDesk();
  const events = createEvents((error) => log.error({ err: error }, "a listener of events failed"));
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const facts = { version, timeZone, startedAt: new Date().toISOString() };
  return {
    parts: { desk, events, log, facts, rules, adminCame },
    settle: async () => {},
    close: () => desk.close(),
  };
}
