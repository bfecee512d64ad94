import type { Icon } from "@tabler/icons-react";
import { IconInbox } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./empty-state.module.css";

interface EmptyStateProps {
  readonly icon?: Icon;
  readonly title: string;
  readonly text?: ReactNode;
  /** One or two buttons. */
  readonly actions?: ReactNode;
}

/** What will be here once there is something, and the button that makes it so. */
export function EmptyState({ icon: Mark = IconInbox, title, text, actions }: EmptyStateProps): ReactNode {
  return (
    <div className={styles.empty}>
      <Mark size={28} stroke={1.5} aria-hidden className={styles.mark} />
      <p className={styles.title}>{title}</p>
      {text === undefined ? null : <div className={styles.text}>{text}</div>}
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
