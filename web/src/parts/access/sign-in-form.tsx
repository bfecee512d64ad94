import { Alert, Button, PasswordInput, TextInput } from "@mantine/core";
import { IconAlertOctagon } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, setCsrf } from "../../client/api.ts";
import { ApiProblem } from "../../client/problem.ts";
import styles from "./sign-in-form.module.css";

interface SignInFormProps {
  /** Whose session ended. */
  readonly email?: string;
  /** Somebody is signed in: their page may be asked for. */
  readonly onIn: () => Promise<void>;
}

/** E-mail and password, then the code of the second factor where there is one. What is wrong is always said in the same words. */
export function SignInForm({ email, onIn }: SignInFormProps): ReactNode {
  const { t } = useTranslation("login");
  const [given, setGiven] = useState({ email: email ?? "", password: "", code: "" });
  const [asksCode, setAsksCode] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const change = (part: keyof typeof given) => (event: { currentTarget: { value: string } }) =>
    setGiven({ ...given, [part]: event.currentTarget.value });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const { code, ...known } = given;
      const { csrf } = await api.signInFacts();
      setCsrf(csrf ?? "");
      const { next } = await api.signIn({ body: { ...known, ...(asksCode && { code }) } });
      if (next === "code") setAsksCode(true);
      else await onIn();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <TextInput
        label={t("email")}
        type="email"
        name="email"
        autoComplete="username"
        required
        readOnly={asksCode}
        value={given.email}
        onChange={change("email")}
        data-autofocus={email === undefined || undefined}
      />
      <PasswordInput
        label={t("password")}
        name="password"
        autoComplete="current-password"
        required
        readOnly={asksCode}
        value={given.password}
        onChange={change("password")}
        visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
      />
      {asksCode ? (
        <TextInput
          className={styles.code ?? ""}
          label={t("code")}
          description={t("codeHelp")}
          name="code"
          autoComplete="one-time-code"
          required
          autoFocus
          minLength={6}
          maxLength={40}
          value={given.code}
          onChange={change("code")}
        />
      ) : null}
      {problem === null ? null : <Refusal problem={problem} />}
      <Button type="submit" loading={isBusy} fullWidth>
        {t("signIn")}
      </Button>
    </form>
  );
}

function Refusal({ problem }: { readonly problem: unknown }): ReactNode {
  const { t } = useTranslation("login");
  const known = problem instanceof ApiProblem ? problem : undefined;
  const [left, setLeft] = useState(0);
  useEffect(() => {
    setLeft(known?.retryAfter ?? 0);
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, [known]);
  if (known?.code === "TOO_MANY" && known.retryAfter !== undefined) {
    return (
      <Alert color="yellow" icon={<IconAlertOctagon size={18} />} role="alert">
        {left > 0 ? t("wait", { count: left }) : t("waitOver")}
      </Alert>
    );
  }
  return (
    <Alert
      color={known?.isOffline === true ? "gray" : "red"}
      icon={<IconAlertOctagon size={18} />}
      role="alert"
    >
      <p>{known?.isOffline === true ? t("noConnection") : (known?.message ?? t("problem.unknown"))}</p>
      {known?.hint === undefined ? null : <p className="small">{known.hint}</p>}
    </Alert>
  );
}
