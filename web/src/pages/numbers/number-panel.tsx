import { ActionIcon, Button, Drawer } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAnswer } from "../../client/queries.ts";
import { PresenceStrip } from "../../parts/charts/presence-strip.tsx";
import { withoutRepeats } from "../../parts/numbers/number-stays.ts";
import { Phone } from "../../parts/numbers/phone.tsx";
import { QueryState } from "../../parts/page/query-state.tsx";
import { NumberActions } from "../number/number-actions.tsx";
import { NumberFacts } from "../number/number-facts.tsx";
import type { ShownNumber } from "../number/shown-number.ts";
import styles from "./number-panel.module.css";

interface NumberPanelProps {
  readonly id: string;
  readonly isWide: boolean;
  readonly close: () => void;
}

/** What is known of the chosen number: beside the list, or from below where there is no room. */
export function NumberPanel({ id, isWide, close }: NumberPanelProps): ReactNode {
  const { t } = useTranslation("numbers");
  useEffect(() => {
    if (!isWide) return;
    const pressed = (event: KeyboardEvent): void => {
      // Over a dialog or a menu the key closes that alone.
      const isOver = document.querySelector("[aria-modal=true], [role=menu]") !== null;
      if (event.key === "Escape" && !isOver) close();
    };
    // Before they close themselves, after which nothing tells that they were there.
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, [isWide, close]);
  if (!isWide) {
    return (
      <Drawer
        opened
        onClose={close}
        position="bottom"
        size="85%"
        title={t("panel.label")}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <Details id={id} close={null} />
      </Drawer>
    );
  }
  return (
    <aside className={styles.panel} aria-label={t("panel.label")}>
      <Details id={id} close={close} />
    </aside>
  );
}

function Details({ id, close }: { readonly id: string; readonly close: (() => void) | null }): ReactNode {
  const { t } = useTranslation("numbers");
  const answer = useAnswer("showNumber", { params: { id } });
  return (
    <QueryState query={answer}>
      {(shown) => (
        <>
          <div className={styles.head}>
            <h2>
              <Phone id={id} phone={shown.phone} />
            </h2>
            {close === null ? null : (
              <ActionIcon variant="subtle" color="gray" aria-label={t("panel.close")} onClick={close}>
                <IconX size={18} />
              </ActionIcon>
            )}
          </div>
          <div className={styles.body}>
            <NumberActions shown={shown} />
            <NumberFacts shown={shown} />
            <Places shown={shown} />
            <Button component={Link} to={`/numbers/${id}`} variant="default" fullWidth>
              {t("panel.whole")}
            </Button>
          </div>
        </>
      )}
    </QueryState>
  );
}

/** So many runs have a square here. */
const RUNS = 10;
const PLACES = 6;

function Places({ shown }: { readonly shown: ShownNumber }): ReactNode {
  const { t } = useTranslation("number");
  const { t: words } = useTranslation("numbers");
  const places = withoutRepeats(shown.stays);
  return (
    <>
      <h3>{t("seenIn", { count: places.length })}</h3>
      <ul className={styles.places}>
        {places.slice(0, PLACES).map(({ key, stays: [stay, ...rest] }) => (
          <li key={key}>
            <span className={styles.placeHead}>
              <strong>{stay.project}</strong>
              <PresenceStrip
                runs={shown.runs
                  .filter(({ source }) => source === stay.source)
                  .slice(-RUNS)
                  .map(({ run }) => run)}
                stays={[stay, ...rest]}
              />
            </span>
            <span className="t2">{stay.client}</span>
            {stay.label === null ? null : <code className={styles.raw}>{stay.label}</code>}
          </li>
        ))}
      </ul>
      <p className="caption t3">{words("panel.strips")}</p>
    </>
  );
}
