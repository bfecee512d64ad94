import type { ReactNode } from "react";
import { Link } from "react-router";
import styles from "./tabs.module.css";

/** One tab: an address, so that back and copied links work. */
export interface Tab {
  readonly key: string;
  readonly to: string;
  readonly label: string;
  readonly count?: ReactNode;
  readonly isChosen: boolean;
}

/** Tabs as links. */
export function Tabs({ tabs, label }: { readonly tabs: readonly Tab[]; readonly label: string }): ReactNode {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map(({ key, to, label: text, count, isChosen }) => (
        <Link
          key={key}
          to={to}
          className={styles.tab}
          data-chosen={isChosen || undefined}
          aria-current={isChosen ? "page" : "false"}
          replace
        >
          {text}
          {count === undefined ? null : <span className={styles.count}>{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
