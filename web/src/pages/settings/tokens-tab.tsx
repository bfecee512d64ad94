import { Button } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, useAnswer, useDo } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { ConfirmDialog } from "../../parts/page/confirm-dialog.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import styles from "./settings.module.css";
import { ShownOnce } from "./shown-once.tsx";
import { TokenDialog } from "./token-dialog.tsx";

/** Tokens that let programs in. */
export function TokensTab(): ReactNode {
  const { t } = useTranslation("settings");
  const { time } = useFormat();
  const tokens = useAnswer("listTokens", {});
  const drop = useDo("dropToken", ["listTokens"]);
  const [isMaking, setMaking] = useState(false);
  const [token, setToken] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<Answer<"listTokens">["items"][number] | null>(null);
  const make = (
    <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      {t("tokens.new")}
    </Button>
  );
  return (
    <>
      <Panel
        title={t("tokens.title")}
        query={tokens}
        isFlush={(tokens.data?.items.length ?? 0) > 0}
        actions={make}
        isEmpty={({ items }) => items.length === 0}
        empty={<EmptyState icon={IconKey} title={t("tokens.none")} text={t("tokens.noneText")} />}
      >
        {({ items }) => (
          <table className={styles.table}>
            <thead>
              <tr>
                <th>{t("tokens.name")}</th>
                <th>{t("tokens.scopes")}</th>
                <th>{t("tokens.used")}</th>
                <th>{t("tokens.expires")}</th>
                <th>
                  <span className="hidden-text">{t("actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((row) => (
                <tr key={row.id} className={styles.top}>
                  <td>
                    <b>{row.name}</b>
                    <br />
                    <span className="t3">{row.owner.name}</span>
                  </td>
                  <td className={styles.detail}>
                    {row.scopes.map((scope) => t(`scope.${scope.replace(".", "-")}`)).join(", ")}
                    {row.scopesNow.length < row.scopes.length ? (
                      <span className="look"> {t("tokens.less")}</span>
                    ) : null}
                  </td>
                  <td data-label={t("tokens.used")}>
                    {row.usedAt === null ? t("never") : `${time(row.usedAt)}, ${row.usedFrom ?? ""}`}
                  </td>
                  <td data-label={t("tokens.expires")}>
                    {row.expiresAt === null ? t("tokens.forever") : time(row.expiresAt)}
                  </td>
                  <td className={styles.tools}>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="red"
                      aria-label={t("tokens.revokeOne", { name: row.name })}
                      onClick={() => setLeaving(row)}
                    >
                      {t("tokens.revoke")}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      <ConfirmDialog
        isOpen={leaving !== null}
        close={() => setLeaving(null)}
        title={t("tokens.revokeAsk", { name: leaving?.name })}
        verb={t("tokens.revoke")}
        isDangerous
        act={async () => {
          if (leaving !== null) await drop.mutateAsync({ params: { token: leaving.id } });
        }}
      >
        <p>{t("tokens.revokeText")}</p>
      </ConfirmDialog>
      <TokenDialog
        isOpen={isMaking}
        close={() => setMaking(false)}
        onMade={(made) => {
          setMaking(false);
          setToken(made);
        }}
      />
      <ShownOnce
        title={t("tokens.made")}
        about={t("tokens.once")}
        secret={token}
        onDone={() => setToken(null)}
      />
    </>
  );
}
