import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import { Figure, Figures } from "../../parts/page/figure.tsx";
import styles from "./compare.module.css";
import type { Comparison } from "./compare.tsx";

/** The figures of a comparison, and the band: gone, in both (drawn shorter), new. */
export function Band({ data }: { readonly data: Comparison }): ReactNode {
  const { t } = useTranslation("compare");
  const format = useFormat();
  const { from, to, totals } = data;
  const { new: came, gone, moved } = totals.numbers;
  const [before, after] = [from.totals.numbers, to.totals.numbers];
  const both = Math.max(0, before - gone);
  const changed = Math.max(1, came + gone);
  return (
    <Card>
      <div className={styles.figures}>
        <Figures>
          <Figure label={t("in", { run: from.run })} value={format.number(before)} />
          <Figure label={t("gone")} value={format.difference(-gone)} tone="gone" note={t("goneNote")} />
          <Figure label={t("new")} value={format.difference(came)} tone="good" note={t("newNote")} />
          <Figure
            label={t("in", { run: to.run })}
            value={format.number(after)}
            note={t(after >= before ? "more" : "fewer", { n: Math.abs(after - before) })}
          />
          <Figure label={t("moved")} value={format.number(moved)} note={t("movedNote")} />
          <Figure
            label={t("both")}
            value={format.number(both)}
            note={t("bothNote", { share: format.percent(before === 0 ? 0 : both / before), run: from.run })}
          />
        </Figures>
      </div>
      <div className={styles.band} role="img" aria-label={t("bandLabel", { gone, both, came })}>
        <i data-part="gone" style={{ flexGrow: gone / changed }} />
        <i data-part="both">{t("both")}</i>
        <i data-part="new" style={{ flexGrow: came / changed }} />
      </div>
      <p className={styles.legend}>
        <span data-part="gone">{t("legendGone", { n: gone })}</span>
        <span data-part="both">{t("legendBoth", { n: both })}</span>
        <span data-part="new">{t("legendNew", { n: came })}</span>
      </p>
    </Card>
  );
}
