import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/api.ts";
import { useFormat } from "../../format/use-format.ts";
import { useFactsText } from "./audit-facts.ts";
import styles from "./settings.module.css";

type Entry = Answer<"listAudit">["items"][number];

/** Entries as a table; on telephones two lines each. */
export function AuditRows({ entries }: { readonly entries: readonly Entry[] }): ReactNode {
  const { t, i18n } = useTranslation("settings");
  const { time } = useFormat();
  const textOf = useFactsText();
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
