import { Button, PasswordInput, PinInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, api } from "../../client/api.ts";
import { ProblemAlert } from "../page/problem-alert.tsx";
import { QrCode } from "./qr-code.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import styles from "./second-factor.module.css";

interface SecondFactorProps {
  /** Known from a step before; else it is asked for. */
  readonly password?: string;
  /** It is set up, and the recovery codes were seen. */
  readonly onDone: () => void;
  readonly onCancel?: () => void;
}

/** Sets a second factor up: password, QR code, a code that proves it, recovery codes. */
export function SecondFactor({ password: known, onDone, onCancel }: SecondFactorProps): ReactNode {
  const { t } = useTranslation("second-factor");
  const [password, setPassword] = useState(known ?? "");
  const [offer, setOffer] = useState<Answer<"offerSecondFactor"> | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      setOffer(await api.offerSecondFactor({ body: { password } }));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  if (codes !== null) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (offer !== null) return <Proof offer={offer} onCodes={setCodes} {...(onCancel && { onCancel })} />;
  return (
    <form className={styles.steps} onSubmit={(event) => void ask(event)}>
      <p className="t2">{t("about")}</p>
      {known === undefined ? (
        <PasswordInput
          label={t("password.yours")}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("password.show") }}
        />
      ) : null}
      {problem === null ? null : <ProblemAlert error={problem} title={t("failed")} />}
      <div className={styles.buttons}>
        <Button type="submit" loading={isBusy}>
          {t("begin")}
        </Button>
        {onCancel === undefined ? null : (
          <Button variant="default" onClick={onCancel}>
            {t("later")}
          </Button>
        )}
      </div>
    </form>
  );
}

interface ProofProps {
  readonly offer: Answer<"offerSecondFactor">;
  readonly onCodes: (codes: readonly string[]) => void;
  readonly onCancel?: () => void;
}

function Proof({ offer, onCodes, onCancel }: ProofProps): ReactNode {
  const { t } = useTranslation("second-factor");
  const [problem, setProblem] = useState<unknown>(null);
  const [code, setCode] = useState("");
  const label = useId();
  const prove = async (typed: string): Promise<void> => {
    setProblem(null);
    try {
      const kept = await api.keepSecondFactor({ body: { secret: offer.secret, code: typed } });
      onCodes(kept.recoveryCodes);
    } catch (error) {
      setProblem(error);
      setCode("");
    }
  };
  return (
    <div className={styles.steps}>
      <p>{t("scan")}</p>
      <QrCode text={offer.uri} label={t("qr")} />
      <p className="t2">
        {t("orType")} <span className={styles.secret}>{offer.secret.replace(/(.{4})(?!$)/g, "$1 ")}</span>
      </p>
      <div>
        <p id={label} className="strong">
          {t("typeCode")}
        </p>
        <PinInput
          length={6}
          type="number"
          oneTimeCode
          mt={4}
          value={code}
          onChange={setCode}
          onComplete={(typed) => void prove(typed)}
          aria-labelledby={label}
          getInputProps={(at) => ({ "aria-label": t("digit", { at: at + 1 }) })}
        />
      </div>
      {problem === null ? null : <ProblemAlert error={problem} title={t("failed")} />}
      {onCancel === undefined ? null : (
        <Button variant="default" onClick={onCancel}>
          {t("later")}
        </Button>
      )}
    </div>
  );
}
