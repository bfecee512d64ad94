import { SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { usePages } from "../../client/use-pages.ts";
import { Card } from "../page/card.tsx";
import { EmptyState } from "../page/empty-state.tsx";
import { Lines, QueryState } from "../page/query-state.tsx";
import { Code, Tag } from "../runs/state-badge.tsx";
import { DataGrid, type GridColumn } from "../tables/data-grid.tsx";
import styles from "./changed-numbers.module.css";

type Pair = Answer<"compareNumbers">["items"][number];
const CHANGES = ["new", "gone", "moved"] as const;

interface ChangedNumbersProps {
  readonly from: number;
  readonly to: number;
  readonly change: (typeof CHANGES)[number];
  /** Without it the change is what the page says, and there is no choice. */
  readonly setChange?: (change: (typeof CHANGES)[number]) => void;
  /** The CRM's id: only what is of it. */
  readonly client: string | null;
  readonly actions?: ReactNode;
}

/** Numbers that came, went or moved between two runs, masked, each with its project. */
export function ChangedNumbers({
  from,
  to,
  change,
  setChange,
  client,
  actions,
}: ChangedNumbersProps): ReactNode {
  const { t } = useTranslation();
  const may = useMay("numbers.see");
  const pairs = usePages(
    "compareNumbers",
    { query: { from, to, change, ...(client !== null && { client }) } },
    { enabled: may },
  );
  const columns = useColumns();
  return (
    <Card isFlush>
      {setChange === undefined && actions === undefined ? null : (
        <div className={styles.tools}>
          {setChange === undefined ? null : (
            <SegmentedControl
              size="xs"
              value={change}
              onChange={(value) => setChange(CHANGES.find((one) => one === value) ?? "new")}
              data={CHANGES.map((one) => ({ value: one, label: t(`changed.${one}`) }))}
              aria-label={t("changed.label")}
            />
          )}
          {actions}
        </div>
      )}
      <QueryState
        query={pairs.query}
        skeleton={<Lines count={10} height={28} />}
        isEmpty={() => pairs.items.length === 0}
        empty={<EmptyState title={t(`changed.none.${change}`, { from, to })} />}
      >
        {() => (
          <DataGrid
            label={t("changed.label")}
            columns={columns}
            rows={pairs.items}
            idOf={(pair) => `${pairs.items.indexOf(pair)}`}
            total={pairs.isComplete ? pairs.items.length : null}
            onEnd={pairs.more}
            phone={(pair) => <PhoneRow pair={pair} />}
          />
        )}
      </QueryState>
    </Card>
  );
}

function useColumns(): readonly GridColumn<Pair>[] {
  const { t } = useTranslation();
  return [
    {
      id: "phone",
      head: t("changed.number"),
      width: "190px",
      cell: ({ phone }) => <span className="num strong nowrap">{phone}</span>,
    },
    {
      id: "change",
      head: t("changed.change"),
      width: "120px",
      cell: ({ pair }) => (
        <Tag tone={pair === "came" ? "good" : "gone"}>
          {t(pair === "came" ? "changed.came" : "changed.went")}
        </Tag>
      ),
    },
    {
      id: "region",
      head: t("changed.country"),
      width: "90px",
      cell: ({ region }) => <Code>{region}</Code>,
    },
    {
      id: "type",
      head: t("changed.type"),
      width: "minmax(150px, 0.8fr)",
      cell: ({ type }) => t(`numberType.${type}`),
    },
    { id: "client", head: t("changed.client"), width: "minmax(140px, 1fr)", cell: ({ client }) => client },
    {
      id: "project",
      head: t("changed.project"),
      width: "minmax(140px, 1fr)",
      cell: ({ project }) => project,
    },
    { id: "run", head: t("changed.run"), width: "80px", isRight: true, cell: ({ run }) => run },
  ];
}

function PhoneRow({ pair }: { readonly pair: Pair }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={styles.phoneRow}>
      <p className="num strong">{pair.phone}</p>
      <p className="small t2">
        {t(pair.pair === "came" ? "changed.came" : "changed.went")} · {pair.client} · {pair.project}
      </p>
    </div>
  );
}
