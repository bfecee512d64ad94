import type { Messages } from "./messages.ts";
import { accessFaults, accessVerbs, policy, tokens, users } from "./ru/access.ts";
import { audit, auditFaults, auditVerbs } from "./ru/audit.ts";
import { backupFaults, backups, backupVerbs } from "./ru/backups.ts";
import { copyFaults, copying } from "./ru/copying.ts";
import { counts, formats } from "./ru/counts.ts";
import { deliverFaults, delivering, deliverVerbs } from "./ru/deliver.ts";
import { diff, diffFaults } from "./ru/diff.ts";
import { erasing, erasureFaults, subject } from "./ru/erasure.ts";
import { faults } from "./ru/faults.ts";
import { help } from "./ru/help.ts";
import { insight, insightVerbs } from "./ru/insight.ts";
import { legacy, legacyFaults } from "./ru/legacy.ts";
import { normalizeFaults, normalizeVerbs, normalizing } from "./ru/normalize.ts";
import { numberFaults, numbers, numbersList } from "./ru/numbers.ts";
import { oauth } from "./ru/oauth.ts";
import { rangeFaults, ranges } from "./ru/ranges.ts";
import { run } from "./ru/run.ts";
import { runLog, runLogVerbs } from "./ru/run-log.ts";
import { scheduleFaults, schedules, scheduleVerbs } from "./ru/schedules.ts";
import { secretFaults } from "./ru/secrets.ts";
import { servers } from "./ru/servers.ts";
import { service, serviceVerbs, serving } from "./ru/service.ts";
import { serviceExports } from "./ru/service-exports.ts";
import { allowed, settings } from "./ru/settings.ts";
import { doctor, init, setup } from "./ru/setup.ts";
import { sim, simTroubles } from "./ru/sim.ts";
import { sourceFaults, sourcesMade, sourceVerbs } from "./ru/sources.ts";
import { steps } from "./ru/steps.ts";
import { suppressFaults, suppressing, suppressVerbs } from "./ru/suppress.ts";
import { troubles } from "./ru/troubles.ts";
import { usage } from "./ru/usage.ts";
import { verbTexts } from "./ru/verb-texts.ts";
import { verbs } from "./ru/verbs.ts";
import { versionFaults, versions, versionVerbs } from "./ru/versions.ts";

/** Russian, as an operator would say it; terms are those of the dashboard. */
export const ru = {
  language: "ru",
  ...formats,
  counts,
  help,
  verbs: {
    ...verbs,
    ...normalizeVerbs,
    numbersList,
    ...suppressVerbs,
    ...auditVerbs,
    ...backupVerbs,
    ...versionVerbs,
    ...runLogVerbs,
    ...deliverVerbs,
    ...scheduleVerbs,
    ...insightVerbs,
    ...serviceVerbs,
    ...sourceVerbs,
    ...accessVerbs,
  },
  delivering,
  sim,
  run,
  ranges,
  diff,
  numbers,
  sourcesMade,
  audit,
  suppressing,
  users,
  policy,
  tokens,
  backups,
  versions,
  schedules,
  insight,
  legacy,
  copying,
  erasing,
  subject,
  serving,
  ...verbTexts,
  normalizing,
  init,
  doctor,
  allowed,
  told: {
    ...faults,
    ...usage,
    ...settings,
    ...steps,
    ...troubles,
    ...setup,
    ...servers,
    ...simTroubles,
    ...normalizeFaults,
    ...rangeFaults,
    ...diffFaults,
    ...deliverFaults,
    ...numberFaults,
    ...auditFaults,
    ...suppressFaults,
    ...backupFaults,
    ...versionFaults,
    ...scheduleFaults,
    ...legacyFaults,
    ...copyFaults,
    ...erasureFaults,
    ...oauth,
    ...runLog,
    ...service,
    ...serviceExports,
    ...accessFaults,
    ...secretFaults,
    ...sourceFaults,
  },
} satisfies Messages;
