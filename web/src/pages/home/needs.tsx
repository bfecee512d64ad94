import { Button } from "@mantine/core";
import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Answer, useAnswer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import { QueryState } from "../../parts/page/query-state.tsx";
import { Tag } from "../../parts/runs/state-badge.tsx";
import styles from "./needs.module.css";

type Need = Answer<"listNeeds">["items"][number];

/** What a person must look at, each with its cause and one button; one line where there is nothing. */
export function Needs(): ReactNode {
  const { t } = useTranslation("home");
  const format = useFormat();
  const needs = useAnswer("listNeeds", {}, { staleMs: 60_000 });
  const { data } = needs;
  if (data?.items.length === 0) {
    return (
      <p className={styles.none} role="status">
        <IconCircleCheck size={18} className="good" aria-hidden />
        {t("needs.none", { time: format.clock(data.checkedAt) })}
      </p>
    );
  }
  return (
    <Card
      title={t("needs.title")}
      mark={data === undefined ? null : <Tag tone="look">{data.items.length}</Tag>}
      isFlush={data !== undefined}
    >
      <QueryState query={needs}>
        {({ items }) => (
          <ul className={styles.list}>
            {items.map((need) => (
              <NeedLine
                key={`${need.kind} ${need.source} ${"client" in need ? need.client : ""}`}
                need={need}
              />
            ))}
          </ul>
        )}
      </QueryState>
    </Card>
  );
}

function NeedLine({ need }: { readonly need: Need }): ReactNode {
  const words = useWords(need);
  const mustAct = need.kind === "refused" || need.kind === "failed";
  const Mark = mustAct ? IconAlertOctagon : IconAlertTriangle;
  return (
    <li className={styles.need}>
      <Mark size={19} className={mustAct ? "act" : "look"} aria-hidden />
      <p>
        <b>{words.title}</b> <span className="t2">{words.text}</span>
      </p>
      <Button component={Link} to={words.to} variant="default" size="xs">
        {words.button}
      </Button>
    </li>
  );
}

interface Words {
  readonly title: string;
  readonly text: string;
  readonly button: string;
  readonly to: string;
}

function useWords(need: Need): Words {
  const { t } = useTranslation("home");
  const format = useFormat();
  switch (need.kind) {
    case "refused":
      return {
        title: t("needs.refused", { source: need.source }),
        text: t("needs.refusedText", { time: format.time(need.at) }),
        button: t("needs.fixAccess"),
        to: `/sources/${encodeURIComponent(need.source)}`,
      };
    case "loss":
      return {
        title: t("needs.loss", { client: need.client, lost: need.lost, had: need.had, run: need.run }),
        text: t("needs.lossText", { others: format.percent(need.others) }),
        button: t("needs.seeLoss"),
        to: `/runs/compare?a=${need.from}&b=${need.run}`,
      };
    case "quarantined":
      return {
        title: t("needs.quarantined", { count: need.units, run: need.run }),
        text: t("needs.quarantinedText", { source: need.source }),
        button: t("needs.seeQuarantine"),
        to: `/runs/${need.run}?tab=quarantine`,
      };
    default: {
      const isFailed = need.kind === "failed";
      const time = format.time(need.at);
      return {
        title: t(isFailed ? "needs.failed" : "needs.gaveUp", { source: need.source, run: need.run }),
        text: t(isFailed ? "needs.failedText" : "needs.gaveUpText", { run: need.run, time }),
        button: t("needs.openRun", { run: need.run }),
        to: `/runs/${need.run}`,
      };
    }
  }
}
