import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PlainTable } from "../../parts/tables/plain-table.tsx";
import styles from "./quality.module.css";
import type { Quality } from "./quality.tsx";

type Repair = Quality["repairs"][number];

/** How many numbers each rule repaired, with what it does, so that people can check whether they trust it. */
export function Repaired({ quality }: { readonly quality: Quality }): ReactNode {
  const { t } = useTranslation("quality");
  const format = useFormat();
  const { repairs } = quality;
  if (repairs.length === 0)
    return (
      <Card>
        <EmptyState title={t("repairedNone")} />
      </Card>
    );
  return (
    <Card title={t("repairedTitle")} isFlush foot={t("repairedText")}>
      <PlainTable<Repair>
        label={t("repairedTitle")}
        hasCards
        rows={repairs}
        idOf={({ code }) => code}
        columns={[
          { key: "rule", head: t("col.rule"), cell: ({ code }) => <b>{t(`repair.${code}`)}</b> },
          {
            key: "numbers",
            head: t("col.numbers"),
            isRight: true,
            cell: ({ count }) => format.number(count),
          },
          {
            key: "typed",
            head: t("col.typed"),
            cell: ({ example }) => <span className={styles.raw}>{example.before}</span>,
          },
          {
            key: "read",
            head: t("col.read"),
            cell: ({ example }) => <span className={styles.raw}>{example.after}</span>,
          },
        ]}
      />
    </Card>
  );
}
