import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import { Figure, Figures } from "../../parts/page/figure.tsx";
import styles from "./run.module.css";
import { countsOf, type RunView } from "./run.tsx";

/** What a run that is over came to. */
export function SummaryCard({ view }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const format = useFormat();
  const { run, before } = view.data;
  const { totals, source, status } = run;
  const isOver = status === "complete" || status === "partial";
  const numbers = `/numbers?source=${encodeURIComponent(source)}`;
  const compare = before === null ? null : `/runs/compare?a=${before.run}&b=${run.run}`;
  const share = totals.recordsHeld === 0 ? 0 : totals.rejected / totals.recordsHeld;
  return (
    <Card>
      <div className={styles.ratio}>
        <p className={styles.sentence}>
          <b>{t(`summary.${status}`, { time: format.duration(totals.seconds * 1000) })}</b>{" "}
          {isOver ? <Result view={view} /> : t("summary.saved", { n: totals.records })}
        </p>
      </div>
      <div className={styles.figures}>
        <Figures>
          <Figure
            label={t("figure.recordsRead")}
            value={format.number(totals.records)}
            note={t("figure.requests", { count: totals.requests })}
          />
          {isOver ? (
            <>
              <Figure
                label={t("figure.held")}
                value={<Link to={numbers}>{format.number(totals.numbers)}</Link>}
                note={t("figure.inProjects", { n: totals.projects })}
              />
              <Figure
                label={t("figure.new")}
                tone="good"
                value={<ToChanges to={compare} text={format.difference(totals.new)} />}
              />
              <Figure
                label={t("figure.gone")}
                tone="gone"
                value={<ToChanges to={compare} text={format.difference(-totals.gone)} />}
              />
              <Figure
                label={t("figure.rejected")}
                value={<Link to="/quality">{format.number(totals.rejected)}</Link>}
                note={t("figure.share", { share })}
              />
            </>
          ) : (
            <Figure label={t("figure.projects")} value={format.number(countsOf(view).projects)} />
          )}
          <Figure
            label={t("figure.quarantined")}
            value={<Link to={`/runs/${run.run}?tab=quarantine`}>{format.number(totals.quarantined)}</Link>}
            {...(totals.quarantined > 0 && { tone: "look" })}
          />
          <Figure
            label={t("figure.retries")}
            value={format.number(totals.retries)}
            {...(totals.throttled > 0 && { note: t("figure.throttled", { count: totals.throttled }) })}
          />
        </Figures>
      </div>
    </Card>
  );
}

function ToChanges({ to, text }: { readonly to: string | null; readonly text: string }): ReactNode {
  return to === null ? text : <Link to={to}>{text}</Link>;
}

function Result({ view: { data } }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const { totals, scope } = data.run;
  const { numbers, new: came, gone, quarantined } = totals;
  const found =
    data.before === null
      ? t("summary.first", { numbers })
      : came === 0 && gone === 0
        ? t("summary.same", { numbers, run: data.before.run })
        : t("summary.changed", { numbers, new: came, gone });
  const isWhole = scope.failedOf === undefined && scope.limit === null && scope.clients.length === 0;
  return `${found} ${quarantined > 0 ? t("summary.aside", { count: quarantined }) : isWhole ? t("summary.agrees") : ""}`;
}
