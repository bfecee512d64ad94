import { accessFaults, accessVerbs, policy, tokens, users } from "./en/access.ts";
import { audit, auditFaults, auditVerbs } from "./en/audit.ts";
import { backupFaults, backups, backupVerbs } from "./en/backups.ts";
import { copyFaults, copying } from "./en/copying.ts";
import { counts, formats } from "./en/counts.ts";
import { deliverFaults, delivering, deliverVerbs } from "./en/deliver.ts";
import { diff, diffFaults } from "./en/diff.ts";
import { erasing, erasureFaults, subject } from "./en/erasure.ts";
import { faults } from "./en/faults.ts";
import { help } from "./en/help.ts";
import { insight, insightVerbs } from "./en/insight.ts";
import { legacy, legacyFaults } from "./en/legacy.ts";
import { normalizeFaults, normalizeVerbs, normalizing } from "./en/normalize.ts";
import { numberFaults, numbers, numbersList } from "./en/numbers.ts";
import { oauth } from "./en/oauth.ts";
import { rangeFaults, ranges } from "./en/ranges.ts";
import { run } from "./en/run.ts";
import { runLog, runLogVerbs } from "./en/run-log.ts";
import { scheduleFaults, schedules, scheduleVerbs } from "./en/schedules.ts";
import { secretFaults } from "./en/secrets.ts";
import { servers } from "./en/servers.ts";
import { service, serviceVerbs, serving } from "./en/service.ts";
import { serviceExports } from "./en/service-exports.ts";
import { allowed, settings } from "./en/settings.ts";
import { doctor, init, setup } from "./en/setup.ts";
import { sim, simTroubles } from "./en/sim.ts";
import { sourceFaults, sourcesMade, sourceVerbs } from "./en/sources.ts";
import { steps } from "./en/steps.ts";
import { suppressFaults, suppressing, suppressVerbs } from "./en/suppress.ts";
import { troubles } from "./en/troubles.ts";
import { usage } from "./en/usage.ts";
import { verbTexts } from "./en/verb-texts.ts";
import { verbs } from "./en/verbs.ts";
import { versionFaults, versions, versionVerbs } from "./en/versions.ts";
import type { Language } from "./formats.ts";

/** The reference table: every text that a person reads at the terminal. The other languages have its type. */
export const en = {
  language: "en" as Language,
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
};
