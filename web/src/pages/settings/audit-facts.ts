import { useTranslation } from "react-i18next";
import { type Format, useFormat } from "../../format/use-format.ts";
import { ROLES } from "./roles.ts";

type Facts = Readonly<Record<string, unknown>>;

const HASH = /^[0-9a-f]{32,}$/;
const HASH_SHOWN = 12;
const FOLDERS = /^.*[/\\](?=[^/\\]+$)/;
/** Numbers that name something. */
/** Facts whose values are words of ours, not of people. */
const WORDED: ReadonlySet<string> = new Set([
  "account",
  "act",
  "asked",
  "did",
  "flagged",
  "from",
  "kind",
  "missed",
  "of",
  "overlap",
  "secondFactor",
]);
const OF_ROLES: ReadonlySet<string> = new Set(["from", "role", "to"]);
const ROLE_NAMES: ReadonlySet<string> = new Set(ROLES);
const NAMES: ReadonlySet<string> = new Set(["begun", "ends", "newSince", "run", "schedule", "seq", "since"]);

/** Writes the facts of an act as people read them, without those that say nothing; a word that has no other is shown as it was noted. */
export function useFactsText(): (facts: Facts) => string {
  const { t, i18n } = useTranslation("settings");
  const format = useFormat();
  const wordOf = (group: "fact" | "value", word: string): string =>
    i18n.exists(`settings:${group}.${word}`) ? t(`${group}.${word}`) : word;
  const textOf = (facts: Facts): string =>
    Object.entries(facts)
      .flatMap(([key, value]) => {
        const text = textFor(key, value);
        return text === "" ? [] : [`${wordOf("fact", key)}: ${text}`];
      })
      .join("; ");
  const textValueOf = (key: string, value: string): string => {
    if (OF_ROLES.has(key) && ROLE_NAMES.has(value)) return t(`common:role.${value}`);
    if (key === "scopes") return t(`scope.${value.replace(".", "-")}`, { defaultValue: value });
    return WORDED.has(key) ? wordOf("value", value) : shortened(key, value);
  };
  const textFor = (key: string, value: unknown): string => {
    if (value === null || value === undefined) return "";
    if (typeof value === "string") return textValueOf(key, value);
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    if (typeof value === "number") return numberOf(key, value, format);
    if (Array.isArray(value)) return value.map((one) => textFor(key, one)).join(", ");
    const text = textOf(value as Facts);
    return text === "" ? "" : `(${text})`;
  };
  return textOf;
}

function shortened(key: string, value: string): string {
  if (key === "file" || key === "first") return value.replace(FOLDERS, "");
  return HASH.test(value) ? `${value.slice(0, HASH_SHOWN)}…` : value;
}

function numberOf(key: string, value: number, format: Format): string {
  if (NAMES.has(key)) return String(value);
  return key === "bytes" ? format.bytes(value) : format.number(value);
}
