import type { ExportRequest } from "../app/exports/export-held.ts";
import { DatamasterError } from "../base/errors.ts";
import { readSpan } from "../base/span.ts";
import {
  CONTRACT_COLUMNS,
  type ColumnName,
  columnsOf,
  EXTRA_COLUMNS,
  type ExportFormat,
  type ExportKind,
  formatOfName,
  isGzipped,
} from "../export/export.ts";
import { told } from "../messages/messages.ts";
import { NUMBER_TYPES } from "../model/number.ts";
import { PLACEHOLDER_FLAGS } from "../phone/phone.ts";
import { HELD_NOW } from "../store/store.ts";
import type { Context } from "./context.ts";

/** The flags of `export` as the command line gives them. */
export interface ExportFlags {
  readonly preset?: string;
  readonly format?: ExportFormat | "singer";
  /** Where a Singer target stands: a file. */
  readonly state?: string;
  readonly of: ExportKind;
  readonly run?: number;
  /** A run, a date or an age. */
  readonly newSince?: string;
  readonly includeGone?: boolean;
  readonly source?: readonly string[];
  readonly region?: readonly string[];
  readonly type?: readonly string[];
  readonly client?: readonly string[];
  readonly project?: readonly string[];
  readonly minProjects?: number;
  readonly flag?: readonly string[];
  /** False with --no-placeholders. */
  readonly placeholders: boolean;
  readonly columns?: readonly string[];
  readonly with?: readonly string[];
  readonly operator?: readonly string[];
  readonly timeZone?: readonly string[];
  readonly includeSuppressed?: boolean;
  readonly split?: number;
  readonly splitBy?: "client";
  readonly out?: string;
  readonly force?: boolean;
}

/**
 * The flags with those of a preset of the config beneath; `isGiven` tells which of them stand on the command line. Throws USAGE
 * where there is no such preset.
 */
export function withPreset(
  { loaded }: Context,
  flags: ExportFlags,
  isGiven: (flag: string) => boolean,
): ExportFlags {
  const { preset: name } = flags;
  if (name === undefined) return flags;
  const presets = loaded.config.exports;
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (preset === undefined) {
    throw new DatamasterError("USAGE", told("noPreset", { name, known: Object.keys(presets).join(", ") }));
  }
  const given = Object.entries(flags).filter(([flag]) => isGiven(flag));
  return { of: "numbers", placeholders: true, ...preset, ...Object.fromEntries(given) };
}

/** What the flags ask for; `now` counts ages. Throws USAGE where one of them is wrong, or wrong beside another. */
export function exportRequest({ cli }: Context, flags: ExportFlags, now: Date): ExportRequest {
  const { run = null, source = [], client = [], project = [], out = "" } = flags;
  if (flags.of === "rejected") refuseOfRejected(flags);
  const since = sinceOf(flags.newSince, now);
  return {
    of: flags.of,
    format: formatOf(flags),
    gzip: isGzipped(out),
    filter: {
      ...HELD_NOW,
      sources: source,
      run,
      newSince: typeof since === "number" ? since : null,
      includeGone: flags.includeGone === true,
      regions: (flags.region ?? []).map(regionOf),
      types: (flags.type ?? []).map((type) => chosen(type.toUpperCase(), NUMBER_TYPES, "noType")),
      clients: client,
      projects: project,
      minProjects: flags.minProjects ?? 1,
    },
    ...(typeof since === "string" ? { newSinceTime: since } : {}),
    columns: wantedColumns(flags),
    includeSuppressed: flags.includeSuppressed === true,
    ...splitOf(flags),
    ...flaggedOf(flags),
    enrich: {
      operators: flags.operator ?? [],
      timeZones: (flags.timeZone ?? []).map(timeZoneOf),
      language: cli.words.language,
    },
  };
}

/** The format that is asked for, by name or by the name of the file. */
export function formatOf({ format, out = "" }: Pick<ExportFlags, "format" | "out">): ExportFormat {
  // Its messages are lines of JSON.
  return (format === "singer" ? "jsonl" : format) ?? formatOfName(out) ?? "csv";
}

