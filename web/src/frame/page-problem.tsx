import type { ReactNode } from "react";
import { useRouteError } from "react-router";
import { ProblemAlert } from "../parts/page/problem-alert.tsx";
import styles from "./frame.module.css";

/** A page that could not be loaded or drawn; Try again loads it anew. */
export function PageProblem(): ReactNode {
  const error = useRouteError();
  return (
    <div className={styles.alone}>
      <ProblemAlert error={error} retry={() => location.reload()} />
    </div>
  );
}
