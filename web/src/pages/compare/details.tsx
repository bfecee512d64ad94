import { Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import type { Answer } from "../../client/queries.ts";
import { usePages } from "../../client/use-pages.ts";
import { useFormat } from "../../format/use-format.ts";
import { ChangedNumbers } from "../../parts/numbers/changed-numbers.tsx";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { FilterChips } from "../../parts/page/filter-chips.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { Tabs } from "../../parts/page/tabs.tsx";
import { Tag } from "../../parts/runs/state-badge.tsx";
import { DataGrid, type GridColumn } from "../../parts/tables/data-grid.tsx";
import styles from "./compare.module.css";
import type { Comparison } from "./compare.tsx";

const TABS = ["clients", "new", "gone", "moved", "projects"] as const;
const SORTS = ["change", "gone", "new", "name"] as const;
type Sort = (typeof SORTS)[number];
type Client = Answer<"compareClients">["items"][number];
type Project = Answer<"compareProjects">["items"][number];
/** A loss of this share of a client's numbers is marked. */
const MARKED_LOSS = 0.3;

/** The changes by client, by number and by project. */
export function Details({ data }: { readonly data: Comparison }): ReactNode {
  const { t } = useTranslation("compare");
  const [asked, setAsked] = useSearchParams();
  const tab = TABS.find((one) => one === asked.get("tab")) ?? "clients";
  const client = asked.get("client");
  const [from, to] = [data.from.run, data.to.run];
  const { new: came, gone, moved } = data.totals.numbers;
  const counts = { clients: data.clients, new: came, gone, moved, projects: null };
  const dropClient = (): void => {
    const next = new URLSearchParams(asked);
    next.delete("client");
    setAsked(next, { replace: true });
  };
  return (
    <div className={styles.stack}>
      <Tabs
        label={t("tabs.label")}
        tabs={TABS.map((key) => ({
          key,
          to: `?a=${from}&b=${to}&tab=${key}`,
          label: t(`tabs.${key}`),
          isChosen: key === tab,
          ...(counts[key] !== null && { count: t("n", { n: counts[key] }) }),
        }))}
      />
      {client === null ? null : (
        <FilterChips
          chips={[{ key: "client", text: t("ofClient", { id: client }) }]}
          remove={dropClient}
          clear={dropClient}
        />
      )}
      {tab === "clients" ? (
        <Clients from={from} to={to} />
      ) : tab === "projects" ? (
        <Projects from={from} to={to} />
      ) : (
        <ChangedNumbers from={from} to={to} change={tab} client={client} />
      )}
    </div>
  );
}

interface Two {
  readonly from: number;
  readonly to: number;
}

function Clients({ from, to }: Two): ReactNode {
  const { t } = useTranslation("compare");
  const navigate = useNavigate();
  const [sort, setSort] = useState<Sort>("change");
  const [typed, setTyped] = useState("");
  const [text] = useDebouncedValue(typed.trim(), 250);
  const clients = usePages("compareClients", { query: { from, to, sort, ...(text !== "" && { text }) } });
  const most = Math.max(1, ...clients.items.map(({ numbers }) => Math.max(numbers.gone, numbers.new)));
  const columns = useClientColumns({ from, to }, most);
  return (
    <Card isFlush>
      <div className={styles.tools}>
        <TextInput
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder={t("findClient")}
          aria-label={t("findClient")}
          leftSection={<IconSearch size={16} />}
          className={styles.search}
        />
        <Select
          aria-label={t("sort.label")}
          value={sort}
          allowDeselect={false}
          onChange={(value) => setSort(SORTS.find((one) => one === value) ?? "change")}
          data={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
          w={190}
        />
      </div>
      <QueryState
        query={clients.query}
        skeleton={<Lines count={10} height={28} />}
        isEmpty={() => clients.items.length === 0}
        empty={<EmptyState title={t("noClient")} />}
      >
        {() => (
          <DataGrid
            label={t("tabs.clients")}
            columns={columns}
            rows={clients.items}
            idOf={({ id }) => id}
            total={clients.isComplete ? clients.items.length : null}
            onEnd={clients.more}
            onOpen={({ id, numbers }) =>
              void navigate(
                `?a=${from}&b=${to}&tab=${numbers.gone > numbers.new ? "gone" : "new"}&client=${encodeURIComponent(id)}`,
              )
            }
            phone={(client) => <PhoneRow client={client} />}
          />
        )}
      </QueryState>
    </Card>
  );
}

function useClientColumns({ from, to }: Two, most: number): readonly GridColumn<Client>[] {
  const { t } = useTranslation("compare");
  const format = useFormat();
  return [
    {
      id: "name",
      head: t("client"),
      width: "minmax(160px, 2fr)",
      cell: ({ name, before, numbers }) => (
        <span>
          <b>{name}</b>{" "}
          {before > 0 && numbers.gone / before >= MARKED_LOSS ? (
            <Tag tone="gone">{format.percent(-numbers.gone / before)}</Tag>
          ) : null}
        </span>
      ),
    },
    {
      id: "before",
      head: t("common:run.name", { run: from }),
      width: "100px",
      isRight: true,
      cell: ({ before }) => <span className="num">{format.number(before)}</span>,
    },
    {
      id: "bar",
      head: t("goneNew"),
      width: "minmax(140px, 2fr)",
      cell: ({ numbers }) => (
        <span className={styles.diverging} aria-hidden>
          <i data-part="gone" style={{ width: `${(numbers.gone / most) * 50}%` }} />
          <i data-part="new" style={{ width: `${(numbers.new / most) * 50}%` }} />
        </span>
      ),
    },
    {
      id: "gone",
      head: t("gone"),
      width: "90px",
      isRight: true,
      cell: ({ numbers }) => <span className="num gone">{format.difference(-numbers.gone)}</span>,
    },
    {
      id: "new",
      head: t("new"),
      width: "104px",
      isRight: true,
      cell: ({ numbers }) => <span className="num good">{format.difference(numbers.new)}</span>,
    },
    {
      id: "after",
      head: t("common:run.name", { run: to }),
      width: "100px",
      isRight: true,
      cell: ({ after }) => <span className="num strong">{format.number(after)}</span>,
    },
  ];
}

function PhoneRow({ client }: { readonly client: Client }): ReactNode {
  const format = useFormat();
  const { name, before, after, numbers } = client;
  return (
    <div className={styles.phoneRow}>
      <p>
        <b>{name}</b>
      </p>
      <p className="small num">
        {format.number(before)} → {format.number(after)}{" "}
        <span className="gone">{format.difference(-numbers.gone)}</span>{" "}
        <span className="good">{format.difference(numbers.new)}</span>
      </p>
    </div>
  );
}

function Projects({ from, to }: Two): ReactNode {
  const { t } = useTranslation("compare");
  const format = useFormat();
  const projects = usePages("compareProjects", { query: { from, to } });
  const columns: readonly GridColumn<Project>[] = [
    {
      id: "name",
      head: t("project"),
      width: "minmax(160px, 2fr)",
      cell: ({ name, id }) => <b>{name || id}</b>,
    },
    { id: "client", head: t("client"), width: "minmax(140px, 1.4fr)", cell: ({ client }) => client },
    {
      id: "went",
      head: t("went"),
      width: "110px",
      isRight: true,
      cell: ({ pairs }) => <span className="num gone">{format.difference(-pairs.went)}</span>,
    },
    {
      id: "came",
      head: t("came"),
      width: "110px",
      isRight: true,
      cell: ({ pairs }) => <span className="num good">{format.difference(pairs.came)}</span>,
    },
  ];
  return (
    <Card isFlush>
      <QueryState
        query={projects.query}
        skeleton={<Lines count={10} height={28} />}
        isEmpty={() => projects.items.length === 0}
        empty={<EmptyState title={t("noProject")} />}
      >
        {() => (
          <DataGrid
            label={t("tabs.projects")}
            columns={columns}
            rows={projects.items}
            idOf={({ id }) => id}
            total={projects.isComplete ? projects.items.length : null}
            onEnd={projects.more}
            phone={({ name, id, client, pairs }) => (
              <div className={styles.phoneRow}>
                <p>
                  <b>{name || id}</b> · {client}
                </p>
                <p className="small num">
                  <span className="gone">{format.difference(-pairs.went)}</span>{" "}
                  <span className="good">{format.difference(pairs.came)}</span>
                </p>
              </div>
            )}
          />
        )}
      </QueryState>
    </Card>
  );
}
