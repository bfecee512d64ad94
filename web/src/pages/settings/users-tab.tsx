import { Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAnswer, useDo } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { Panel } from "../../parts/page/panel.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import styles from "./settings.module.css";
import { ShownOnce } from "./shown-once.tsx";
import { type Said, UserRow } from "./user-row.tsx";

/** Everybody who may sign in, and who is invited. */
export function UsersTab(): ReactNode {
  const { t } = useTranslation("settings");
  const users = useAnswer("listUsers", {});
  const [isInviting, setInviting] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const invited = (path: string): void => {
    setInviting(false);
    setLink(`${location.origin}${path}`);
  };
  return (
    <div className={styles.stack}>
      <p role="status" className={said?.isProblem === true ? "act" : "t2"}>
        {said?.text}
      </p>
      <Panel
        title={t("users.title")}
        query={users}
        isFlush
        actions={
          <Button size="xs" leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
            {t("users.invite")}
          </Button>
        }
      >
        {({ items }) => (
          <table className={styles.table}>
            <thead>
              <tr>
                <th>{t("users.name")}</th>
                <th>{t("users.role")}</th>
                <th>{t("users.seen")}</th>
                <th>{t("users.secondFactor")}</th>
                <th>{t("users.sessions")}</th>
                <th>
                  <span className="hidden-text">{t("actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((user) => (
                <UserRow key={user.id} user={user} say={setSaid} showLink={setLink} />
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      <Invites said={setSaid} />
      <InviteDialog isOpen={isInviting} close={() => setInviting(false)} onInvited={invited} />
      <ShownOnce title={t("link.title")} about={t("link.about")} secret={link} onDone={() => setLink(null)} />
    </div>
  );
}

function Invites({ said }: { readonly said: (said: Said) => void }): ReactNode {
  const { t } = useTranslation("settings");
  const { time } = useFormat();
  const users = useAnswer("listUsers", {});
  const drop = useDo("dropInvite", ["listUsers"]);
  const invites = (users.data?.invites ?? []).filter(({ kind }) => kind === "invite");
  if (invites.length === 0) return null;
  const takeBack = async (email: string): Promise<void> => {
    await drop.mutateAsync({ body: { email } }).catch(() => undefined);
    said({ text: t("invites.taken", { email }) });
  };
  return (
    <Panel title={t("invites.title")} query={users} isFlush>
      {() => (
        <table className={styles.table}>
          <tbody>
            {invites.map(({ email, name, role, expiresAt }) => (
              <tr key={email}>
                <td>
                  <b>{name}</b> <span className="t3">{email}</span>
                </td>
                <td>{role === null ? null : t(`role.${role}`)}</td>
                <td className="t2">{t("invites.until", { time: time(expiresAt) })}</td>
                <td className={styles.tools}>
                  <Button size="compact-sm" variant="subtle" onClick={() => void takeBack(email ?? "")}>
                    {t("invites.takeBack")}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
