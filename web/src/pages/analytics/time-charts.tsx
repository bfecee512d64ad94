import { BarChart, LineChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useFormat } from "../../format/use-format.ts";
import type { Point } from "./points.ts";

interface TimeChartProps {
  readonly points: readonly Point[];
  /** The finding, for readers. */
  readonly label: string;
}

const HEIGHT = 240;
const GRID = { strokeDasharray: "0", vertical: false };

/** Numbers over time. A press on a point opens its run. */
export function GrowthChart({ points, label }: TimeChartProps): ReactNode {
  const { t } = useTranslation("analytics");
  const { data, number, opens } = useChart(points);
  return (
    <div role="img" aria-label={label}>
      <LineChart
        h={HEIGHT}
        data={data}
        dataKey="label"
        series={[{ name: "numbers", label: t("col.numbers"), color: "var(--dm-accent)" }]}
        valueFormatter={number}
        curveType="linear"
        withDots={points.length < 60}
        strokeWidth={2}
        gridProps={GRID}
        yAxisProps={{ domain: ["auto", "auto"], width: 72 }}
        lineChartProps={{ onClick: opens, accessibilityLayer: true }}
        lineProps={{ isAnimationActive: false }}
      />
    </div>
  );
}

/** New above the axis, gone below it. */
export function ChangesChart({ points, label }: TimeChartProps): ReactNode {
  const { t } = useTranslation("analytics");
  const { data, number, opens } = useChart(points);
  return (
    <div role="img" aria-label={label}>
      <BarChart
        h={HEIGHT}
        data={data}
        dataKey="label"
        type="stacked"
        series={[
          { name: "new", label: t("col.new"), color: "var(--dm-good-fill)" },
          { name: "less", label: t("col.gone"), color: "var(--dm-gone-fill)" },
        ]}
        valueFormatter={(value) => number(Math.abs(value))}
        withLegend
        gridProps={GRID}
        yAxisProps={{ width: 72 }}
        barChartProps={{ onClick: opens, stackOffset: "sign", accessibilityLayer: true }}
        barProps={{ isAnimationActive: false }}
      />
    </div>
  );
}

function useChart(points: readonly Point[]) {
  const format = useFormat();
  const navigate = useNavigate();
  return {
    number: (value: number) => format.number(value),
    data: points.map((point) => ({ ...point, less: -point.gone, label: format.day(point.at) })),
    opens: ({ activeTooltipIndex }: { activeTooltipIndex?: number | string | null | undefined }): void => {
      const point = points[Number(activeTooltipIndex ?? -1)];
      if (point !== undefined) void navigate(`/runs/${point.run}`);
    },
  };
}
