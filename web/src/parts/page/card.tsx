import { type ReactNode, useId } from "react";
import styles from "./card.module.css";

interface CardProps {
  readonly title?: ReactNode;
  /** Beside the title: a count or a badge. */
  readonly mark?: ReactNode;
  readonly actions?: ReactNode;
  readonly foot?: ReactNode;
  /** Red line: a person must act. */
  readonly isUrgent?: boolean;
  /** No padding inside: for tables and lists. */
  readonly isFlush?: boolean;
  readonly children: ReactNode;
}

/** A surface with head, body and foot. */
export function Card({ title, mark, actions, foot, isUrgent, isFlush, children }: CardProps): ReactNode {
  const id = useId();
  return (
    <section
      className={styles.card}
      data-urgent={isUrgent === true || undefined}
      aria-labelledby={title === undefined ? undefined : id}
    >
      {title === undefined ? null : (
        <div className={styles.head}>
          <div className={styles.title}>
            <h2 id={id}>{title}</h2>
            {mark}
          </div>
          {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
        </div>
      )}
      <div className={isFlush === true ? styles.flush : styles.body}>{children}</div>
      {foot === undefined ? null : <div className={styles.foot}>{foot}</div>}
    </section>
  );
}
