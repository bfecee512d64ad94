import { Button, Group, Modal, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDo } from "../../client/queries.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";

interface SuppressBoxProps {
  readonly id: string;
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** Puts the number on the do-not-call list, with a reason. */
export function SuppressBox({ id, isOpen, close }: SuppressBoxProps): ReactNode {
  const { t } = useTranslation("number");
  const [reason, setReason] = useState("");
  const put = useDo("suppressNumber", ["showNumber", "listNumbers"]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { reason: reason.trim() === "" ? null : reason.trim() };
    const onSuccess = (): void => {
      close();
      notifications.show({ message: t("done.suppressed") });
    };
    put.mutate({ params: { id }, body }, { onSuccess });
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t("dnc.title")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form onSubmit={submit}>
        <p>{t("dnc.text")}</p>
        <TextInput
          data-autofocus
          mt={12}
          label={t("dnc.reason")}
          placeholder={t("dnc.placeholder")}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {put.error === null ? null : <ProblemAlert error={put.error} />}
        <Group justify="flex-end" mt={16}>
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={put.isPending}>
            {t("dnc.go")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
