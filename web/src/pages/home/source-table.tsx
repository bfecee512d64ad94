import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { LiveRun } from "../../../../src/contract/events.ts";
import { useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { RunStrip } from "../../parts/charts/run-strip.tsx";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { Time } from "../../parts/page/times.tsx";
import { type PlainColumn, PlainTable } from "../../parts/tables/plain-table.tsx";
import { CardVerbs } from "./card-verbs.tsx";
import styles from "./home.module.css";
import { type HomeSource, NextRun, SourceStatus } from "./source-card.tsx";

interface SourceTableProps {
  readonly sources: readonly HomeSource[];
  readonly live: readonly LiveRun[];
}

/** Sources as lines, for those who have more than cards can show: found by name, with their last runs as squares and the same verbs. */
export function SourceTable({ sources, live }: SourceTableProps): ReactNode {
  const { t } = useTranslation("home");
  const [text, setText] = useState("");
  const columns = useColumns(live);
  const sought = text.trim().toLowerCase();
  const rows = sources.filter(({ name }) => name.toLowerCase().includes(sought));
  return (
    <Card
      title={t("table.title", { count: sources.length })}
      actions={
        <TextInput
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={t("table.find")}
          aria-label={t("table.find")}
          leftSection={<IconSearch size={16} />}
        />
      }
      isFlush
    >
      {rows.length === 0 ? (
        <EmptyState title={t("table.none", { text: text.trim() })} />
      ) : (
        <PlainTable
          label={t("table.title", { count: sources.length })}
          rows={rows}
          idOf={({ name }) => name}
          columns={columns}
          hasCards
        />
      )}
    </Card>
  );
}

function useColumns(live: readonly LiveRun[]): readonly PlainColumn<HomeSource>[] {
  const { t } = useTranslation("home");
  const format = useFormat();
  const mayStrip = useMay("sources.see");
  const { data } = useAnswer("listSources", {}, { enabled: mayStrip, staleMs: 60_000 });
  const runsOf = new Map(data?.items.map(({ name, runs }) => [name, runs]));
  const liveOf = (name: string): LiveRun | undefined => live.find(({ source }) => source === name);
  return [
    {
      key: "name",
      head: t("latest.source"),
      cell: ({ name }) => (
        <Link to={`/sources/${encodeURIComponent(name)}`} className="strong nowrap">
          {name}
        </Link>
      ),
    },
    {
      key: "state",
      head: t("latest.result"),
      cell: (source) => (
        <span className="nowrap">
          <SourceStatus source={source} live={liveOf(source.name)} />
        </span>
      ),
    },
    {
      key: "numbers",
      head: t("latest.numbers"),
      isRight: true,
      cell: ({ name, finished }) => (
        <Link to={`/numbers?source=${encodeURIComponent(name)}`}>{format.number(finished?.numbers)}</Link>
      ),
    },
    {
      key: "new",
      head: t("latest.new"),
      isRight: true,
      cell: ({ finished }) => <span className="good">{format.difference(finished?.new)}</span>,
    },
    {
      key: "gone",
      head: t("latest.gone"),
      isRight: true,
      cell: ({ finished }) => (
        <span className="gone">{format.difference(finished === null ? null : -finished.gone)}</span>
      ),
    },
    { key: "runs", head: t("table.runs"), cell: ({ name }) => <RunStrip runs={runsOf.get(name) ?? []} /> },
    { key: "fresh", head: t("source.fresh"), cell: ({ finished }) => <Time at={finished?.startedAt} /> },
    { key: "next", head: t("source.next"), cell: ({ name }) => <NextRun source={name} /> },
    {
      key: "verbs",
      head: <span className="hidden-text">{t("table.verbs")}</span>,
      cell: (source) => (
        <div className={styles.verbs}>
          <CardVerbs source={source} live={liveOf(source.name)} />
        </div>
      ),
    },
  ];
}
