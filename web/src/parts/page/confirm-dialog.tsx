import { Button, Group, Modal, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemAlert } from "./problem-alert.tsx";

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly title: string;
  /** Names what is lost. */
  readonly children: ReactNode;
  /** The verb on the button. */
  readonly verb: string;
  readonly isDangerous?: boolean;
  /** What must be typed before the verb can be pressed: a name, the last digits. */
  readonly mustType?: { readonly label: string; readonly text: string };
  /** Rejects with a problem, which the dialogue shows; closes otherwise. */
  readonly act: () => Promise<unknown>;
}

/** A question before what cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Modal
      opened={props.isOpen}
      onClose={props.close}
      title={props.title}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Question {...props} />
    </Modal>
  );
}

function Question({ close, children, verb, isDangerous, mustType, act }: ConfirmDialogProps): ReactNode {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<unknown>();
  const [isActing, setIsActing] = useState(false);
  const press = async (): Promise<void> => {
    setIsActing(true);
    setError(undefined);
    try {
      await act();
      close();
    } catch (problem) {
      setError(problem);
    } finally {
      setIsActing(false);
    }
  };
  return (
    <>
      {children}
      {mustType === undefined ? null : (
        <TextInput
          mt={16}
          label={mustType.label}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
        />
      )}
      {error === undefined ? null : <ProblemAlert error={error} />}
      <Group justify="flex-end" mt={24} gap={8}>
        <Button variant="default" onClick={close} data-autofocus>
          {t("cancel")}
        </Button>
        <Button
          color={isDangerous === true ? "red" : "accent"}
          loading={isActing}
          disabled={mustType !== undefined && typed.trim() !== mustType.text}
          onClick={() => void press()}
        >
          {verb}
        </Button>
      </Group>
    </>
  );
}
