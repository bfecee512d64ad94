import { ActionIcon, Tooltip } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../client/session.tsx";
import styles from "./masked-number.module.css";

/** How long a revealed number is shown. */
const SHOWN_SECONDS = 60;

/** A number that was revealed, and for how many seconds still. */
export interface Revealed {
  readonly text: string;
  readonly seconds: number;
}

interface MaskedNumberProps {
  /** As the server masked it. */
  readonly masked: string;
  /** Asks the server for the whole number; without it there is no eye. */
  readonly reveal?: () => Promise<string>;
  /** Revealed by the page (for many rows at once) instead of here. */
  readonly revealed?: Revealed | undefined;
}

/** A masked number; who may reveals it for a minute with a countdown. Masked again when the tab is hidden or the row goes. */
export function MaskedNumber({ masked, reveal, revealed }: MaskedNumberProps): ReactNode {
  const { t } = useTranslation();
  const may = useMay("numbers.reveal");
  const [own, show] = useReveal();
  const [isAsking, setIsAsking] = useState(false);
  const shown = revealed ?? own;
  const press = async (): Promise<void> => {
    if (reveal === undefined) return;
    setIsAsking(true);
    try {
      show(await reveal());
    } finally {
      setIsAsking(false);
    }
  };
  if (shown !== undefined) {
    return (
      <span className={styles.number}>
        {shown.text}
        <span className={styles.left} title={t("reveal.shown", { count: shown.seconds })}>
          0:{String(shown.seconds).padStart(2, "0")}
        </span>
      </span>
    );
  }
  return (
    <span className={styles.number}>
      <span aria-hidden>{masked}</span>
      <span className="hidden-text">{t("reveal.masked", { end: masked.slice(-2) })}</span>
      {may && reveal !== undefined ? (
        <Tooltip label={t("reveal.button")}>
          <ActionIcon
            size="sm"
            loading={isAsking}
            onClick={() => void press()}
            aria-label={t("reveal.button")}
            data-reveal
          >
            <IconEye size={16} />
          </ActionIcon>
        </Tooltip>
      ) : null}
    </span>
  );
}

/** A revealed text with its countdown; gone after a minute, and at once when the tab is hidden. */
export function useReveal(): readonly [Revealed | undefined, (text: string | undefined) => void] {
  const [revealed, setRevealed] = useState<Revealed>();
  const isShown = revealed !== undefined;
  useEffect(() => {
    if (!isShown) return;
    const timer = setInterval(() => {
      setRevealed((before) =>
        before === undefined || before.seconds <= 1 ? undefined : { ...before, seconds: before.seconds - 1 },
      );
    }, 1000);
    const hidden = (): void => {
      if (document.hidden) setRevealed(undefined);
    };
    document.addEventListener("visibilitychange", hidden);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", hidden);
    };
  }, [isShown]);
  const show = useCallback((text: string | undefined) => {
    setRevealed(text === undefined ? undefined : { text, seconds: SHOWN_SECONDS });
  }, []);
  return [revealed, show];
}
