import { Kbd, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./keys-help.module.css";

const KEYS = [
  ["/", "search"],
  ["Ctrl K", "commands"],
  ["g  h r n e q a s", "goTo"],
  ["j  k", "rows"],
  ["Enter", "open"],
  ["Esc", "close"],
  ["[  ]", "tabs"],
  ["?", "help"],
] as const;

/** The keys of every page, behind `?`. */
export function KeysHelp({
  isOpen,
  close,
}: {
  readonly isOpen: boolean;
  readonly close: () => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t("keys.title")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <dl className={styles.keys}>
        {KEYS.map(([keys, word]) => (
          <div key={word}>
            <dt>
              {keys.split("  ").map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{t(`keys.${word}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
