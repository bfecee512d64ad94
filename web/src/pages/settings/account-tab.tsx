import { Alert, Button } from "@mantine/core";
import { IconShieldLock } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAnswer, useDo } from "../../client/queries.ts";
import { useMe, useSession } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SecondFactorCard } from "./second-factor-card.tsx";
import styles from "./settings.module.css";

/** One's own account: who one is, password, second factor, sessions. */
export function AccountTab(): ReactNode {
  const { t } = useTranslation("settings");
  const me = useMe();
  return (
    <div className={styles.stack}>
      {me.needsSecondFactor ? (
        <Alert color="yellow" icon={<IconShieldLock size={18} />} title={t("account.needs")}>
          {t("account.needsText")}
        </Alert>
      ) : null}
      <Card title={t("account.who")}>
        <dl className={styles.facts}>
          <dt>{t("users.name")}</dt>
          <dd>{me.name}</dd>
          <dt>{t("users.email")}</dt>
          <dd>{me.email}</dd>
          <dt>{t("users.role")}</dt>
          <dd>
            {t(`role.${me.role}`)}
            <span className="t2">: {t(`roleMay.${me.role}`)}</span>
          </dd>
        </dl>
      </Card>
      <SecondFactorCard />
      <Card title={t("password.title")}>
        <PasswordForm />
      </Card>
      <Sessions />
    </div>
  );
}

function Sessions(): ReactNode {
  const { t } = useTranslation("settings");
  const { time } = useFormat();
  const sessions = useAnswer("listMySessions", {});
  const end = useDo("endMySession", ["listMySessions"]);
  const endOthers = useDo("endMyOtherSessions", ["listMySessions"]);
  const { refetch } = useSession();
  const [said, setSaid] = useState("");
  const others = (sessions.data?.items.length ?? 1) - 1;
  return (
    <Panel
      title={t("sessions.title")}
      query={sessions}
      isFlush
      actions={
        <Button
          size="xs"
          variant="default"
          disabled={others < 1}
          onClick={() =>
            endOthers.mutate(
              {},
              {
                onSuccess: ({ ended }) => setSaid(t("sessions.ended", { count: ended })),
                onError: () => void refetch(),
              },
            )
          }
        >
          {t("sessions.endOthers")}
        </Button>
      }
      foot={said === "" ? undefined : <span role="status">{said}</span>}
    >
      {({ items }) => (
        <table className={styles.table}>
          <tbody>
            {items.map((session) => (
              <tr key={session.id}>
                <td>
                  <b>{browserName(session.browser)}</b>{" "}
                  {session.present ? <span className="good">{t("sessions.present")}</span> : null}
                </td>
                <td className="t2">{session.place}</td>
                <td className="t2">{t("sessions.seen", { time: time(session.seenAt) })}</td>
                <td className={styles.tools}>
                  {session.present ? null : (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      onClick={() => end.mutate({ params: { session: session.id } })}
                    >
                      {t("sessions.end")}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

const BROWSERS = [
  ["Edg/", "Edge"],
  ["YaBrowser/", "Yandex"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;
const SYSTEMS = ["Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux"];

/** `Firefox, Linux` out of how browsers call themselves. */
function browserName(agent: string): string {
  const browser = BROWSERS.find(([mark]) => agent.includes(mark))?.[1] ?? agent.split("/")[0] ?? "";
  const system = SYSTEMS.find((name) => agent.includes(name));
  return system === undefined ? browser : `${browser}, ${system}`;
}
