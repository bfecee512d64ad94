import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/use-format.ts";
import { useWordsOfNumbers } from "../../parts/numbers/use-words-of-numbers.ts";
import { type Chip, chipsOf } from "./filter.ts";
import type { NumberRow } from "./use-numbers.ts";

/** What a filter says, in words; places of `rows` tell the names of clients and projects. */
export function useChipText(rows: readonly NumberRow[]): (chip: Chip) => string {
  const { t } = useTranslation("numbers");
  const words = useWordsOfNumbers();
  const format = useFormat();
  return ({ name, value }) => {
    const place = rows.find(
      ({ place }) => (name === "client" ? place.clientId : place.projectId) === value,
    )?.place;
    switch (name) {
      case "source":
        return `${t("filter.source")}: ${value}`;
      case "operator":
        return `${t("filter.operator")}: ${value}`;
      case "region":
        return words.region(value);
      case "type":
        return words.type(value);
      case "flag":
        return words.flag(value);
      case "client":
        return `${t("filter.client")}: ${place?.client ?? value}`;
      case "project":
        return `${t("filter.project")}: ${place?.project ?? value}`;
      case "state":
        return t("chip.state");
      case "placeholder":
        return value === "yes" ? t("chip.placeholderYes") : t("chip.placeholderNo");
      case "suppressed":
        return value === "yes" ? t("chip.suppressedYes") : t("chip.suppressedNo");
      case "firstFrom":
      case "firstTo":
      case "lastFrom":
      case "lastTo":
        return t(`chip.${name}`, { value: Number.isNaN(Date.parse(value)) ? value : format.time(value) });
      default:
        return t(`chip.${name}`, { value });
    }
  };
}

/** What the filter of an export says, in words; empty where it narrows nothing. */
export function useViewWords(): (view: Readonly<Record<string, unknown>>) => string {
  const textOf = useChipText([]);
  return (view) => {
    const address = new URLSearchParams();
    for (const [name, value] of Object.entries(view))
      for (const one of Array.isArray(value) ? value : [value]) address.append(name, String(one));
    return chipsOf(address).map(textOf).join(", ");
  };
}
