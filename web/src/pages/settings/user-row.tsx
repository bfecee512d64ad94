import { ActionIcon, Badge, Menu, NativeSelect } from "@mantine/core";
import { IconDots, IconShieldCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, api } from "../../client/api.ts";
import { useDo } from "../../client/queries.ts";
import { useMe } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { ROLES } from "./roles.ts";
import styles from "./settings.module.css";

type User = Answer<"listUsers">["items"][number];

/** What a change did, in words. */
export interface Said {
  readonly text: string;
  readonly isProblem?: boolean;
}

interface UserRowProps {
  readonly user: User;
  readonly say: (said: Said) => void;
  readonly showLink: (link: string) => void;
}

/** A person with role and what can be done about them; a change counts at once. */
export function UserRow({ user, say, showLink }: UserRowProps): ReactNode {
  const { t } = useTranslation("settings");
  const { time } = useFormat();
  const me = useMe();
  const change = useDo("changeUser", ["listUsers"]);
  const isOff = user.state === "disabled";
  const params = { user: user.id };
  const setRole = (role: User["role"]): void =>
    change.mutate(
      { params, body: { role } },
      {
        onSuccess: ({ user: changed, ended }) =>
          say({
            text:
              ended > 0
                ? t("users.raised", { name: user.name, count: ended })
                : t("users.changed", { name: user.name, count: changed.sessions, role: t(`role.${role}`) }),
          }),
        onError: (error) => say({ text: error.message, isProblem: true }),
      },
    );
  return (
    <tr>
      <td className={isOff ? styles.off : ""}>
        <b>{user.name}</b> {user.id === me.id ? <span className="t3">({t("users.you")}) </span> : null}
        {isOff ? (
          <Badge color="gray" variant="light">
            {t("users.off")}
          </Badge>
        ) : null}
        <br />
        <span className="t3">{user.email}</span>
      </td>
      <td>
        <NativeSelect
          size="xs"
          w={180}
          aria-label={t("users.roleOf", { name: user.name })}
          value={user.role}
          disabled={isOff || change.isPending}
          data={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
          onChange={(event) => setRole(event.currentTarget.value as User["role"])}
        />
      </td>
      <td data-label={t("users.seen")}>{user.seenAt === null ? t("never") : time(user.seenAt)}</td>
      <td data-label={t("users.secondFactor")}>
        {user.secondFactor ? (
          <span className="good nowrap">
            <IconShieldCheck size={16} aria-hidden style={{ verticalAlign: "-3px" }} /> {t("yes")}
          </span>
        ) : (
          <span className="t3">{t("no")}</span>
        )}
      </td>
      <td data-label={t("users.sessions")} className="num">
        {user.sessions}
      </td>
      <td className={styles.tools}>
        <Actions user={user} say={say} showLink={showLink} />
      </td>
    </tr>
  );
}

function Actions({ user, say, showLink }: UserRowProps): ReactNode {
  const { t } = useTranslation("settings");
  const change = useDo("changeUser", ["listUsers"]);
  const end = useDo("endUserSessions", ["listUsers"]);
  const reset = useDo("resetSecondFactor", ["listUsers"]);
  const { name, id, state } = user;
  const params = { user: id };
  const onError = (error: Error): void => say({ text: error.message, isProblem: true });
  const ended = (count: number): void => say({ text: t("users.ended", { name, count }) });
  const turn = (to: User["state"]): void =>
    change.mutate(
      { params, body: { state: to } },
      { onError, onSuccess: () => say({ text: t(`users.turned.${to}`, { name }) }) },
    );
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t("users.actionsOf", { name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void passwordLink(id).then(showLink, onError)}>{t("users.link")}</Menu.Item>
        {user.sessions === 0 ? null : (
          <Menu.Item
            onClick={() => end.mutate({ params }, { onError, onSuccess: (done) => ended(done.ended) })}
          >
            {t("users.end")}
          </Menu.Item>
        )}
        {user.secondFactor ? (
          <Menu.Item
            onClick={() => reset.mutate({ params }, { onError, onSuccess: (done) => ended(done.ended) })}
          >
            {t("users.resetFactor")}
          </Menu.Item>
        ) : null}
        <Menu.Divider />
        {state === "active" ? (
          <Menu.Item c="var(--dm-act)" onClick={() => turn("disabled")}>
            {t("users.disable")}
          </Menu.Item>
        ) : (
          <Menu.Item onClick={() => turn("active")}>{t("users.enable")}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A link with which a person sets a new password. */
async function passwordLink(user: string): Promise<string> {
  const { path } = await api.makePasswordLink({ params: { user } });
  return `${location.origin}${path}`;
}
