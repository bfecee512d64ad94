import { useElementSize } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { useFormat } from "../../format/use-format.ts";
import styles from "./charts.module.css";

/** Requests a second at a moment. */
export interface SpeedPoint {
  /** ms since 1970. */
  readonly at: number;
  readonly value: number;
  /** What was allowed then; null where nothing bounds it. */
  readonly limit: number | null;
}

/** Something that happened: a throttle, a breaker; a mark on the axis, in words. */
export interface SpeedEvent {
  readonly at: number;
  readonly text: string;
}

interface SpeedChartProps {
  readonly points: readonly SpeedPoint[];
  readonly events?: readonly SpeedEvent[];
  /** Says the chart in a sentence. */
  readonly label: string;
  /** What the dashed line is, told under the chart. */
  readonly limitLabel: string;
  /** What a mark on the axis is. */
  readonly eventLabel: string;
}

/** Over less, seconds are written. */
const SHORT_MS = 5 * 60_000;
const [HEIGHT, LEFT, BOTTOM, TOP] = [220, 36, 24, 18];
/** Until its place is measured, and narrower than which it is not drawn. */
const [FIRST_WIDTH, LEAST_WIDTH] = [720, 260];
/** Narrower has room for three times under the axis, not five. */
const NARROW = 480;

/** Speed over time, the limit dashed; stands still while the pointer is over it, arrow keys walk the points. */
export function SpeedChart(props: SpeedChartProps): ReactNode {
  const { points, events = [], label } = props;
  const format = useFormat();
  const [held, setHeld] = useState<readonly SpeedPoint[]>();
  const [at, setAt] = useState<number>();
  const { ref, width: measured } = useElementSize<HTMLElement>();
  const width = measured === 0 ? FIRST_WIDTH : Math.max(LEAST_WIDTH, Math.round(measured));
  const drawn = held ?? points;
  if (drawn.length < 2) return null;
  const scale = scaleOf(drawn, width);
  const limits = drawn.filter((point): point is SpeedPoint & { limit: number } => point.limit !== null);
  const chosen = at === undefined ? undefined : drawn[Math.min(at, drawn.length - 1)];
  return (
    <figure ref={ref} className={styles.chart}>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
        <Axes
          scale={scale}
          clock={(moment) => format.clock(moment, scale.to - scale.from < SHORT_MS)}
          number={(value) => format.number(value, scale.digits)}
        />
        <path
          className={styles.area}
          d={`${pathOf(drawn, scale, ({ value }) => value)} L ${scale.x(scale.to)} ${scale.y(0)} L ${scale.x(scale.from)} ${scale.y(0)} Z`}
        />
        <path className={styles.line} d={pathOf(drawn, scale, ({ value }) => value)} />
        {limits.length > 1 ? (
          <path className={styles.limit} d={pathOf(limits, scale, ({ limit }) => limit ?? 0)} />
        ) : null}
        {events.map((event) => (
          <path
            key={`${event.at} ${event.text}`}
            className={styles.event}
            d={`M ${scale.x(event.at) - 4} ${HEIGHT - BOTTOM - 8} h 8 l -4 7 Z`}
          >
            <title>{`${format.clock(event.at, true)} ${event.text}`}</title>
          </path>
        ))}
        {chosen === undefined ? null : (
          <circle className={styles.dot} cx={scale.x(chosen.at)} cy={scale.y(chosen.value)} r="4" />
        )}
      </svg>
      <input
        type="range"
        className={styles.walk}
        min={0}
        max={drawn.length - 1}
        value={at ?? drawn.length - 1}
        aria-label={label}
        aria-valuetext={
          chosen === undefined ? label : `${format.clock(chosen.at, true)}: ${format.number(chosen.value, 1)}`
        }
        onChange={(event) => setAt(event.currentTarget.valueAsNumber)}
        onMouseEnter={() => setHeld(points)}
        onMouseMove={(event) => setAt(nearest(event, drawn.length))}
        onMouseLeave={() => {
          setHeld(undefined);
          setAt(undefined);
        }}
        onBlur={() => setAt(undefined)}
      />
      {chosen === undefined ? null : (
        <figcaption className={styles.tip}>
          {format.clock(chosen.at, true)} · <b>{format.number(chosen.value, 1)}</b>
        </figcaption>
      )}
      <p className={styles.legend}>
        {limits.length > 1 ? <span data-part="limit">{props.limitLabel}</span> : null}
        {events.length > 0 ? <span data-part="event">{props.eventLabel}</span> : null}
      </p>
    </figure>
  );
}

interface Scale {
  readonly width: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly top: number;
  readonly digits: number;
  x(at: number): number;
  y(value: number): number;
}

function scaleOf(points: readonly SpeedPoint[], width: number): Scale {
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 1];
  const most = Math.max(0.1, ...points.map(({ value, limit }) => Math.max(value, limit ?? 0)));
  const rough = most / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const top = Math.max(step * Math.ceil(most / step), most * 1.05);
  return {
    width,
    from,
    to,
    step,
    top,
    digits: step < 1 ? 1 : 0,
    x: (at) => LEFT + ((at - from) / Math.max(1, to - from)) * (width - LEFT - 4),
    y: (value) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - TOP),
  };
}

function pathOf(points: readonly SpeedPoint[], scale: Scale, value: (point: SpeedPoint) => number): string {
  return `M ${points.map((point) => `${scale.x(point.at).toFixed(1)} ${scale.y(value(point)).toFixed(1)}`).join(" L ")}`;
}

function Axes({
  scale,
  clock,
  number,
}: {
  readonly scale: Scale;
  readonly clock: (at: number) => string;
  readonly number: (value: number) => string;
}): ReactNode {
  const lines = [...Array(Math.floor(scale.top / scale.step) + 1).keys()].map((line) => line * scale.step);
  const parts = scale.width < NARROW ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1];
  const times = parts.map((part) => scale.from + part * (scale.to - scale.from));
  return (
    <>
      {lines.map((value) => (
        <g key={value}>
          <line
            className={styles.grid}
            x1={LEFT}
            x2={scale.width - 4}
            y1={scale.y(value)}
            y2={scale.y(value)}
          />
          <text className={styles.tick} x={LEFT - 8} y={scale.y(value) + 4} textAnchor="end">
            {number(value)}
          </text>
        </g>
      ))}
      {times.map((at, place) =>
        // Within one second the next time would say the same.
        place > 0 && clock(at) === clock(times[place - 1] ?? 0) ? null : (
          <text
            key={at}
            className={styles.tick}
            x={scale.x(at)}
            y={HEIGHT - 6}
            textAnchor={place === 0 ? "start" : place === times.length - 1 ? "end" : "middle"}
          >
            {clock(at)}
          </text>
        ),
      )}
    </>
  );
}

function nearest(event: React.MouseEvent<HTMLElement>, count: number): number {
  const box = event.currentTarget.getBoundingClientRect();
  const part = (event.clientX - box.left - LEFT) / Math.max(1, box.width - LEFT);
  return Math.round(Math.min(1, Math.max(0, part)) * (count - 1));
}
