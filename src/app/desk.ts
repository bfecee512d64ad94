import type { AppPorts } from "./app.ts";

/** Who asks the desk, as the audit log names them, for what the service does by itself. */
export const SERVICE = "service";

/**
 * What the service asks of the store, by name. Calls of the store wait (SQLite works in its caller, PostgreSQL is waited for), so
 * they are worked off in threads of their own, one after the other in each: `quick` only reads and answers within tens of
 * milliseconds, `write` waits for other writers (at the end of a run that may be seconds), `slow` is what may take seconds itself;
 * `numbers` holds all numbers in memory, so that it is one thread's.
 * Arguments and answers cross threads: plain data, no functions, signals or streams. One line a verb.
 */
export const VERBS = {
  listRuns: { lane: "quick", load: async () => (await import("./runs/history.ts")).listRuns },
  homeOverview: { lane: "quick", load: async () => (await import("./insight/home.ts")).homeOverview },
  homeNeeds: { lane: "slow", load: async () => (await import("./insight/home.ts")).homeNeeds },
  homeTotals: { lane: "slow", load: async () => (await import("./insight/home.ts")).homeTotals },
  showRun: { lane: "quick", load: async () => (await import("./runs/history.ts")).showRun },
  listNumbers: { lane: "numbers", load: async () => (await import("./numbers/list-numbers.ts")).listNumbers },
  countNumbers: {
    lane: "numbers",
    load: async () => (await import("./numbers/list-numbers.ts")).countNumbers,
  },
  pickNumbers: { lane: "numbers", load: async () => (await import("./numbers/list-numbers.ts")).pickNumbers },
  newNumbers: { lane: "numbers", load: async () => (await import("./numbers/new-numbers.ts")).newNumbers },
  warmNumbers: { lane: "numbers", load: async () => (await import("./numbers/list-numbers.ts")).warmNumbers },
  numberChoices: {
    lane: "numbers",
    load: async () => (await import("./numbers/number-choices.ts")).numberChoices,
  },
  findPlaces: { lane: "numbers", load: async () => (await import("./numbers/number-choices.ts")).findPlaces },
  findNumber: { lane: "quick", load: async () => (await import("./numbers/find-number.ts")).findNumber },
  noteLookUp: { lane: "write", load: async () => (await import("./numbers/find-number.ts")).noteLookUp },
  numberStory: { lane: "quick", load: async () => (await import("./numbers/number-story.ts")).numberStory },
  revealNumbers: {
    lane: "write",
    load: async () => (await import("./numbers/reveal-numbers.ts")).revealNumbers,
  },
  suppressNumbers: {
    lane: "write",
    load: async () => (await import("./numbers/one-number.ts")).suppressNumbers,
  },
  unsuppressNumber: {
    lane: "write",
    load: async () => (await import("./numbers/one-number.ts")).unsuppressNumber,
  },
  reportNumber: { lane: "slow", load: async () => (await import("./numbers/one-number.ts")).reportNumber },
  previewNumberErasure: {
    lane: "slow",
    load: async () => (await import("./numbers/one-number.ts")).previewNumberErasure,
  },
  eraseNumber: { lane: "slow", load: async () => (await import("./numbers/one-number.ts")).eraseNumber },
  listNumberViews: {
    lane: "quick",
    load: async () => (await import("./numbers/number-views.ts")).listNumberViews,
  },
  saveNumberView: {
    lane: "write",
    load: async () => (await import("./numbers/number-views.ts")).saveNumberView,
  },
  deleteNumberView: {
    lane: "write",
    load: async () => (await import("./numbers/number-views.ts")).deleteNumberView,
  },
  listSchedules: { lane: "quick", load: async () => (await import("./upkeep/schedules.ts")).listSchedules },
  addSchedule: { lane: "write", load: async () => (await import("./upkeep/schedules.ts")).addSchedule },
  changeSchedule: { lane: "write", load: async () => (await import("./upkeep/schedules.ts")).changeSchedule },
  removeSchedule: { lane: "write", load: async () => (await import("./upkeep/schedules.ts")).removeSchedule },
  keepSchedulesOfFile: {
    lane: "write",
    load: async () => (await import("./upkeep/schedules.ts")).keepSchedulesOfFile,
  },
  claimTurn: { lane: "write", load: async () => (await import("./upkeep/schedules.ts")).claimTurn },
  noteTurn: { lane: "write", load: async () => (await import("./upkeep/schedules.ts")).noteTurn },
  openTurns: { lane: "quick", load: async () => (await import("./upkeep/schedules.ts")).openTurns },
  takeOverTurn: { lane: "write", load: async () => (await import("./upkeep/schedules.ts")).takeOverTurn },
  applyRetention: { lane: "slow", load: async () => (await import("./upkeep/retention.ts")).applyRetention },
  readQuality: { lane: "quick", load: async () => (await import("./insight/quality.ts")).readQuality },
  listRejected: { lane: "quick", load: async () => (await import("./insight/quality.ts")).listRejected },
  revealRejected: { lane: "write", load: async () => (await import("./insight/quality.ts")).revealRejected },
  readTrends: { lane: "quick", load: async () => (await import("./insight/insight.ts")).readTrends },
  readSummary: { lane: "quick", load: async () => (await import("./insight/insight.ts")).readSummary },
  makeSummary: { lane: "slow", load: async () => (await import("./insight/insight.ts")).makeSummary },
  listExports: { lane: "quick", load: async () => (await import("./exports/export-records.ts")).listExports },
  findExport: { lane: "quick", load: async () => (await import("./exports/export-records.ts")).findExport },
  exportsInState: {
    lane: "quick",
    load: async () => (await import("./exports/export-records.ts")).exportsInState,
  },
  noteExportRecord: {
    lane: "write",
    load: async () => (await import("./exports/export-records.ts")).noteExportRecord,
  },
  expireExports: {
    lane: "write",
    load: async () => (await import("./exports/export-records.ts")).expireExports,
  },
  listExportPresets: {
    lane: "quick",
    load: async () => (await import("./exports/export-records.ts")).listExportPresets,
  },
  saveExportPreset: {
    lane: "write",
    load: async () => (await import("./exports/export-records.ts")).saveExportPreset,
  },
  deleteExportPreset: {
    lane: "write",
    load: async () => (await import("./exports/export-records.ts")).deleteExportPreset,
  },
  checkExport: { lane: "quick", load: async () => (await import("./exports/export-asked.ts")).checkExport },
  previewExport: {
    lane: "slow",
    load: async () => (await import("./exports/preview-export.ts")).previewExport,
  },
  writeExport: { lane: "slow", load: async () => (await import("./exports/write-export.ts")).writeExport },
  listAudit: { lane: "quick", load: async () => (await import("./privacy/audit.ts")).listAudit },
  listAuditOn: { lane: "slow", load: async () => (await import("./privacy/audit.ts")).listAuditOn },
  auditFacets: { lane: "slow", load: async () => (await import("./privacy/audit.ts")).auditFacets },
  verifyAudit: { lane: "slow", load: async () => (await import("./privacy/audit.ts")).verifyAudit },
  noteAuditFile: { lane: "write", load: async () => (await import("./privacy/audit.ts")).noteAuditFile },
  previewRetention: {
    lane: "slow",
    load: async () => (await import("./upkeep/retention.ts")).previewRetention,
  },
  setRetention: { lane: "write", load: async () => (await import("./upkeep/retention.ts")).setRetention },
  showRules: { lane: "quick", load: async () => (await import("./people/policy.ts")).showRules },
  changeRules: { lane: "write", load: async () => (await import("./people/policy.ts")).changeRules },
  findAnswer: { lane: "quick", load: async () => (await import("./people/kept-answers.ts")).findAnswer },
  keepAnswer: { lane: "write", load: async () => (await import("./people/kept-answers.ts")).keepAnswer },
  listSetAside: { lane: "quick", load: async () => (await import("./insight/set-aside.ts")).listSetAside },
  setAside: { lane: "write", load: async () => (await import("./insight/set-aside.ts")).setAside },
  takeBackSetAside: {
    lane: "write",
    load: async () => (await import("./insight/set-aside.ts")).takeBackSetAside,
  },
  authenticate: { lane: "quick", load: async () => (await import("./people/authenticate.ts")).authenticate },
  noteSeen: { lane: "write", load: async () => (await import("./people/authenticate.ts")).noteSeen },
  signIn: { lane: "write", load: async () => (await import("./people/sign-in.ts")).signIn },
  signOut: { lane: "write", load: async () => (await import("./people/sign-in.ts")).signOut },
  makeSetupLink: { lane: "write", load: async () => (await import("./people/invites.ts")).makeSetupLink },
  showLink: { lane: "quick", load: async () => (await import("./people/invites.ts")).showLink },
  takeLink: { lane: "write", load: async () => (await import("./people/invites.ts")).takeLink },
  invite: { lane: "write", load: async () => (await import("./people/invites.ts")).invite },
  dropInvite: { lane: "write", load: async () => (await import("./people/invites.ts")).dropInvite },
  makePasswordLink: {
    lane: "write",
    load: async () => (await import("./people/invites.ts")).makePasswordLink,
  },
  listPeople: { lane: "quick", load: async () => (await import("./people/people.ts")).listPeople },
  countAdmins: { lane: "quick", load: async () => (await import("./people/people.ts")).countAdmins },
  adminNames: { lane: "quick", load: async () => (await import("./people/people.ts")).adminNames },
  changePerson: { lane: "write", load: async () => (await import("./people/people.ts")).changePerson },
  endSessionsOf: { lane: "write", load: async () => (await import("./people/people.ts")).endSessionsOf },
  resetSecondFactor: {
    lane: "write",
    load: async () => (await import("./people/people.ts")).resetSecondFactor,
  },
  showOwnAccount: {
    lane: "quick",
    load: async () => (await import("./people/own-account.ts")).showOwnAccount,
  },
  saveOwnSettings: {
    lane: "write",
    load: async () => (await import("./people/own-account.ts")).saveOwnSettings,
  },
  changePassword: {
    lane: "write",
    load: async () => (await import("./people/own-account.ts")).changePassword,
  },
  listOwnSessions: {
    lane: "quick",
    load: async () => (await import("./people/own-account.ts")).listOwnSessions,
  },
  endOwnSessions: {
    lane: "write",
    load: async () => (await import("./people/own-account.ts")).endOwnSessions,
  },
  offerSecondFactor: {
    lane: "write",
    load: async () => (await import("./people/own-second-factor.ts")).offerSecondFactor,
  },
  keepSecondFactor: {
    lane: "write",
    load: async () => (await import("./people/own-second-factor.ts")).keepSecondFactor,
  },
  renewRecoveryCodes: {
    lane: "write",
    load: async () => (await import("./people/own-second-factor.ts")).renewRecoveryCodes,
  },
  dropSecondFactor: {
    lane: "write",
    load: async () => (await import("./people/own-second-factor.ts")).dropSecondFactor,
  },
  listTokens: { lane: "quick", load: async () => (await import("./people/api-tokens.ts")).listTokens },
  makeToken: { lane: "write", load: async () => (await import("./people/api-tokens.ts")).makeToken },
  dropToken: { lane: "write", load: async () => (await import("./people/api-tokens.ts")).dropToken },
  planRetries: { lane: "quick", load: async () => (await import("./runs/failed.ts")).planRetries },
  keepServiceRun: { lane: "write", load: async () => (await import("./runs/run-keeping.ts")).keepServiceRun },
  dropServiceRun: { lane: "write", load: async () => (await import("./runs/run-keeping.ts")).dropServiceRun },
  giveUpRun: { lane: "write", load: async () => (await import("./runs/run-keeping.ts")).giveUpRun },
  noteRun: { lane: "write", load: async () => (await import("./runs/run-keeping.ts")).noteRun },
  listRunsPage: { lane: "quick", load: async () => (await import("./runs/run-pages.ts")).listRunsPage },
  runPage: { lane: "quick", load: async () => (await import("./runs/run-pages.ts")).runPage },
  runUnits: { lane: "quick", load: async () => (await import("./runs/run-pages.ts")).runUnits },
  failureGroups: { lane: "quick", load: async () => (await import("./runs/run-pages.ts")).failureGroups },
  failedItemsPage: { lane: "quick", load: async () => (await import("./runs/run-pages.ts")).failedItemsPage },
  runLogPage: { lane: "quick", load: async () => (await import("./runs/run-pages.ts")).runLogPage },
  runSpeed: { lane: "quick", load: async () => (await import("./runs/run-pages.ts")).runSpeed },
  compareRuns: { lane: "slow", load: async () => (await import("./runs/compare-runs.ts")).compareRuns },
  comparedClients: {
    lane: "slow",
    load: async () => (await import("./runs/compare-runs.ts")).comparedClients,
  },
  comparedProjects: {
    lane: "slow",
    load: async () => (await import("./runs/compare-runs.ts")).comparedProjects,
  },
  changedPairs: { lane: "slow", load: async () => (await import("./runs/compare-runs.ts")).changedPairs },
  leftRuns: { lane: "write", load: async () => (await import("./runs/run-keeping.ts")).leftRuns },
  systemHealth: { lane: "slow", load: async () => (await import("./insight/system-health.ts")).systemHealth },
  listSuppressions: {
    lane: "quick",
    load: async () => (await import("./privacy/suppression-list.ts")).listSuppressions,
  },
  suppressionFacts: {
    lane: "quick",
    load: async () => (await import("./privacy/suppression-list.ts")).suppressionFacts,
  },
  checkSuppression: {
    lane: "quick",
    load: async () => (await import("./privacy/suppression-list.ts")).checkSuppression,
  },
  addSuppressions: {
    lane: "write",
    load: async () => (await import("./privacy/suppression-list.ts")).addSuppressions,
  },
  removeSuppressions: {
    lane: "write",
    load: async () => (await import("./privacy/suppression-list.ts")).removeSuppressions,
  },
  importSuppressions: {
    lane: "slow",
    load: async () => (await import("./privacy/suppression-list.ts")).importSuppressions,
  },
  guessSuppressions: {
    lane: "slow",
    load: async () => (await import("./privacy/suppression-list.ts")).guessSuppressions,
  },
  listSources: { lane: "quick", load: async () => (await import("./sources/sources.ts")).listSources },
  findSource: { lane: "quick", load: async () => (await import("./sources/sources.ts")).findSource },
  addSource: { lane: "write", load: async () => (await import("./sources/sources.ts")).addSource },
  changeSource: { lane: "write", load: async () => (await import("./sources/sources.ts")).changeSource },
  removeSource: { lane: "slow", load: async () => (await import("./sources/sources.ts")).removeSource },
  noteSampleReveal: {
    lane: "write",
    load: async () => (await import("./sources/sources.ts")).noteSampleReveal,
  },
  sourceOverview: {
    lane: "quick",
    load: async () => (await import("./sources/source-overview.ts")).sourceOverview,
  },
  showSource: { lane: "quick", load: async () => (await import("./sources/show-source.ts")).showSource },
  saveDraft: { lane: "write", load: async () => (await import("./sources/source-drafts.ts")).saveDraft },
  listDrafts: { lane: "write", load: async () => (await import("./sources/source-drafts.ts")).listDrafts },
  showDraft: { lane: "write", load: async () => (await import("./sources/source-drafts.ts")).showDraft },
  dropDraft: { lane: "write", load: async () => (await import("./sources/source-drafts.ts")).dropDraft },
  draftSource: { lane: "write", load: async () => (await import("./sources/source-drafts.ts")).draftSource },
  finishDraft: { lane: "write", load: async () => (await import("./sources/source-drafts.ts")).finishDraft },
} as const satisfies Readonly<Record<string, DeskVerb>>;

export interface DeskVerb {
  readonly lane: "quick" | "numbers" | "write" | "slow";
  load(): Promise<(ports: AppPorts, ...args: never[]) => Promise<unknown>>;
}

export type DeskVerbs = typeof VERBS;
export type VerbName = keyof DeskVerbs;

type Loaded<Name extends VerbName> = Awaited<ReturnType<DeskVerbs[Name]["load"]>>;
export type VerbArgs<Name extends VerbName> =
  Loaded<Name> extends (ports: AppPorts, ...args: infer Args) => Promise<unknown> ? Args : never;
export type VerbResult<Name extends VerbName> = Awaited<ReturnType<Loaded<Name>>>;

/** The threads that work verbs off; the composing file starts them. */
export interface Desk {
  /** `who` acts, as the audit log names them. Rejects as the verb does, with the same error. */
  ask<Name extends VerbName>(who: string, verb: Name, ...args: VerbArgs<Name>): Promise<VerbResult<Name>>;
  /** Lets what was asked be answered, then ends the threads. */
  close(): Promise<void>;
}
