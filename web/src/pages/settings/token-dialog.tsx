import { Button, Checkbox, Group, Modal, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDo } from "../../client/queries.ts";
import { useMe } from "../../client/session.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { isScope } from "./roles.ts";
import styles from "./settings.module.css";

interface TokenDialogProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  /** The token, shown once. */
  readonly onMade: (token: string) => void;
}

const LIVES = [30, 90, 365, null] as const;

/** Name, life and scopes of a token. */
export function TokenDialog({ isOpen, close, onMade }: TokenDialogProps): ReactNode {
  const { t } = useTranslation("settings");
  const { permissions } = useMe();
  const [name, setName] = useState("");
  const [life, setLife] = useState("90");
  const [scopes, setScopes] = useState<readonly string[]>([]);
  const make = useDo("makeToken", ["listTokens"]);
  const known = permissions.filter(isScope);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const chosen = known.filter((scope) => scopes.includes(scope));
    make.mutate(
      { body: { name, scopes: chosen, days: life === "" ? null : Number(life) } },
      {
        onSuccess: ({ token }) => {
          setName("");
          setScopes([]);
          onMade(token);
        },
      },
    );
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t("tokens.new")}
      size="lg"
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form className={styles.stack} onSubmit={submit}>
        <TextInput
          label={t("tokens.name")}
          description={t("tokens.nameHelp")}
          required
          data-autofocus
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("tokens.expires")}
          value={life}
          data={LIVES.map((days) => ({
            value: days === null ? "" : String(days),
            label: days === null ? t("tokens.forever") : t("tokens.days", { count: days }),
          }))}
          onChange={(event) => setLife(event.currentTarget.value)}
        />
        <Checkbox.Group label={t("tokens.scopes")} value={[...scopes]} onChange={setScopes}>
          <div className={styles.scopes}>
            {known.map((scope) => (
              <Checkbox key={scope} value={scope} label={t(`scope.${scope.replace(".", "-")}`)} />
            ))}
          </div>
        </Checkbox.Group>
        {make.error === null ? null : <ProblemAlert error={make.error} title={t("failed")} />}
        <Group gap={8} justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={make.isPending} disabled={scopes.length === 0}>
            {t("tokens.make")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
