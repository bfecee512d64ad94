import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ChangedNumbers } from "../../parts/numbers/changed-numbers.tsx";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import styles from "./run.module.css";
import type { RunView } from "./run.tsx";

/** What is new and gone against the run before; known at the end. */
export function Changes({ view: { data, live } }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const [change, setChange] = useState<"new" | "gone" | "moved">("new");
  const { run, source, status, totals } = data.run;
  const isOver = live === undefined && (status === "complete" || status === "partial");
  if (!isOver) return <Empty title={t("changes.atEnd")} text={t("changes.atEndText")} />;
  if (data.before === null) {
    const numbers = `/numbers?source=${encodeURIComponent(source)}`;
    return (
      <Empty
        title={t("changes.first", { n: totals.numbers })}
        actions={
          <Button component={Link} to={numbers} variant="default">
            {t("changes.numbers")}
          </Button>
        }
      />
    );
  }
  if (data.before.pruned) return <Empty title={t("changes.pruned", { run: data.before.run })} />;
  return (
    <div className={styles.stack}>
      <ChangedNumbers
        from={data.before.run}
        to={run}
        change={change}
        setChange={setChange}
        client={null}
        actions={
          <Button
            component={Link}
            to={`/runs/compare?a=${data.before.run}&b=${run}`}
            variant="default"
            size="xs"
          >
            {t("head.compare", { run: data.before.run })}
          </Button>
        }
      />
    </div>
  );
}

function Empty(props: {
  readonly title: string;
  readonly text?: string;
  readonly actions?: ReactNode;
}): ReactNode {
  return (
    <Card>
      <EmptyState {...props} />
    </Card>
  );
}
