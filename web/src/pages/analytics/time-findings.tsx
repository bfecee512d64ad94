import { Component, lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { loaded } from "../../client/newer.ts";
import { useFormat } from "../../format/use-format.ts";
import { Lines } from "../../parts/page/query-state.tsx";
import styles from "./analytics.module.css";
import { type ChartTable, Finding } from "./finding.tsx";
import type { Point, Trend } from "./points.ts";

const charts = () => loaded(import("./time-charts.tsx"));
const GrowthChart = lazy(async () => ({ default: (await charts()).GrowthChart }));
const ChangesChart = lazy(async () => ({ default: (await charts()).ChangesChart }));

/** Fewer points say nothing as a line. */
const LEAST_POINTS = 3;

interface TimeFindingsProps {
  readonly points: readonly Point[];
  readonly trends: readonly Trend[];
  readonly isByWeek: boolean;
}

/** What changed over time: how many numbers, what came and went, how fresh each source is. */
export function TimeFindings({ points, trends, isByWeek }: TimeFindingsProps): ReactNode {
  const { t } = useTranslation("analytics");
  const format = useFormat();
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const share = first.numbers === 0 ? 0 : (last.numbers - first.numbers) / first.numbers;
  const growth = t(`growth.${share > 0 ? "up" : share < 0 ? "down" : "same"}`, {
    share: format.percent(Math.abs(share)),
    now: last.numbers,
  });
  const sum = (of: "new" | "gone"): number => points.reduce((total, point) => total + point[of], 0);
  const [came, gone] = [sum("new"), sum("gone")];
  const changes = came + gone === 0 ? t("changes.none") : t("changes.some", { new: came, gone });
  const sources = new Set(trends.map(({ source }) => source)).size;
  const isFew = points.length < LEAST_POINTS;
  const table = tableOf(points, isByWeek, t, format);
  const few = isFew ? t("few") : undefined;
  return (
    <>
      <Finding
        title={growth}
        name="numbers"
        table={table}
        note={few ?? `${t("axis")}${sources > 1 ? ` ${t("sumNote")}` : ""}`}
      >
        {isFew ? null : (
          <Drawn name="growth">
            <GrowthChart points={points} label={growth} isByWeek={isByWeek} />
          </Drawn>
        )}
      </Finding>
      <Finding title={changes} name="changes" table={table} note={few}>
        {isFew ? null : (
          <Drawn name="changes">
            <ChangesChart points={points} label={changes} isByWeek={isByWeek} />
          </Drawn>
        )}
      </Finding>
      <Freshness trends={trends} />
    </>
  );
}

function tableOf(
  points: readonly Point[],
  isByWeek: boolean,
  t: (key: string) => string,
  format: ReturnType<typeof useFormat>,
): ChartTable {
  const shownAt = (cell: string | number | null): ReactNode =>
    isByWeek ? format.day(cell ?? "") : format.time(cell ?? "");
  const heads = isByWeek ? [t("col.week")] : [t("col.run"), t("col.at")];
  return {
    heads: [...heads, t("col.numbers"), t("col.new"), t("col.gone")],
    rows: points
      .toReversed()
      .map(({ run, at, numbers, new: came, gone }) => [
        ...(isByWeek ? [at] : [String(run), at]),
        ...[numbers, came, gone],
      ]),
    shown: (cell, column) =>
      typeof cell === "number" ? format.number(cell) : column === (isByWeek ? 0 : 1) ? shownAt(cell) : cell,
  };
}

/** How old what each source holds is. */
function Freshness({ trends }: { readonly trends: readonly Trend[] }): ReactNode {
  const { t } = useTranslation("analytics");
  const format = useFormat();
  const newest = [...new Map(trends.map((trend) => [trend.source, trend])).values()].sort((one, other) =>
    one.at.localeCompare(other.at),
  );
  const [oldest] = newest;
  if (oldest === undefined) return null;
  const title = t(newest.length === 1 ? "fresh.one" : "fresh.oldest", {
    source: oldest.source,
    time: format.time(oldest.at),
  });
  return (
    <div className={styles.whole}>
      <Finding
        title={title}
        name="freshness"
        table={{
          heads: [t("col.source"), t("col.at"), t("col.numbers")],
          rows: newest.map(({ source, at, numbers }) => [source, at, numbers]),
          shown: (cell, column) =>
            typeof cell === "number" ? format.number(cell) : column === 1 ? format.time(cell ?? "") : cell,
        }}
      >
        {null}
      </Finding>
    </div>
  );
}

interface DrawnProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** A chart of the lazy chunk; where that cannot be loaded, a word: the table is one press away. */
class Drawn extends Component<DrawnProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (this.state.hasFailed) return <NoChart />;
    return (
      <Suspense
        fallback={
          <div aria-busy="true">
            <Lines count={6} height={30} />
          </div>
        }
      >
        {this.props.children}
      </Suspense>
    );
  }
}

function NoChart(): ReactNode {
  const { t } = useTranslation("analytics");
  return <p className="t2">{t("noChart")}</p>;
}
