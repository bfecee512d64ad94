import { Button, Group, Modal, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "../../../../src/contract/contract.ts";
import { useDo } from "../../client/queries.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { ROLES } from "./roles.ts";
import styles from "./settings.module.css";

interface InviteDialogProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  /** The link's path, shown once. */
  readonly onInvited: (path: string) => void;
}

/** Name, e-mail and role of somebody new. */
export function InviteDialog({ isOpen, close, onInvited }: InviteDialogProps): ReactNode {
  const { t } = useTranslation("settings");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const invite = useDo("inviteUser", ["listUsers"]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    invite.mutate(
      { body: { name, email, role } },
      {
        onSuccess: ({ path }) => {
          setName("");
          setEmail("");
          onInvited(path);
        },
      },
    );
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t("users.invite")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form className={styles.stack} onSubmit={submit}>
        <TextInput
          label={t("users.name")}
          required
          data-autofocus
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t("users.email")}
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("users.role")}
          description={t(`roleMay.${role}`)}
          value={role}
          data={ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }))}
          onChange={(event) => setRole(event.currentTarget.value as Role)}
        />
        {invite.error === null ? null : <ProblemAlert error={invite.error} title={t("failed")} />}
        <Group gap={8} justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={invite.isPending}>
            {t("users.makeLink")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
