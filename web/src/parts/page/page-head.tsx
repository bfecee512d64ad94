import { type ReactNode, useEffect, useRef } from "react";
import { useNavigationType } from "react-router";
import styles from "./page-head.module.css";

interface PageHeadProps {
  readonly title: string;
  /** A state badge or the like beside the title. */
  readonly mark?: ReactNode;
  readonly sub?: ReactNode;
  /** Way back: links, outermost first. */
  readonly crumbs?: ReactNode;
  readonly actions?: ReactNode;
}

let isFirst = true;

/** Head of a page: title (also of the document), line under it, actions at the right. Takes the focus when one came here by a link. */
export function PageHead({ title, mark, sub, crumbs, actions }: PageHeadProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const how = useNavigationType();
  useEffect(() => {
    document.title = `${title} · DataMaster`;
  }, [title]);
  useEffect(() => {
    if (!isFirst && how === "PUSH") heading.current?.focus({ preventScroll: true });
    isFirst = false;
  }, [how]);
  return (
    <div className={styles.head}>
      <div className={styles.texts}>
        {crumbs === undefined ? null : <div className={styles.crumbs}>{crumbs}</div>}
        <div className={styles.titleRow}>
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          {mark}
        </div>
        {sub === undefined ? null : <p className={styles.sub}>{sub}</p>}
      </div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
