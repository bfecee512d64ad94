import type { DeliveryPlan } from "../app/exports/deliver-run.ts";
import { DatamasterError } from "../base/errors.ts";
import { Secret } from "../base/secret.ts";
import { type DeliveryConfig, NO_TOKEN } from "../config/config.ts";
import type { TargetOptions } from "../deliver/deliver.ts";
import { told } from "../messages/messages.ts";
import type { Context } from "./context.ts";
import { type ExportFlags, exportRequest, formatOf } from "./export-request.ts";

const ENDINGS = { csv: "csv", "csv-excel": "csv", jsonl: "jsonl", xlsx: "xlsx", parquet: "parquet" } as const;

/** The deliveries of the config, or those with these names, ready to be run. Throws USAGE where a preset is wrong, CONFIG_INVALID for a lacking secret. */
export function deliveryPlans(context: Context, names: readonly string[] = []): DeliveryPlan[] {
  return context.loaded.config.deliveries
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .map((delivery) => planOf(context, delivery));
}

/** Those of the names that are given; all where none is. Throws USAGE for a name that there is not. */
export function chosenPlans(context: Context, names: readonly string[]): DeliveryPlan[] {
  const known = context.loaded.config.deliveries.map(({ name }) => name);
  if (known.length === 0) throw new DatamasterError("USAGE", told("noDeliveries"));
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw new DatamasterError("USAGE", told("noDelivery", { name: wrong, known: known.join(", ") }));
  }
  return deliveryPlans(context, names);
}

function planOf(context: Context, delivery: DeliveryConfig): DeliveryPlan {
  const { name, preset, after, onlyNew, evenIfPartial, to } = delivery;
  const given = context.loaded.config.exports[preset];
  if (given === undefined) throw new DatamasterError("USAGE", told("noPreset", { name: preset, known: "" }));
  // Its own place is for `export`; a delivery names its files and replaces them.
  const { out = "", force: _, ...rest } = given;
  const format = formatOf({ ...rest, out: delivery.file ?? out });
  const file = delivery.file ?? `{source}-{run}.${ENDINGS[format]}${/\.gz$/i.test(out) ? ".gz" : ""}`;
  const flags: ExportFlags = { of: "numbers", placeholders: true, ...rest, format, out: file };
  if (onlyNew && (flags.newSince !== undefined || flags.of === "rejected")) {
    throw new DatamasterError("USAGE", told("onlyNewTwice", { name, preset }));
  }
  const requestAt = (time: Date) => exportRequest(context, flags, time);
  requestAt(new Date());
  return { name, preset, after, file, onlyNew, evenIfPartial, requestAt, to: targetOf(context, name, to) };
}

function targetOf({ loaded, cli }: Context, name: string, to: DeliveryConfig["to"]): TargetOptions {
  const revealed = Object.entries(to).map(([key, value]) => {
    if (!(value instanceof Secret)) return [key, value];
    if (value.reveal() !== NO_TOKEN) return [key, value.reveal()];
    throw new DatamasterError(
      "CONFIG_INVALID",
      told("deliverySecretNotSet", { path: `deliveries.${name}.to.${key}` }),
    );
  });
  const options = Object.fromEntries(revealed) as TargetOptions;
  const { environment } = loaded;
  const { language } = cli.words;
  return options.kind === "command"
    ? { ...options, environment }
    : options.kind === "email"
      ? { ...options, language }
      : options;
}
