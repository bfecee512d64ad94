import type { ReactNode } from "react";

/** The mark: a grid of keys, the dialled ones bright. */
export function Mark({ size = 30 }: { readonly size?: number }): ReactNode {
  const keys = [
    [9.2, 8.2, 0.55],
    [15, 8.2, 0.55],
    [20.8, 8.2, 0.55],
    [9.2, 14, 0.55],
    [15, 14, 1],
    [20.8, 14, 0.55],
    [9.2, 19.8, 0.55],
    [15, 19.8, 1],
    [20.8, 19.8, 1],
  ] as const;
  return (
    <svg viewBox="0 0 30 30" width={size} height={size} aria-hidden="true">
      <rect width="30" height="30" rx="7" fill="var(--dm-accent)" />
      {keys.map(([x, y, opacity]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r="1.9" fill="#fff" opacity={opacity} />
      ))}
    </svg>
  );
}
