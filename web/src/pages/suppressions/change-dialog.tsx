import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDo } from "../../client/queries.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { ChangeReport } from "./change-report.tsx";
import styles from "./suppressions.module.css";

interface ChangeDialogProps {
  readonly kind: "add" | "remove";
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** Numbers typed or pasted, one a line, put on the list or taken off it. */
export function ChangeDialog({ kind, isOpen, close }: ChangeDialogProps): ReactNode {
  const { t } = useTranslation("suppressions");
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t(`${kind}.title`)}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <Fields kind={kind} close={close} />
    </Modal>
  );
}

function Fields({ kind, close }: Omit<ChangeDialogProps, "isOpen">): ReactNode {
  const { t } = useTranslation("suppressions");
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const refreshes = ["listSuppressions", "suppressionFacts"] as const;
  const add = useDo("addSuppressions", refreshes);
  const remove = useDo("removeSuppressions", refreshes);
  const { data, error, isPending } = kind === "add" ? add : remove;
  const phones = typed
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const why = reason.trim();
  const press = (): void => {
    if (kind === "add") add.mutate({ body: { phones, reason: why === "" ? null : why } });
    else remove.mutate({ body: { phones, reason: why } });
  };
  if (data !== undefined) return <ChangeReport kind={kind} change={data} close={close} />;
  return (
    <div className={styles.fields}>
      <Textarea
        label={t("numbers.label")}
        description={t("numbers.about")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autosize
        minRows={3}
        maxRows={10}
        autoComplete="off"
        data-autofocus
      />
      <TextInput
        label={t(kind === "add" ? "reason.label" : "reason.needed")}
        required={kind === "remove"}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {error === null ? null : <ProblemAlert error={error} title={t("notDone")} />}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={close}>
          {t("common:cancel")}
        </Button>
        <Button
          color={kind === "remove" ? "red" : "accent"}
          disabled={phones.length === 0 || phones.length > 1000 || (kind === "remove" && why === "")}
          loading={isPending}
          onClick={press}
        >
          {t(`${kind}.act`, { count: phones.length })}
        </Button>
      </Group>
    </div>
  );
}
