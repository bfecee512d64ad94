import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/use-format.ts";
import { PresenceStrip } from "../../parts/charts/presence-strip.tsx";
import { withoutRepeats } from "../../parts/numbers/number-stays.ts";
import { Card } from "../../parts/page/card.tsx";
import styles from "./number.module.css";
import type { ShownNumber } from "./shown-number.ts";

type Stay = ShownNumber["stays"][number];

/** Project by project in which runs the number was there, since when, and how it is labelled. */
export function NumberHistory({ shown }: { readonly shown: ShownNumber }): ReactNode {
  const { t } = useTranslation("number");
  const places = withoutRepeats(shown.stays);
  const gone = shown.stays.every(({ goneRun }) => goneRun !== null);
  const lastGone = shown.stays.reduce((run, { goneRun }) => Math.max(run, goneRun ?? 0), 0);
  return (
    <Card
      title={t("history", { count: shown.runs.length })}
      mark={gone ? <span className="gone small">{t("gone", { run: lastGone })}</span> : null}
      isFlush
    >
      <ul className={styles.history}>
        {places.map(({ key, stays }) => (
          <Place key={key} shown={shown} stays={stays} />
        ))}
      </ul>
    </Card>
  );
}

function Place({
  shown,
  stays,
}: {
  readonly shown: ShownNumber;
  readonly stays: readonly [Stay, ...Stay[]];
}): ReactNode {
  const { t } = useTranslation("number");
  const format = useFormat();
  const [stay] = stays;
  const runs = shown.runs.filter(({ source }) => source === stay.source).map(({ run }) => run);
  const inOrder = stays.toSorted((one, other) => one.cameRun - other.cameRun);
  const told = inOrder.flatMap(({ cameRun, goneRun }, at) => [
    ...(at === 0 ? [] : [t("backIn", { run: cameRun })]),
    ...(goneRun === null ? [] : [t("goneIn", { run: goneRun })]),
  ]);
  return (
    <li>
      <div>
        <strong>{stay.client}</strong> <span className="t2">· {stay.project}</span>
        <div className="small t2">
          {[t("since", { time: format.time(inOrder[0]?.firstSeen ?? stay.firstSeen) }), ...told].join(", ")}
        </div>
        {stay.unverified ? <div className="small look">{t("unverified")}</div> : null}
        {stay.label === null ? null : (
          <div className="small">
            <span className="t3">{t("label")}</span> <code>{stay.label}</code>
          </div>
        )}
        {stay.contact === null ? null : (
          <div className="small">
            <span className="t3">{t("contact")}</span> <code>{stay.contact}</code>
          </div>
        )}
      </div>
      <div className={styles.scroll}>
        <PresenceStrip runs={runs} stays={stays} />
      </div>
    </li>
  );
}