function splitOf({ split, splitBy, out }: ExportFlags): Pick<ExportRequest, "split"> {
  if (split === undefined && splitBy === undefined) return {};
  if (out === undefined) throw new DatamasterError("USAGE", told("splitNeedsOut"));
  if (split !== undefined && splitBy !== undefined) throw new DatamasterError("USAGE", told("splitOnce"));
  return { split: splitBy ?? { rows: split ?? 1 } };
}

function wantedColumns({ of, columns, with: further = [] }: ExportFlags): readonly ColumnName[] {
  const chosen = columns?.map((name) => columnOf(name, of, columnsOf(of))) ?? CONTRACT_COLUMNS[of];
  return [...chosen, ...further.map((name) => columnOf(name, of, EXTRA_COLUMNS[of]))];
}

function columnOf(name: string, of: ExportKind, known: readonly ColumnName[]): ColumnName {
  const found = known.find((one) => one === name);
  if (found !== undefined) return found;
  if (of === "numbers" && columnsOf("pairs").some((one) => one === name)) {
    throw new DatamasterError("USAGE", told("withNeedsPairs", { name }));
  }
  throw new DatamasterError("USAGE", told("noColumn", { name, known: known.join(", ") }));
}

function flaggedOf({ flag, placeholders }: ExportFlags): Pick<ExportRequest, "flagged"> {
  if (flag !== undefined) {
    if (!placeholders) throw new DatamasterError("USAGE", told("flagOrNone"));
    return { flagged: flag.map((name) => chosen(name, PLACEHOLDER_FLAGS, "noFlag")) };
  }
  return placeholders ? {} : { flagged: "none" };
}

function regionOf(text: string): string {
  const region = text.toUpperCase();
  if (/^(?:[A-Z]{2}|001)$/.test(region)) return region;
  throw new DatamasterError("USAGE", told("noRegion", { region: text }));
}

function timeZoneOf(name: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    throw new DatamasterError("USAGE", told("noTimeZone", { name }));
  }
}

function chosen<T extends string>(text: string, known: readonly T[], wrong: "noType" | "noFlag"): T {
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw new DatamasterError("USAGE", told(wrong, { name: text, known: known.join(", ") }));
}

/** A run's number, or a moment as ISO UTC: of a date (2026-11-01, its midnight in UTC), a time, or an age (36h, 7d, 2w). */
export function sinceOf(text: string | undefined, now: Date): number | string | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  const age = readSpan(text);
  if (age !== null) return new Date(now.getTime() - age).toISOString();
  // Without a zone JavaScript would take a time, other than a date, for the machine's own.
  const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/.test(text) ? `${text}Z` : text;
  const moment = /^\d{4}-\d\d-\d\d(?:T\S+)?$/.test(text) ? new Date(zoned) : new Date(Number.NaN);
  // 2026-02-30 is read as the second of March.
  const isReal = !Number.isNaN(moment.getTime()) && isDay(text.slice(0, 10));
  if (isReal) return moment.toISOString();
  throw new DatamasterError("USAGE", told("noSince", { since: text }));
}

function isDay(text: string): boolean {
  const day = new Date(text);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** What was rejected has no number, and is kept as the projects' last readings left it. */
function refuseOfRejected(flags: ExportFlags): void {
  const ofNumbers: Readonly<Record<string, unknown>> = {
    "--run": flags.run,
    "--new-since": flags.newSince,
    "--include-gone": flags.includeGone,
    "--region": flags.region,
    "--type": flags.type,
    "--min-projects": flags.minProjects,
    "--flag": flags.flag,
    "--no-placeholders": flags.placeholders ? undefined : true,
    "--operator": flags.operator,
    "--time-zone": flags.timeZone,
    "--include-suppressed": flags.includeSuppressed,
  };
  const wrong = Object.entries(ofNumbers).find(([, value]) => value !== undefined);
  if (wrong !== undefined) throw new DatamasterError("USAGE", told("notOfRejected", { flag: wrong[0] }));
}
