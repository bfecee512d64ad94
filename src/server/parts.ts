import type { NumberIds } from "../access/access.ts";
import type { AppPorts } from "../app/app.ts";
import type { Desk } from "../app/desk.ts";
import type { ExportJobs } from "../app/exports/export-jobs.ts";
import type { PolicyOfConfig } from "../app/people/policy.ts";
import type { RunManager } from "../app/runs/run-manager.ts";
import type { SourceTrials } from "../app/sources/source-trials.ts";
import type { Logger } from "../base/log.ts";
import type { ExportPresetItem } from "../contract/exports.ts";
import type { Events } from "../events/events.ts";

/** What handlers work with: made by the service, one line each. Whatever calls the store goes through `desk`. */
export interface ServerParts {
  readonly desk: Desk;
  /** For what asks a CRM: the store is asked through `desk`. */
  readonly ports: AppPorts;
  readonly trials: SourceTrials;
  readonly events: Events;
  readonly log: Logger;
  readonly facts: ServerFacts;
  /** What it works on; it lives in this thread. */
  readonly runs: RunManager;
  /** Of `deriveKey(master, "number ids")`. */
  readonly numberIds: NumberIds;
  /** What the config says of what admins may set. */
  readonly ground: PolicyOfConfig;
  readonly exports: ExportJobs;
  /** Those of the config file. */
  readonly exportPresets: readonly ExportPresetItem[];
  /** The first admin is there: whoever waits for one may go on. */
  adminCame(): void;
}

/** What the service is. */
export interface ServerFacts {
  readonly version: string;
  /** IANA name of the zone that schedules and days are in. */
  readonly timeZone: string;
  /** ISO UTC. */
  readonly startedAt: string;
}
