import type { AppPorts } from "./app.ts";

/**
 * What the service asks of the store, by name. Calls of the store wait (SQLite works in its caller, PostgreSQL is waited for), so
 * they are worked off in threads of their own, one after the other in each: `quick` only reads and answers within tens of
 * milliseconds, `write` waits for other writers (at the end of a run that may be seconds), `slow` is what may take seconds itself.
 * Arguments and answers cross threads: plain data, no functions, signals or streams. One line a verb.
 */
export const VERBS = {
  listRuns: { lane: "quick", load: async () => (await import("./history.ts")).listRuns },
  showRun: { lane: "quick", load: async () => (await import("./history.ts")).showRun },
  listExports: { lane: "quick", load: async () => (await import("./export-records.ts")).listExports },
  findExport: { lane: "quick", load: async () => (await import("./export-records.ts")).findExport },
  exportsInState: { lane: "quick", load: async () => (await import("./export-records.ts")).exportsInState },
  noteExportRecord: {
    lane: "write",
    load: async () => (await import("./export-records.ts")).noteExportRecord,
  },
  expireExports: { lane: "write", load: async () => (await import("./export-records.ts")).expireExports },
  listExportPresets: {
    lane: "quick",
    load: async () => (await import("./export-records.ts")).listExportPresets,
  },
  saveExportPreset: {
    lane: "write",
    load: async () => (await import("./export-records.ts")).saveExportPreset,
  },
  deleteExportPreset: {
    lane: "write",
    load: async () => (await import("./export-records.ts")).deleteExportPreset,
  },
  checkExport: { lane: "quick", load: async () => (await import("./export-asked.ts")).checkExport },
  previewExport: { lane: "slow", load: async () => (await import("./preview-export.ts")).previewExport },
  writeExport: { lane: "slow", load: async () => (await import("./write-export.ts")).writeExport },
} as const satisfies Readonly<Record<string, DeskVerb>>;

export interface DeskVerb {
  readonly lane: "quick" | "write" | "slow";
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
