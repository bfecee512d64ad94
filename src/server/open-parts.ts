import { type AccessRules, createNumberIds } from "../access/access.ts";
import type { AppPorts } from "../app/app.ts";
import { RunManager, type RunManagerParts } from "../app/run-manager.ts";
import { deriveKey } from "../base/master-key.ts";
import { createEvents } from "../events/events.ts";
import type { ServerParts } from "./parts.ts";
import { Scheduling } from "./scheduling.ts";

/** Where sources are found, what is handed on after their runs, and whether runs go on by themselves after a restart. */
export interface Collecting extends Pick<RunManagerParts, "findSource" | "plans"> {
  readonly continueRuns: boolean;
}

export interface PartsOptions {
  readonly ports: AppPorts;
  readonly version: string;
  readonly rules: AccessRules;
  readonly adminCame: () => void;
  readonly collecting: Collecting;
}

/** What handlers work with, and how it ends. */
export interface OpenParts {
  readonly parts: ServerParts;
  /** Goes on with what was left unfinished; to be called once the service answers. */
  begin(): void;
  /** Ends what goes on so that it can be continued; answers are still given. */
  settle(): Promise<void>;
  /** Lets go of everything, once nothing is answered any more. */
  close(): Promise<void>;
}

/** Makes everything that handlers work with, over a store that is there. One block for each thing that lives with the service. */
export async function openParts(options: PartsOptions): Promise<OpenParts> {
  const { ports, version, rules, adminCame } = options;
  const { log } = ports;
  const { continueRuns, ...collecting } = options.collecting;
  const desk = await ports.startDesk();
  const events = createEvents((error) => log.error({ err: error }, "a listener of events failed"));
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const facts = { version, timeZone, startedAt: new Date().toISOString() };
  const numberIds = createNumberIds(deriveKey(await ports.masterKey(true), "number ids"));
  const runs = await RunManager.create({ app: ports, desk, events, ...collecting });
  const scheduling = new Scheduling({ desk, events, log, runs });
  return {
    parts: { desk, events, log, facts, rules, adminCame, runs, numberIds },
    begin() {
      scheduling.begin();
      if (continueRuns) void runs.continueLeft().catch((error) => log.error(error));
    },
    async settle() {
      await scheduling.close();
      await runs.close(continueRuns);
    },
    close: () => desk.close(),
  };
}
