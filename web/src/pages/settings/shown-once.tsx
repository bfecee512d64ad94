import { Button, Checkbox, CopyButton, Modal } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./settings.module.css";

interface ShownOnceProps {
  readonly title: string;
  readonly about: string;
  /** A token or link; null: nothing is shown. */
  readonly secret: string | null;
  readonly onDone: () => void;
}

/** A secret that is told once: it goes when one says that it is stored. */
export function ShownOnce({ title, about, secret, onDone }: ShownOnceProps): ReactNode {
  const { t } = useTranslation("settings");
  const [isStored, setStored] = useState(false);
  const done = (): void => {
    setStored(false);
    onDone();
  };
  return (
    <Modal
      opened={secret !== null}
      onClose={done}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <div className={styles.stack}>
        <p>{about}</p>
        <p className={styles.secret} data-testid="secret">
          {secret}
        </p>
        <CopyButton value={secret ?? ""}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
            >
              {copied ? t("copied") : t("copy")}
            </Button>
          )}
        </CopyButton>
        <Checkbox
          label={t("stored")}
          checked={isStored}
          onChange={(event) => setStored(event.currentTarget.checked)}
        />
        <Button disabled={!isStored} onClick={done}>
          {t("close")}
        </Button>
      </div>
    </Modal>
  );
}
