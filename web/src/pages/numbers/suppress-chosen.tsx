import { Button, Group, Modal, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDo } from "../../client/queries.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import type { Selection } from "./use-selection.ts";

interface SuppressChosenProps {
  readonly selection: Selection;
  readonly close: () => void;
}

/** Puts the chosen numbers on the do-not-call list, with a reason. */
export function SuppressChosen({ selection: { rows, clear }, close }: SuppressChosenProps): ReactNode {
  const { t } = useTranslation("numbers");
  const [reason, setReason] = useState("");
  const put = useDo("suppressNumbers", ["listNumbers", "showNumber", "showNewNumbers"]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { ids: rows.map(({ id }) => id), reason: reason.trim() === "" ? null : reason.trim() };
    put.mutate(
      { body },
      {
        onSuccess: ({ changed }) => {
          close();
          clear();
          notifications.show({ message: t("chosen.suppressed", { count: changed }) });
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("chosen.suppressTitle", { count: rows.length })}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form onSubmit={submit}>
        <p>{t("chosen.suppressText")}</p>
        <TextInput
          data-autofocus
          mt={12}
          label={t("chosen.reason")}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {put.error === null ? null : <ProblemAlert error={put.error} />}
        <Group justify="flex-end" mt={16}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={put.isPending}>
            {t("chosen.suppress")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
