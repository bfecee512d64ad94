import { Button, Collapse } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconRefresh } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { newKey } from "../../client/api.ts";
import { type Answer, useAnswer, useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { Time } from "../../parts/page/times.tsx";
import { StateBadge, Tag } from "../../parts/runs/state-badge.tsx";
import styles from "./run.module.css";
import { countsOf, type RunView } from "./run.tsx";

type Item = Answer<"listFailures">["items"][number];
type Only = { readonly code?: string; readonly unit?: { readonly kind: Item["kind"]; readonly id: string } };

const SHOWN = 5;

/** The first of what was set aside, with Retry; nothing where nothing was. */
export function QuarantineCard({ view }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const { run } = view.data.run;
  const { quarantined } = countsOf(view);
  const failures = useAnswer(
    "listFailures",
    { params: { run }, query: { limit: SHOWN } },
    { enabled: quarantined > 0, keepsLast: true },
  );
  if (quarantined === 0) return null;
  return (
    <Panel
      title={t("quarantine.title")}
      mark={<Tag tone="look">{t("n", { n: quarantined })}</Tag>}
      actions={<RetryButton view={view} only={{}} count={view.data.pending} />}
      query={failures}
      foot={<a href={`?tab=quarantine`}>{t("quarantine.all", { n: quarantined })}</a>}
      isFlush
      isEmpty={({ items }) => items.length === 0}
      empty={<EmptyState title={t("quarantine.soon")} />}
    >
      {({ items }) => <Items items={items} view={view} />}
    </Panel>
  );
}

/** All that was set aside, by cause. */
export function Quarantine({ view }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const { run } = view.data.run;
  const groups = useAnswer("listFailureGroups", { params: { run } });
  const none = <EmptyState icon={IconCircleCheck} title={t("quarantine.none")} />;
  return (
    <div className={styles.stack}>
      <div className={styles.bar}>
        <p className="t2">{t("quarantine.about")}</p>
        <RetryButton view={view} only={{}} count={view.data.pending} />
      </div>
      <QueryState
        query={groups}
        skeleton={<Lines count={6} />}
        isEmpty={({ items }) => items.length === 0}
        empty={<Card>{none}</Card>}
      >
        {({ items }) =>
          items.map((group) => (
            <Group key={group.code} group={group} view={view} isOnly={items.length === 1} />
          ))
        }
      </QueryState>
    </div>
  );
}

function Group({
  group,
  view,
  isOnly,
}: {
  readonly group: Answer<"listFailureGroups">["items"][number];
  readonly view: RunView;
  /** What retries all retries these. */
  readonly isOnly: boolean;
}): ReactNode {
  const { t } = useTranslation("run");
  const [isOpen, setOpen] = useState(group.count <= SHOWN);
  const { run } = view.data.run;
  const { code, count, pending, example } = group;
  return (
    <Card
      title={t(`cause.${code}`, { defaultValue: example.message })}
      mark={<Tag tone={pending > 0 ? "look" : "good"}>{t("quarantine.count", { count })}</Tag>}
      actions={
        <>
          <Button variant="subtle" size="xs" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
            {t(isOpen ? "quarantine.hide" : "quarantine.show")}
          </Button>
          {pending > 0 && !isOnly ? (
            <RetryButton view={view} only={{ code }} count={pending} isSameCause />
          ) : null}
        </>
      }
      isFlush
    >
      <Collapse expanded={isOpen}>
        {isOpen ? <GroupItems run={run} code={code} view={view} /> : null}
      </Collapse>
    </Card>
  );
}

function GroupItems({
  run,
  code,
  view,
}: {
  readonly run: number;
  readonly code: string;
  readonly view: RunView;
}): ReactNode {
  const { t } = useTranslation("run");
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  const last = cursors.at(-1);
  const page = useAnswer(
    "listFailures",
    { params: { run }, query: { code, limit: 50, ...(last !== undefined && { cursor: last }) } },
    { keepsLast: true },
  );
  return (
    <QueryState query={page} skeleton={<Lines count={3} />}>
      {({ items, next }) => (
        <>
          <Items items={items} view={view} isSameCause />
          {cursors.length > 1 || next !== null ? (
            <div className={styles.pager}>
              <Button
                variant="default"
                size="xs"
                disabled={cursors.length === 1}
                onClick={() => setCursors(cursors.slice(0, -1))}
              >
                {t("pager.before")}
              </Button>
              <Button
                variant="default"
                size="xs"
                disabled={next === null}
                onClick={() => setCursors([...cursors, next ?? undefined])}
              >
                {t("pager.next")}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </QueryState>
  );
}

interface ItemsProps {
  readonly items: readonly Item[];
  readonly view: RunView;
  /** Their head tells it already. */
  readonly isSameCause?: boolean;
}

function Items({ items, view, isSameCause = false }: ItemsProps): ReactNode {
  return (
    <ul className={styles.items}>
      {items.map((item) => (
        <li key={`${item.kind} ${item.id}`}>
          <ItemRow item={item} view={view} hasCause={!isSameCause} />
        </li>
      ))}
    </ul>
  );
}

interface ItemRowProps {
  readonly item: Item;
  readonly view: RunView;
  readonly hasCause: boolean;
}

function ItemRow({ item, view, hasCause }: ItemRowProps): ReactNode {
  const { t } = useTranslation("run");
  const { kind, id, name, client, code, message, attempts, at, pending, excerpt, sinceRun, run } = item;
  return (
    <div className={styles.item}>
      <IconAlertTriangle size={16} className="look" aria-hidden />
      <div className={styles.itemText}>
        <p>
          <b>{kind === "clients" ? t("unit.clients") : name || t("unit.id", { id })}</b>{" "}
          <span className="t2">
            {kind === "phones" ? `· ${client}` : kind === "projects" ? `· ${t("unit.listOf")}` : ""}
          </span>
        </p>
        {hasCause ? <p className="small">{t(`cause.${code}`, { defaultValue: message })}</p> : null}
        <p className="caption t3">
          {t("quarantine.tries", { count: attempts })} · {t("unit.id", { id })}
          {sinceRun < run ? ` · ${t("quarantine.since", { run: sinceRun })}` : ""}
        </p>
        <details className="caption">
          <summary>{t("quarantine.technical")}</summary>
          <p>
            <code>{code}</code> {message}
          </p>
          {excerpt === null ? null : <pre className={styles.excerpt}>{excerpt}</pre>}
        </details>
      </div>
      <span className="caption t3">
        <Time at={at} />
      </span>
      {pending ? (
        <RetryButton view={view} only={{ unit: { kind, id } }} count={1} isOne />
      ) : (
        <StateBadge tone="good">{t("quarantine.readSince")}</StateBadge>
      )}
    </div>
  );
}

interface RetryButtonProps {
  readonly view: RunView;
  readonly only: Only;
  readonly count: number;
  readonly isOne?: boolean;
  readonly isSameCause?: boolean;
}

/** Begins a run that reads these again, and leads to it; while the run goes on, says that it comes afterwards. */
function RetryButton({ view, only, count, isOne, isSameCause }: RetryButtonProps): ReactNode {
  const { t } = useTranslation("run");
  const may = useMay("runs.control");
  const navigate = useNavigate();
  const retry = useDo("retryRun", ["showRun", "listRuns", "listFailures", "listFailureGroups"]);
  const { run, status } = view.data.run;
  const isOver = view.live === undefined && (status === "partial" || status === "complete");
  const begin = async (): Promise<void> => {
    // Awaited, not given to `mutate`: the run may be over, and this button gone, before the answer comes.
    const begun = await retry
      .mutateAsync({ params: { run }, body: only, idempotencyKey: newKey() })
      .catch(() => null);
    if (begun !== null) await navigate(begun.run === null ? "/runs" : `/runs/${begun.run}`);
  };
  if (!may || count === 0) return null;
  if (!isOver) return isOne ? null : <span className="caption t3">{t("quarantine.afterRun")}</span>;
  return (
    <div>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconRefresh size={15} />}
        loading={retry.isPending}
        onClick={() => void begin()}
      >
        {t(isOne ? "quarantine.retry" : isSameCause ? "quarantine.retryCause" : "quarantine.retryAll", {
          count,
        })}
      </Button>
      {retry.error === null ? null : <ProblemAlert error={retry.error} />}
    </div>
  );
}
