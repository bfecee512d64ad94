import { IconCloudOff } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/use-format.ts";
import { useConnection } from "../live/use-live.ts";
import styles from "./bars.module.css";

/** A moment without connection is not worth a word. */
const PATIENCE_MS = 5000;

/** One grey bar over the page while the service is not reached; goes by itself. */
export function OfflineBar(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { isUp, since } = useConnection();
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    setIsLong(false);
    if (isUp) return;
    const timer = setTimeout(() => setIsLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isUp]);
  return (
    <div role="status">
      {!isUp && isLong ? (
        <p className={styles.bar}>
          <IconCloudOff size={18} aria-hidden />
          {t("offline", { time: format.clock(since, true) })}
        </p>
      ) : null}
    </div>
  );
}
