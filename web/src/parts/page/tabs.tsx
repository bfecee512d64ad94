import { type ReactNode, useEffect, useRef } from "react";
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

/** Tabs as links; `[` and `]` go to the one before and after. Where they are wider than the page the chosen one is in view. */
export function Tabs({ tabs, label }: { readonly tabs: readonly Tab[]; readonly label: string }): ReactNode {
  const list = useRef<HTMLElement>(null);
  const at = tabs.findIndex(({ isChosen }) => isChosen);
  useEffect(() => {
    const chosen = list.current?.children[at];
    if (chosen instanceof HTMLElement && list.current !== null)
      list.current.scrollLeft = chosen.offsetLeft - (list.current.clientWidth - chosen.offsetWidth) / 2;
  }, [at]);
  return (
    <nav ref={list} className={`${styles.tabs} fades`} aria-label={label}>
      {tabs.map(({ key, to, label: text, count, isChosen }, place) => (
        <Link
          key={key}
          to={to}
          className={styles.tab}
          data-chosen={isChosen || undefined}
          aria-current={isChosen ? "page" : "false"}
          {...(Math.abs(place - at) === 1 && { "aria-keyshortcuts": place < at ? "[" : "]" })}
          replace
        >
          {text}
          {count === undefined ? null : <span className={styles.count}>{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
