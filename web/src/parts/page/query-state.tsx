import { Button, Skeleton } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../client/problem.ts";
import { useFormat } from "../../format/use-format.ts";
import { useConnection } from "../../live/use-live.ts";
import { EmptyState } from "./empty-state.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { ProblemAlert } from "./problem-alert.tsx";
import styles from "./query-state.module.css";

interface QueryStateProps<Data> {
  readonly query: UseQueryResult<Data, Error>;
  /** What is drawn where there is an answer, but nothing in it. */
  readonly empty?: ReactNode;
  readonly isEmpty?: (data: Data) => boolean;
  /** In the final shape; default: three lines. */
  readonly skeleton?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** The states of whatever an answer is drawn from: loading, error, not there, empty, there, and there but no longer fresh. */
export function QueryState<Data>(props: QueryStateProps<Data>): ReactNode {
  const { query, empty, isEmpty, children } = props;
  const { data, error } = query;
  if (data === undefined) {
    if (error instanceof ApiProblem && error.status === 404)
      return <EmptyState icon={IconMapOff} title={error.message} />;
    if (error !== null) return <ProblemAlert error={error} retry={() => void query.refetch()} />;
    return <Loading skeleton={props.skeleton} />;
  }
  return (
    <ErrorBoundary>
      <Aged query={query}>{empty !== undefined && isEmpty?.(data) === true ? empty : children(data)}</Aged>
    </ErrorBoundary>
  );
}

/** Nothing for 150 ms, then the skeleton; after 3 s a word and Cancel. */
function Loading({ skeleton }: { readonly skeleton?: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [step, setStep] = useState<"nothing" | "skeleton" | "late">("nothing");
  useEffect(() => {
    const timers = [setTimeout(() => setStep("skeleton"), 150), setTimeout(() => setStep("late"), 3000)];
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div className={styles.loading} aria-busy="true" data-hidden={step === "nothing" || undefined}>
      <div aria-hidden>{skeleton ?? <Lines />}</div>
      <p role="status" className={step === "late" ? styles.late : "hidden-text"}>
        {step === "nothing" ? null : t(step === "late" ? "stillLoading" : "loading")}
        {step === "late" ? (
          <Button variant="default" size="xs" onClick={() => void client.cancelQueries()}>
            {t("cancel")}
          </Button>
        ) : null}
      </p>
    </div>
  );
}

/** Skeleton of so many lines or table rows. */
export function Lines({
  count = 3,
  height = 14,
}: {
  readonly count?: number;
  readonly height?: number;
}): ReactNode {
  return (
    <div className={styles.lines}>
      {[...Array(count).keys()].map((line) => (
        <Skeleton key={line} height={height} width={line === count - 1 && count > 1 ? "60%" : "100%"} />
      ))}
    </div>
  );
}

/** Dimmed, with the time it is of, while the service is not reached. */
function Aged({
  query,
  children,
}: {
  readonly query: UseQueryResult;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { isUp } = useConnection();
  if (isUp && !query.isError) return children;
  return (
    <div className={styles.aged}>
      {children}
      <p className={styles.asOf}>{t("asOf", { time: format.clock(query.dataUpdatedAt, true) })}</p>
    </div>
  );
}
