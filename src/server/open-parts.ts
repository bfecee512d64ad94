import { createNumberIds } from "../access/access.ts";
import type { AppPorts, SourceOptions } from "../app/app.ts";
import { SERVICE } from "../app/desk.ts";
import { ExportJobs } from "../app/exports/export-jobs.ts";
import type { PolicyOfConfig } from "../app/people/policy.ts";
import { RunManager, type RunManagerParts } from "../app/runs/run-manager.ts";
import { SourceTrials } from "../app/sources/source-trials.ts";
import { keyFor } from "../app/sources/sources.ts";
import { schedulesOfFile } from "../app/upkeep/schedules.ts";
import { deriveKey } from "../base/master-key.ts";
import type { ExportPresetItem } from "../contract/exports.ts";
import { createEvents } from "../events/events.ts";
import type { ServerParts } from "./parts.ts";
import { picking } from "./picking.ts";
import { checkSchedulesOfFile, Scheduling } from "./scheduling.ts";

/** What is handed on after runs, and whether they go on by themselves after a restart. */
export interface Collecting extends Pick<RunManagerParts, "plans"> {
  /** Default: those of the config file, then those that people made. */
  readonly findSource?: RunManagerParts["findSource"];
  readonly continueRuns: boolean;
}

/** What exports take from the config. */
export interface Exporting {
  /** Presets of the config file. */
  readonly presets: readonly ExportPresetItem[];
  /** Files are kept for so long. */
  readonly keepHours: number;
}

export interface PartsOptions {
  readonly ports: AppPorts;
  readonly version: string;
  readonly ground: PolicyOfConfig;
  readonly adminCame: () => void;
  readonly collecting: Collecting;
  readonly exporting: Exporting;
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
  const { ports, version, ground, adminCame } = options;
  const { log } = ports;
  const { continueRuns, ...collecting } = options.collecting;
  // Before there are threads to end: a lost key is refused here.
  const numberIds = createNumberIds(deriveKey(await keyFor(ports), "number ids"));
  checkSchedulesOfFile(schedulesOfFile(ports));
  const desk = await ports.startDesk();
  const events = createEvents((error) => log.error({ err: error }, "a listener of events failed"));
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const facts = { version, timeZone, startedAt: new Date().toISOString() };
  const findSource = (name: string): Promise<SourceOptions> => desk.ask(SERVICE, "findSource", name);
  const trials = new SourceTrials(ports);
  const runs = await RunManager.create({ app: ports, desk, events, findSource, ...collecting });
  const scheduling = new Scheduling({ desk, events, log, runs });
  const { presets: exportPresets, keepHours } = options.exporting;
  const openDesk = () => ports.startDesk();
  const pick = picking(desk, numberIds);
  const exports = new ExportJobs({ desk, openDesk, events, log, pick, root: ports.exported, keepHours });
  return {
    parts: {
      desk,
      ports,
      events,
      log,
      facts,
      ground,
      adminCame,
      runs,
      trials,
      numberIds,
      exports,
      exportPresets,
    },
    begin() {
      void scheduling.begin();
      void exports.open().catch((error) => log.error(error));
      if (continueRuns) void runs.continueLeft().catch((error) => log.error(error));
    },
    async settle() {
      await scheduling.close();
      await Promise.all([runs.close(continueRuns), exports.close(), trials.close()]);
    },
    close: () => desk.close(),
  };
}
