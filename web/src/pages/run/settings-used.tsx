import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, useAnswer } from "../../client/queries.ts";
import { Card } from "../../parts/page/card.tsx";
import { CopyButton } from "../../parts/page/copy-button.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import { Tag } from "../../parts/runs/state-badge.tsx";
import { SimpleTable } from "../../parts/tables/simple-table.tsx";
import styles from "./run.module.css";

/** With which settings the run began, what was otherwise in the run before, and the same as YAML. */
export function SettingsUsed({ run }: { readonly run: number }): ReactNode {
  const { t } = useTranslation("run");
  const settings = useAnswer("showRunSettings", { params: { run } });
  return (
    <div className={styles.halves}>
      <Panel
        title={t("settings.title")}
        query={settings}
        isFlush
        isEmpty={({ items }) => items.length === 0}
        empty={<EmptyState title={t("settings.none")} />}
        {...(settings.data?.fingerprint && {
          mark: <Tag>{t("settings.fingerprint", { mark: settings.data.fingerprint })}</Tag>,
        })}
      >
        {({ items, beforeRun }) => (
          <SimpleTable
            label={t("settings.title")}
            head={
              <>
                <th>{t("settings.name")}</th>
                <th>{t("settings.value")}</th>
                {beforeRun === null ? null : (
                  <th data-wide={isSame(items)}>{t("settings.before", { run: beforeRun })}</th>
                )}
              </>
            }
          >
            {items.map(({ name, value, before }) => (
              <tr key={name}>
                <td>{t(`setting.${name}`, { defaultValue: name })}</td>
                <td className={styles.setting}>
                  <Value text={value} />
                </td>
                {beforeRun === null ? null : (
                  <td className={styles.setting} data-wide={isSame(items)}>
                    {before === null ? (
                      <span className="t3">{t("settings.same")}</span>
                    ) : (
                      <Tag tone="look">
                        <Value text={before} />
                      </Tag>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </SimpleTable>
        )}
      </Panel>
      {settings.data === undefined || settings.data.yaml === "" ? null : (
        <Card title={t("settings.yaml")} actions={<CopyButton text={settings.data.yaml} />}>
          <pre className={styles.yaml}>{settings.data.yaml}</pre>
        </Card>
      )}
    </div>
  );
}

/** Nothing is otherwise than in the run before: where room is short the column goes. */
function isSame(items: Answer<"showRunSettings">["items"]): true | undefined {
  return items.every(({ before }) => before === null) || undefined;
}

/** A value as people read it: what is not set as a dash, switches as words. */
function Value({ text }: { readonly text: string }): ReactNode {
  const { t } = useTranslation("run");
  if (text === "null" || text === "[]" || text === "{}") return "—";
  if (text === "true" || text === "false" || text === "auto") return t(`settings.${text}`);
  return <code>{text}</code>;
}
