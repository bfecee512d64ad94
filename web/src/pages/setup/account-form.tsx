import { Button, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, api } from "../../client/api.ts";
import { ApiProblem } from "../../client/problem.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { NewPassword } from "../../parts/access/new-password.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import styles from "./setup.module.css";

interface AccountFormProps {
  readonly link: Answer<"showLink">;
  readonly secret: string;
  readonly onTaken: (next: "in" | "sign-in", password: string) => Promise<void>;
}

/** Name, e-mail and password, as far as the link does not know them. Language and zone are the browser's. */
export function AccountForm({ link, secret, onTaken }: AccountFormProps): ReactNode {
  const { t, i18n } = useTranslation("setup");
  const [name, setName] = useState(link.name ?? "");
  const [email, setEmail] = useState(link.email ?? "");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const isNew = link.kind !== "password";
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const about = { name, language: languageOf(i18n.language), timeZone };
      const known = { ...(isNew && about), ...(link.kind === "setup" && { email }) };
      const { next } = await api.takeLink({ body: { secret, password, ...known } });
      await onTaken(next, password);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const isWeak = problem instanceof ApiProblem && problem.code === "PASSWORD_REFUSED";
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      {isNew ? (
        <TextInput
          label={t("name")}
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      ) : null}
      <TextInput
        label={t("email")}
        type="email"
        name="email"
        autoComplete="username"
        required
        readOnly={link.kind !== "setup"}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <NewPassword
        value={password}
        onChange={setPassword}
        error={isWeak ? [problem.message, problem.hint].filter(Boolean).join(" ") : undefined}
      />
      {problem === null || isWeak ? null : <ProblemAlert error={problem} title={t("failed")} />}
      <Button type="submit" loading={isBusy} fullWidth>
        {t(isNew ? "create" : "setPassword")}
      </Button>
    </form>
  );
}
