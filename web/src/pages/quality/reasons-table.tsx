import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/use-format.ts";
import { Meter } from "../../parts/charts/meter.tsx";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PlainTable } from "../../parts/tables/plain-table.tsx";
import styles from "./quality.module.css";
import type { Quality } from "./quality.tsx";
import { RejectedDrawer } from "./rejected-drawer.tsx";

type Reason = Quality["reasons"][number];

interface ReasonsTableProps {
  readonly quality: Quality;
  readonly source: string | null;
}

/** Why fields give no number: how many, an example, and what to do in the CRM. A press shows the fields. */
export function ReasonsTable({ quality, source }: ReasonsTableProps): ReactNode {
  const { t } = useTranslation("quality");
  const [shown, setShown] = useState<Reason["reason"] | null>(null);
  const format = useFormat();
  if (quality.rejected === 0)
    return (
      <Card>
        <EmptyState title={t("empty.title")} text={t("empty.text")} />
      </Card>
    );
  return (
    <Card isFlush>
      <PlainTable<Reason>
        label={t("tabs.reasons")}
        hasCards
        rows={quality.reasons}
        idOf={({ reason }) => reason}
        columns={[
          {
            key: "reason",
            head: t("col.reason"),
            cell: ({ reason, clients }) => (
              <div className={styles.reason}>
                <div>
                  <b>{t(`reason.${reason}`)}</b>
                </div>
                <div className="t3 small">{t("inClients", { count: clients })}</div>
              </div>
            ),
          },
          {
            key: "fields",
            head: t("col.fields"),
            isRight: true,
            cell: ({ reason, count }) => (
              <Button
                variant="subtle"
                size="compact-sm"
                p={0}
                onClick={() => setShown(reason)}
                aria-label={`${format.number(count)}. ${t("show", { reason: t(`reason.${reason}`) })}`}
              >
                {format.number(count)}
              </Button>
            ),
          },
          {
            key: "share",
            head: t("col.share"),
            isRight: true,
            isWide: true,
            cell: (row) => <Share share={row.count / quality.rejected} name={t(`reason.${row.reason}`)} />,
          },
          {
            key: "change",
            head: t("col.change"),
            isRight: true,
            cell: ({ count, before }) => (before === null ? "—" : format.difference(count - before)),
          },
          { key: "example", head: t("col.example"), cell: (row) => <Examples reason={row} /> },
          {
            key: "mend",
            head: t("col.mend"),
            isWide: true,
            cell: ({ reason }) => <div className={styles.mend}>{t(`mend.${reason}`)}</div>,
          },
        ]}
      />
      <RejectedDrawer source={source} reason={shown} close={() => setShown(null)} />
    </Card>
  );
}

/** A share as a bar and a figure. */
export function Share({ share, name }: { readonly share: number; readonly name: string }): ReactNode {
  const format = useFormat();
  return (
    <div className={styles.share}>
      <Meter ratio={share} label={name} tone="look" isThin />
      <span>{format.percent(share)}</span>
    </div>
  );
}

function Examples({ reason: { examples } }: { readonly reason: Reason }): ReactNode {
  const { t } = useTranslation("quality");
  if (examples.length === 0) return <span className="t3">{t("noText")}</span>;
  return (
    <div className={styles.examples}>
      {examples.slice(0, 2).map((example) => (
        <span key={example} className={styles.raw} title={example}>
          {example}
        </span>
      ))}
    </div>
  );
}
