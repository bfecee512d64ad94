import { Button, PasswordInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDo } from "../../client/queries.ts";
import { useMe } from "../../client/session.tsx";
import { NewPassword } from "../../parts/access/new-password.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import styles from "./settings.module.css";

/** The old password and a new one; other sessions end. */
export function PasswordForm(): ReactNode {
  const { t } = useTranslation("settings");
  const { email } = useMe();
  const [old, setOld] = useState("");
  const [chosen, setChosen] = useState("");
  const change = useDo("changePassword", ["listMySessions"]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate(
      { body: { old, chosen } },
      {
        onSuccess: () => {
          setOld("");
          setChosen("");
        },
      },
    );
  };
  const isWeak = change.error?.code === "PASSWORD_REFUSED";
  return (
    <form className={styles.form} onSubmit={submit}>
      <input type="text" autoComplete="username" value={email ?? ""} readOnly hidden />
      <PasswordInput
        label={t("password.old")}
        autoComplete="current-password"
        required
        value={old}
        onChange={(event) => setOld(event.currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": t("password.show") }}
      />
      <NewPassword
        value={chosen}
        onChange={setChosen}
        error={isWeak ? [change.error?.message, change.error?.hint].filter(Boolean).join(" ") : undefined}
      />
      {change.error === null || isWeak ? null : <ProblemAlert error={change.error} title={t("failed")} />}
      <p role="status" className="good">
        {change.isSuccess ? t("password.changed", { count: change.data.ended }) : null}
      </p>
      <Button type="submit" variant="default" loading={change.isPending}>
        {t("password.change")}
      </Button>
    </form>
  );
}
