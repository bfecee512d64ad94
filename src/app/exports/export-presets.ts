import { type ExportPresetItem, exportAsked } from "../../contract/exports.ts";
import { CONTRACT_COLUMNS } from "../../export/export.ts";

/** A preset of the config file: flags of `export` in camelCase. */
interface FlagPreset {
  readonly of?: "numbers" | "pairs" | "rejected" | undefined;
  readonly format?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly with?: readonly string[] | undefined;
  readonly source?: readonly string[] | undefined;
  readonly client?: readonly string[] | undefined;
  readonly project?: readonly string[] | undefined;
  readonly minProjects?: number | undefined;
  readonly region?: readonly string[] | undefined;
  readonly type?: readonly string[] | undefined;
  readonly flag?: readonly string[] | undefined;
  readonly includeGone?: boolean | undefined;
  readonly placeholders?: boolean | undefined;
  readonly operator?: readonly string[] | undefined;
  readonly timeZone?: readonly string[] | undefined;
  readonly split?: number | undefined;
  readonly splitBy?: "client" | undefined;
}

const kept = exportAsked.omit({ what: true, reason: true });

/**
 * Presets of the config file as the service offers them. Since when what is new counts is chosen there; presets that ask for what
 * cannot be asked there (single flags, numbers that went) are left out.
 */
export function filePresets(presets: Readonly<Record<string, FlagPreset>>): ExportPresetItem[] {
  return Object.entries(presets).flatMap(([name, preset]) => {
    if (preset.flag !== undefined || preset.includeGone === true) return [];
    const read = kept.safeParse(askedOf(preset));
    return read.success ? [{ name, isOwn: false, who: null, asked: read.data }] : [];
  });
}

function askedOf(preset: FlagPreset): unknown {
  const { of = "numbers", columns, with: further = [], splitBy, split } = preset;
  const all = columns ?? (further.length > 0 ? CONTRACT_COLUMNS[of] : undefined);
  return {
    of,
    format: preset.format ?? "csv",
    placeholders: preset.placeholders ?? true,
    columns: all === undefined ? null : [...new Set([...all, ...further])],
    split: splitBy ?? (split === undefined ? null : { rows: split }),
    filter: {
      sources: preset.source,
      clients: preset.client,
      projects: preset.project,
      regions: preset.region?.map((region) => region.toUpperCase()),
      minProjects: preset.minProjects,
      types: preset.type?.map((type) => type.toUpperCase()),
      operators: preset.operator,
      timeZones: preset.timeZone,
    },
  };
}
