import { Button } from "@mantine/core";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Answer, useAnswer, useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { useLiveRefresh } from "../../live/use-live.ts";
import { RunStrip } from "../../parts/charts/run-strip.tsx";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { Facts } from "../../parts/page/figure.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { Time } from "../../parts/page/times.tsx";
import { Tag } from "../../parts/runs/state-badge.tsx";
import { StatusBadge } from "../../parts/runs/status-badge.tsx";
import styles from "./sources.module.css";

type Source = Answer<"listSources">["items"][number];

/** All sources, those of the file and those made here, and the drafts that are not made to the end. */
export function Page(): ReactNode {
  const { t } = useTranslation("sources");
  const mayAdd = useMay("sources.manage");
  const sources = useAnswer("listSources");
  useLiveRefresh(["source.changed", "run.started", "run.ended"], ["listSources"]);
  const add = (
    <Button component={Link} to="/sources/new" leftSection={<IconPlus size={16} />}>
      {t("add")}
    </Button>
  );
  return (
    <div className={styles.page}>
      <PageHead title={t("title")} sub={t("sub")} actions={mayAdd ? add : undefined} />
      {mayAdd ? <Drafts /> : null}
      <QueryState
        query={sources}
        skeleton={
          <Card>
            <Lines count={6} />
          </Card>
        }
        isEmpty={({ items }) => items.length === 0}
        empty={
          <Card>
            <EmptyState
              icon={IconPlugConnected}
              title={t("empty")}
              text={t(mayAdd ? "emptyText" : "emptyViewer")}
              actions={mayAdd ? add : undefined}
            />
          </Card>
        }
      >
        {({ items }) => (
          <div className={styles.cards}>
            {items.map((source) => (
              <SourceCard key={source.name} source={source} />
            ))}
          </div>
        )}
      </QueryState>
    </div>
  );
}

function SourceCard({ source }: { readonly source: Source }): ReactNode {
  const { t } = useTranslation("sources");
  const { number } = useFormat();
  const { name, origin, baseUrl, numbers, runs } = source;
  const [last] = runs;
  return (
    <Card
      title={<Link to={`/sources/${encodeURIComponent(name)}`}>{name}</Link>}
      mark={origin === "file" ? <Tag>{t("ofFile")}</Tag> : null}
    >
      <p className={styles.address}>{baseUrl}</p>
      <Facts
        rows={[
          [t("numbers"), number(numbers === 0 && runs.length < 2 ? null : numbers)],
          [
            t("lastRun"),
            last === undefined ? (
              t("never")
            ) : (
              <Link key="last" to={`/runs/${last.run}`}>
                <Time at={last.startedAt} />
              </Link>
            ),
          ],
        ]}
      />
      <div className={styles.foot}>
        <StatusBadge status={last?.status ?? "never"} error={null} quarantined={0} />
        <RunStrip runs={runs} />
      </div>
    </Card>
  );
}

/** What was begun in the wizard; kept for a week. */
function Drafts(): ReactNode {
  const { t } = useTranslation("sources");
  const drafts = useAnswer("listSourceDrafts");
  const drop = useDo("deleteSourceDraft", ["listSourceDrafts"]);
  const items = drafts.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t("drafts")}>
      <ul className={styles.drafts}>
        {items.map((draft) => {
          const address = draft.settings.baseUrl;
          return (
            <li key={draft.id}>
              <div className={styles.draft}>
                <span className="strong">{draft.name === "" ? t("nameless") : draft.name}</span>{" "}
                <span className="t2 small">{typeof address === "string" ? address : ""}</span>{" "}
                <span className="t3 caption">
                  <Time at={draft.changedAt} />
                </span>
              </div>
              <Button
                component={Link}
                to={`/sources/new?draft=${draft.id}&step=${draft.step}`}
                variant="default"
                size="xs"
              >
                {t("goOn")}
              </Button>
              <Button
                variant="subtle"
                size="xs"
                loading={drop.isPending}
                onClick={() => drop.mutate({ params: { draft: draft.id } })}
              >
                {t("drop")}
              </Button>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
