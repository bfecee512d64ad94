import type { ReactNode } from "react";
import styles from "./charts.module.css";

const [WIDTH, HEIGHT, EDGE] = [116, 32, 3];

/** A trend in a glance; `label` says it in words. Nothing where there are fewer than two points. */
export function Sparkline({
  points,
  label,
}: {
  readonly points: readonly number[];
  readonly label: string;
}): ReactNode {
  if (points.length < 2) return null;
  const [low, high] = [Math.min(...points), Math.max(...points)];
  const x = (at: number): number => EDGE + (at / (points.length - 1)) * (WIDTH - 2 * EDGE);
  const y = (value: number): number =>
    HEIGHT - EDGE - (high === low ? 0.5 : (value - low) / (high - low)) * (HEIGHT - 2 * EDGE);
  const line = points.map((value, at) => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join(" L ");
  const last = points.length - 1;
  return (
    <svg
      className={styles.spark}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
    >
      <path className={styles.area} d={`M ${x(0)} ${HEIGHT} L ${line} L ${x(last)} ${HEIGHT} Z`} />
      <path className={styles.line} d={`M ${line}`} />
      <circle className={styles.dot} cx={x(last)} cy={y(points[last] ?? 0)} r="2.5" />
    </svg>
  );
}
