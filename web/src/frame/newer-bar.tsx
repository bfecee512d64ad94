import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isNewerThere } from "../client/newer.ts";
import { useConnection } from "../live/use-live.ts";
import styles from "./bars.module.css";

/** One bar over the page once the service came back with a newer dashboard; what was typed stays until one reloads. */
export function NewerBar(): ReactNode {
  const { t } = useTranslation();
  const { isUp } = useConnection();
  const wasUp = useRef(isUp);
  const [isNewer, setIsNewer] = useState(false);
  useEffect(() => {
    if (isUp && !wasUp.current) isNewerThere().then(setIsNewer, () => undefined);
    wasUp.current = isUp;
  }, [isUp]);
  return (
    <div role="status">
      {isNewer ? (
        <p className={styles.bar}>
          <IconRefresh size={18} aria-hidden />
          {t("newer.title")}
          <Button variant="default" size="xs" onClick={() => location.reload()}>
            {t("newer.reload")}
          </Button>
        </p>
      ) : null}
    </div>
  );
}
