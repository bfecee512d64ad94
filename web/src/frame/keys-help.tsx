import { Kbd, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./keys-help.module.css";

/** Where keys hold, and what they do there; keys that do the same stand side by side, parted by two spaces. */
const KEYS = [
  [
    "everywhere",
    [
      ["/", "search"],
      ["Ctrl K", "commands"],
      ["g  h r n e q a s", "goTo"],
      ["j  k", "rows"],
      ["Enter", "open"],
      ["Esc", "close"],
      ["[  ]", "tabs"],
      ["?", "help"],
    ],
  ],
  [
    "home",
    [
      ["1 – 9", "card"],
      ["s", "verb"],
    ],
  ],
  [
    "run",
    [
      ["s", "stop"],
      ["c", "continue"],
      ["l", "log"],
      ["p", "pause"],
      ["f", "follow"],
    ],
  ],
  [
    "numbers",
    [
      ["e", "export"],
      ["r", "reveal"],
      ["y", "link"],
    ],
  ],
  ["compare", [["w", "swap"]]],
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
      {KEYS.map(([place, keys]) => (
        <section key={place} className={styles.place}>
          <h3>{t(`keys.at.${place}`)}</h3>
          <dl className={styles.keys}>
            {keys.map(([pressed, word]) => (
              <div key={word}>
                <dt>
                  {pressed.split("  ").map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dt>
                <dd>{t(`keys.${word}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p className="small t2">{t("keys.off")}</p>
    </Modal>
  );
}
