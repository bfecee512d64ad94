import { Button, Modal, PasswordInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDo } from "../../client/queries.ts";
import { useMe, useSession } from "../../client/session.tsx";
import { RecoveryCodes } from "../../parts/access/recovery-codes.tsx";
import { SecondFactor } from "../../parts/access/second-factor.tsx";
import { Card } from "../../parts/page/card.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import styles from "./settings.module.css";

/** The second factor: set up, renew its recovery codes, take away. */
export function SecondFactorCard(): ReactNode {
  const { t } = useTranslation("settings");
  const me = useMe();
  const { refetch } = useSession();
  const [does, setDoes] = useState<"renew" | "remove" | null>(null);
  const done = (): void => {
    setDoes(null);
    void refetch();
  };
  return (
    <Card title={t("factor.title")}>
      {me.secondFactor ? (
        <div className={styles.stack}>
          <p>
            <span className="good">{t("factor.on")}</span>{" "}
            {t("factor.codesLeft", { count: me.recoveryCodes })}
          </p>
          <div className={styles.buttons}>
            <Button variant="default" onClick={() => setDoes("renew")}>
              {t("factor.renew")}
            </Button>
            <Button variant="default" color="red" onClick={() => setDoes("remove")}>
              {t("factor.remove")}
            </Button>
          </div>
          <Modal
            opened={does !== null}
            onClose={done}
            title={t(`factor.${does ?? "renew"}`)}
            closeButtonProps={{ "aria-label": t("common:close") }}
          >
            {does === "renew" ? <Renew onDone={done} /> : <Remove onDone={done} />}
          </Modal>
        </div>
      ) : (
        <div className={styles.form}>
          <SecondFactor onDone={done} />
        </div>
      )}
    </Card>
  );
}

interface DoneProps {
  readonly onDone: () => void;
}

function Renew({ onDone }: DoneProps): ReactNode {
  const renew = useDo("renewRecoveryCodes");
  if (renew.data !== undefined) return <RecoveryCodes codes={renew.data.recoveryCodes} onDone={onDone} />;
  return (
    <Proof
      does="renew"
      isBusy={renew.isPending}
      error={renew.error}
      onPassword={(password) => renew.mutate({ body: { password } })}
    />
  );
}

function Remove({ onDone }: DoneProps): ReactNode {
  const drop = useDo("dropSecondFactor");
  return (
    <Proof
      does="remove"
      isBusy={drop.isPending}
      error={drop.error}
      onPassword={(password) => drop.mutate({ body: { password } }, { onSuccess: onDone })}
    />
  );
}

interface ProofProps {
  readonly does: "renew" | "remove";
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onPassword: (password: string) => void;
}

function Proof({ does, isBusy, error, onPassword }: ProofProps): ReactNode {
  const { t } = useTranslation("settings");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onPassword(password);
  };
  return (
    <form className={styles.stack} onSubmit={submit}>
      <p>{t(`factor.${does}Text`)}</p>
      <PasswordInput
        label={t("password.old")}
        autoComplete="current-password"
        required
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": t("password.show") }}
      />
      {error === null ? null : <ProblemAlert error={error} title={t("failed")} />}
      <Button type="submit" loading={isBusy}>
        {t(`factor.${does}`)}
      </Button>
    </form>
  );
}
