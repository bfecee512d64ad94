import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/api.ts";
import { useFormat } from "../../format/use-format.ts";
import styles from "./settings.module.css";

type Entry = Answer<"listAudit">["items"][number];

const HASH = /^[0-9a-f]{32,}$/;
const HASH_SHOWN = 12;

/** Entries as a table; on telephones two lines each. */
export function AuditRows({ entries }: { readonly entries: readonly Entry[] }): ReactNode {
  const { t, i18n } = useTranslation("settings");
  const { time } = useFormat();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>{t("audit.when")}</th>
          <th>{t("audit.who")}</th>
          <th>{t("audit.what")}</th>
          <th>{t("audit.detail")}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ seq, at, who, action, detail }) => (
          <tr key={seq} className={styles.top}>
            <td className="nowrap num" title={at}>
              {time(at)}
            </td>
            <td>{who}</td>
            <td className="strong">
              {i18n.exists(`settings:action.${action}`) ? t(`action.${action}`) : action}
            </td>
            <td className={styles.detail}>{textOf(detail)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Facts of an act as they were noted, without those that say nothing. */
function textOf(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .flatMap(([key, value]) => {
      const text = valueText(value);
      return text === "" ? [] : [`${key} ${text}`];
    })
    .join("; ");
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return HASH.test(value) ? `${value.slice(0, HASH_SHOWN)}…` : value;
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  if (typeof value !== "object") return String(value);
  const text = textOf(value as Readonly<Record<string, unknown>>);
  return text === "" ? "" : `(${text})`;
}
