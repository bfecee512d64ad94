import {
  type Icon,
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconClockPause,
  IconProgress,
  IconSquare,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./state-badge.module.css";

/** Grey not started or stopped, blue running, green done, amber waits or look, red act; violet for what is gone. */
export type Tone = "idle" | "run" | "good" | "look" | "act" | "gone";

const ICONS: Readonly<Record<string, Icon>> = {
  running: IconProgress,
  stopping: IconProgress,
  paused: IconClockPause,
  waiting: IconCircleDashed,
  stopped: IconSquare,
  complete: IconCircleCheck,
  partial: IconAlertTriangle,
  late: IconAlertTriangle,
  failed: IconAlertOctagon,
  refused: IconAlertOctagon,
  abandoned: IconSquare,
  never: IconCircleDashed,
};

const TONES: Readonly<Record<string, Tone>> = {
  running: "run",
  stopping: "run",
  paused: "look",
  waiting: "idle",
  stopped: "idle",
  complete: "good",
  partial: "look",
  late: "look",
  failed: "act",
  refused: "act",
  abandoned: "idle",
  never: "idle",
};

const TONE_ICONS: Readonly<Record<Tone, Icon>> = {
  idle: IconCircleDashed,
  run: IconProgress,
  good: IconCircleCheck,
  look: IconAlertTriangle,
  act: IconAlertOctagon,
  gone: IconSquare,
};

interface StateBadgeProps {
  /** A state of `common:status`: its icon and tone are known. */
  readonly state?: string;
  readonly tone?: Tone;
  readonly icon?: Icon;
  /** The word; a state never is only a colour. */
  readonly children: ReactNode;
}

/** Word, shape and colour of a state. */
export function StateBadge({ state = "", tone, icon, children }: StateBadgeProps): ReactNode {
  const drawn = tone ?? TONES[state] ?? "idle";
  const Mark = icon ?? ICONS[state] ?? TONE_ICONS[drawn];
  return (
    <span className={styles.badge} data-tone={drawn}>
      <Mark size={14} stroke={2.2} aria-hidden />
      <span>{children}</span>
    </span>
  );
}

/** A small mark without a shape: counts, `Do not call`, a type. */
export function Tag({
  tone = "idle",
  children,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  );
}

/** A country or another short code in a frame. */
export function Code({
  children,
  title,
}: {
  readonly children: ReactNode;
  readonly title?: string;
}): ReactNode {
  return (
    <abbr className={styles.code} title={title}>
      {children}
    </abbr>
  );
}
