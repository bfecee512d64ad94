import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDo } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { StateBadge } from "../../parts/runs/state-badge.tsx";
import styles from "./suppressions.module.css";

/** Is this number on the list? What is typed is sent in a body, and stands in no address. */
export function CheckBox(): ReactNode {
  const { t } = useTranslation("suppressions");
  const [typed, setTyped] = useState("");
  const check = useDo("checkSuppression");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim() !== "") check.mutate({ body: { phone: typed.trim() } });
  };
  return (
    <Card>
      <form className={styles.check} onSubmit={submit}>
        <TextInput
          label={t("check.label")}
          placeholder={t("check.hint")}
          value={typed}
          autoComplete="off"
          leftSection={<IconSearch size={16} />}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={check.isPending}>
          {t("check.verb")}
        </Button>
      </form>
      <div
        className={styles.answer}
        aria-live="polite"
        hidden={check.data === undefined && check.error === null}
      >
        {check.error === null ? null : <ProblemAlert error={check.error} title={t("check.unread")} />}
        {check.data === undefined ? null : <Found {...check.data} />}
      </div>
    </Card>
  );
}

interface FoundProps {
  readonly phone: string;
  readonly found: { readonly since: string; readonly who: string; readonly reason: string | null } | null;
}

function Found({ phone, found }: FoundProps): ReactNode {
  const { t } = useTranslation("suppressions");
  const format = useFormat();
  if (found === null) {
    return (
      <p>
        <StateBadge tone="good">{t("check.free")}</StateBadge> <span className="num">{phone}</span>
      </p>
    );
  }
  const { since, who, reason } = found;
  return (
    <>
      <p>
        <StateBadge tone="act">{t("check.listed")}</StateBadge> <span className="num">{phone}</span>
      </p>
      <p className="small t2">
        {t("check.since", { at: format.time(since), who })}
        {reason === null ? null : ` ${t("check.reason", { reason })}`}
      </p>
    </>
  );
}
