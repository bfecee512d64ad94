import { counts, formats } from "./counts.ts";

const { count, decimal } = formats;

const plan = {
  /** `time` is null below a second. */
  title: (p: { source: string; estimated: boolean; time: string | null }) =>
    `Collecting ${p.source} would take ${p.time === null ? "under a second" : `${p.estimated ? "about " : ""}${p.time}`}:`,
  labels: { reads: "reads", requests: "requests", quota: "quota", waits: "waits" },
  reads: (p: { estimated: boolean; clients: number; projects: number }) =>
    `${counts.clients(p.clients)}, ${p.estimated ? "about " : ""}${counts.projects(p.projects)}`,
  readsChanges: (p: { estimated: boolean; clients: number; projects: number }) =>
    `what changed: ${counts.clients(p.clients)}, ${p.estimated ? "about " : ""}${counts.projects(p.projects)}`,
  requests: (p: { estimated: boolean; requests: number }) =>
    `${p.estimated ? "about " : ""}${count(p.requests)}`,
  noLimit: "no known limit",
  limit: (p: { rate: number }) => `at most ${count(p.rate)} a second`,
  quota: (p: { percent: number }) =>
    `${p.percent < 0.1 ? "less than 0.1" : decimal(p.percent)}% of what a day allows`,
  waits: (p: { time: string }) =>
    `${p.time} for quotas and hours: with --wait by itself, else it stops at each`,
  estimate: "An estimate from some of the clients; long lists of phones take more requests.",
};

const check = {
  ok: "ok",
  failed: "FAILED",
  flagsAndEnvironment: "flags and environment",
  /** By the names that `--json` has for the steps. */
  steps: {
    config: "config",
    "sign-in": "sign-in",
    reachability: "reachability",
    token: "token",
    "first page": "first page",
    "phone field": "phone field",
    store: "store",
    delivery: "delivery",
  },
};

const configShow = {
  file: (p: { file: string }) => `File: ${p.file}`,
  none: "none",
  heads: { setting: "SETTING", value: "VALUE", from: "FROM" },
  origins: { flag: "flag", environment: "environment", ".env": ".env", file: "file", default: "default" },
};

const exporting = {
  writing: (p: { file: string; rows: number }) => `Writing ${p.file}: ${counts.rows(p.rows)}`,
  written: (p: { file: string; rows: number }) => `${counts.rows(p.rows)} written to ${p.file}`,
  writtenParts: (p: { files: readonly string[]; rows: number }) =>
    p.files.length === 0
      ? "Nothing to write."
      : `${counts.rows(p.rows)} written to ${counts.files(p.files.length)}: ${p.files[0]}${p.files.length > 1 ? ` to ${p.files.at(-1)}` : ""}`,
  otherParts: (p: { count: number; names: string }) =>
    `Beside them, not of this export: ${counts.files(p.count)}, ${p.names}. Remove what is left of an earlier one.`,
  leftOut: (p: { rows: number }) =>
    `Left out: ${counts.rows(p.rows)} of numbers that must not be called (--include-suppressed writes them too)`,
  included: (p: { rows: number }) =>
    `${counts.rows(p.rows)} of numbers that must not be called went out too: the audit log says so`,
};

const demo = {
  starting: "Starting the demo CRM",
  serves: (p: { clients: number; projects: number; records: number; url: string; pid: number | undefined }) =>
    `The demo CRM serves ${counts.clients(p.clients)}, ${counts.projects(p.projects)}, ${counts.records(p.records)}\n` +
    `  at ${p.url}, in process ${p.pid}`,
  writing: (p: { file: string }) => `Writing ${p.file}`,
  dashboard: "The demo CRM stays while you look around: Start collects it again.",
};

const report = {
  error: "error:",
};

/** What single verbs say besides their help. */
export const verbTexts = { plan, check, configShow, exporting, demo, report };
