import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LiveRun } from "../../../../src/contract/events.ts";
import { useAnswer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { SpeedChart, type SpeedEvent, type SpeedPoint } from "../../parts/charts/speed-chart.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import { SimpleTable } from "../../parts/tables/simple-table.tsx";

/** The chart asks for its points so often while a run goes on. */
const EVERY_MS = 5_000;

/** Requests a second over the run, the limit dashed, throttle answers as marks; also as a table. */
export function SpeedPanel({
  run,
  live,
}: {
  readonly run: number;
  readonly live: LiveRun | undefined;
}): ReactNode {
  const { t } = useTranslation("run");
  const format = useFormat();
  const [isTable, setTable] = useState(false);
  const speed = useAnswer("showSpeed", { params: { run } }, live === undefined ? {} : { everyMs: EVERY_MS });
  useRefetchAtEnd(live !== undefined, () => void speed.refetch());
  return (
    <Panel
      title={t("speed.title")}
      mark={<span className="small t3">{t("speed.unit")}</span>}
      query={speed}
      isEmpty={({ points }) => points.length < 2}
      empty={<EmptyState title={t(live === undefined ? "speed.none" : "speed.soon")} />}
      actions={
        <>
          {live === undefined ? null : (
            <b className="num">{t("speed.now", { n: format.number(live.requestsPerSecond, 1) })}</b>
          )}
          <Button variant="subtle" size="xs" onClick={() => setTable(!isTable)}>
            {t(isTable ? "common:chart" : "common:table")}
          </Button>
        </>
      }
    >
      {({ startedAt, points }) => {
        const drawn = pointsOf(startedAt, points);
        const most = Math.max(...drawn.map(({ value }) => value));
        const label = t("speed.label", { most: format.number(most, 1) });
        return isTable ? (
          <SpeedTable points={drawn} />
        ) : (
          <SpeedChart
            points={drawn}
            events={eventsOf(startedAt, points, (count) => t("speed.throttled", { count }))}
            label={label}
            limitLabel={t("speed.limit")}
            eventLabel={t("speed.asked")}
          />
        );
      }}
    </Panel>
  );
}

/** Requests are counted whole: one second alone of a slow CRM says 3 or 4 where it is 3.4. */
const SMOOTHED = 5;

type Point = {
  readonly t: number;
  readonly requests: number;
  readonly throttled: number;
  readonly limit: number | null;
};

function pointsOf(startedAt: string, points: readonly Point[]): SpeedPoint[] {
  const begin = Date.parse(startedAt);
  return points.map(({ t, limit }, at) => {
    const last = points.slice(Math.max(0, at + 1 - SMOOTHED), at + 1);
    const since = points[at - SMOOTHED]?.t ?? (last[0]?.t ?? t) - 1;
    const requests = last.reduce((sum, point) => sum + point.requests, 0);
    return { at: begin + t * 1000, value: requests / Math.max(1, t - since), limit };
  });
}

function eventsOf(
  startedAt: string,
  points: readonly Point[],
  text: (count: number) => string,
): SpeedEvent[] {
  const begin = Date.parse(startedAt);
  return points
    .filter(({ throttled }) => throttled > 0)
    .map(({ t, throttled }) => ({ at: begin + t * 1000, text: text(throttled) }));
}

const ROWS = 40;

function SpeedTable({ points }: { readonly points: readonly SpeedPoint[] }): ReactNode {
  const { t } = useTranslation("run");
  const format = useFormat();
  const step = Math.max(1, Math.ceil(points.length / ROWS));
  return (
    <SimpleTable
      label={t("speed.title")}
      head={
        <>
          <th>{t("speed.time")}</th>
          <th className="right">{t("speed.unit")}</th>
          <th className="right">{t("speed.limit")}</th>
        </>
      }
    >
      {points
        .filter((_, at) => at % step === 0)
        .map(({ at, value, limit }) => (
          <tr key={at}>
            <td>{format.clock(at, true)}</td>
            <td className="right">{format.number(value, 1)}</td>
            <td className="right">{limit === null ? "—" : format.number(limit, 1)}</td>
          </tr>
        ))}
    </SimpleTable>
  );
}

/** The last points are kept a moment after the end. */
function useRefetchAtEnd(isLive: boolean, refetch: () => void): void {
  const was = useRef(isLive);
  useEffect(() => {
    if (was.current && !isLive) refetch();
    was.current = isLive;
  }, [isLive, refetch]);
}
