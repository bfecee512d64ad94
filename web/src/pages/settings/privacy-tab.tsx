import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/api.ts";
import { useAnswer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Panel } from "../../parts/panel.tsx";
import styles from "./settings.module.css";

/** How long things are kept, what would go by that now, and how people sign in: as the config file says. */
export function PrivacyTab(): ReactNode {
  const { t } = useTranslation("settings");
  const settings = useAnswer("showSettings", {});
  return (
    <div className={styles.stack}>
      <p className="t2">{t("privacy.about")}</p>
      <Panel
        title={t("privacy.retention")}
        query={settings}
        isFlush={(settings.data?.retention.length ?? 0) > 0}
        isEmpty={({ retention }) => retention.length === 0}
        empty={<EmptyState title={t("privacy.none")} text={t("privacy.noneText")} />}
      >
        {(data) => <Retention {...data} />}
      </Panel>
      <Panel title={t("privacy.signIn")} query={settings}>
        {({ signIn }) => (
          <dl className={styles.facts}>
            <dt>{t("privacy.idle")}</dt>
            <dd>{t("privacy.minutes", { count: signIn.idleMinutes })}</dd>
            <dt>{t("privacy.life")}</dt>
            <dd>{t("privacy.hours", { count: signIn.lifeHours })}</dd>
            <dt>{t("factor.title")}</dt>
            <dd>{t(signIn.needsSecondFactor ? "privacy.factorNeeded" : "privacy.factorFree")}</dd>
          </dl>
        )}
      </Panel>
    </div>
  );
}

function Retention({ retention, due }: Pick<Answer<"showSettings">, "retention" | "due">): ReactNode {
  const { t } = useTranslation("settings");
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>{t("privacy.source")}</th>
          <th>{t("privacy.rejectedRaw")}</th>
          <th>{t("privacy.goneNumbers")}</th>
          <th>{t("privacy.due")}</th>
        </tr>
      </thead>
      <tbody>
        {retention.map(({ source, rejectedRaw, goneNumbers }) => (
          <tr key={source}>
            <td className="strong">{source}</td>
            <td data-label={t("privacy.rejectedRaw")}>{rejectedRaw ?? t("privacy.forGood")}</td>
            <td data-label={t("privacy.goneNumbers")}>{goneNumbers ?? t("privacy.forGood")}</td>
            <td data-label={t("privacy.due")}>
              <Due due={due.find((one) => one.source === source)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Due({ due }: { readonly due: Answer<"showSettings">["due"][number] | undefined }): ReactNode {
  const { t } = useTranslation("settings");
  const { day } = useFormat();
  if (due === undefined) return <span className="t3">{t("privacy.nothing")}</span>;
  return (
    <span className="look">
      {[
        due.raws > 0 ? t("privacy.raws", { count: due.raws }) : null,
        due.numbers > 0 ? t("privacy.numbers", { count: due.numbers }) : null,
        due.oldest === null ? null : t("privacy.versions", { count: due.runs, day: day(due.oldest) }),
      ]
        .filter((text) => text !== null)
        .join(", ")}
    </span>
  );
}
