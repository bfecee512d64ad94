import { SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Answer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { usePages } from "../../client/use-pages.ts";
import { Card } from "../page/card.tsx";
import { EmptyState } from "../page/empty-state.tsx";
import { Lines, QueryState } from "../page/query-state.tsx";
import { Code, Tag } from "../runs/state-badge.tsx";
import { DataGrid, type GridColumn } from "../tables/data-grid.tsx";
import styles from "./changed-numbers.module.css";
import { Phone } from "./phone.tsx";
import { RevealButton } from "./reveal-button.tsx";
import { RevealsProvider } from "./reveals.tsx";
import { useRevealing } from "./use-revealing.ts";

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

/** Numbers that came, went or moved between two runs, masked until somebody who may asks for one, each with its project. */
export function ChangedNumbers(props: ChangedNumbersProps): ReactNode {
  return (
    <RevealsProvider>
      <Changed {...props} />
    </RevealsProvider>
  );
}

function Changed({ from, to, change, setChange, client, actions }: ChangedNumbersProps): ReactNode {
  const { t } = useTranslation();
  const may = useMay("numbers.see");
  const pairs = usePages(
    "compareNumbers",
    { query: { from, to, change, ...(client !== null && { client }) } },
    { enabled: may },
  );
  const columns = useColumns();
  const navigate = useNavigate();
  const { mayReveal, reveal } = useRevealing();
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
            onOpen={({ id }) => navigate(`/numbers/${id}`)}
            onKey={(key, { id }) => {
              if (key === "r" && mayReveal) reveal([id]);
            }}
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
      width: "230px",
      cell: (pair) => <PairPhone pair={pair} />,
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

function PairPhone({ pair: { id, phone } }: { readonly pair: Pair }): ReactNode {
  return (
    <span className={styles.phone}>
      <Phone id={id} phone={phone} />
      <RevealButton id={id} phone={phone} />
    </span>
  );
}

function PhoneRow({ pair }: { readonly pair: Pair }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={styles.phoneRow}>
      <PairPhone pair={pair} />
      <p className="small t2">
        {t(pair.pair === "came" ? "changed.came" : "changed.went")} · {pair.client} · {pair.project}
      </p>
    </div>
  );
}
