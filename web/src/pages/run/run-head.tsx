import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconArrowsDiff, IconDots, IconDownload, IconRefresh, IconSettings } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { newKey } from "../../client/api.ts";
import { useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { liveStatus } from "../../live/use-live-runs.ts";
import { ConfirmDialog } from "../../parts/page/confirm-dialog.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { RunVerb } from "../../parts/runs/run-verbs.tsx";
import { useStarter } from "../../parts/runs/starter.tsx";
import { StatusBadge } from "../../parts/runs/status-badge.tsx";
import { downloadLog } from "./download-log.ts";
import styles from "./run.module.css";
import type { RunView } from "./run.tsx";

/** Title, state and verbs of a run. */
export function RunHead({ view }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const { data, live } = view;
  const { run, source, status, error, totals } = data.run;
  const may = useMay("runs.control");
  return (
    <PageHead
      title={t("common:run.name", { run })}
      crumbs={
        <>
          <Link to="/runs">{t("crumb")}</Link>
          <span aria-hidden>›</span>
          <Link to={`/runs?source=${encodeURIComponent(source)}`}>{source}</Link>
        </>
      }
      mark={
        <StatusBadge
          status={live === undefined ? status : liveStatus(live)}
          error={live === undefined ? error : null}
          quarantined={totals.quarantined}
        />
      }
      sub={<Began view={view} />}
      actions={
        <div className={styles.verbs}>
          <div className={styles.verbRow}>
            <Verb view={view} />
            <More view={view} />
          </div>
          <p className="caption t3">
            {!may ? t("head.viewer") : live !== undefined ? t("head.stopHint") : null}
          </p>
        </div>
      }
    />
  );
}

function Began({ view: { data } }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const format = useFormat();
  const { startedAt, who, scope, mode } = data.run;
  const by = useStarter()(who);
  const what =
    scope.failedOf !== undefined
      ? t("head.retry", { run: scope.failedOf })
      : scope.clients.length > 0 || scope.exclude.length > 0 || scope.limit !== null
        ? t("head.pilot")
        : t(`head.mode.${mode}`);
  return t("head.began", { time: format.time(startedAt), by, what });
}

/** What comes first to do with the run. */
function Verb({ view: { data, live } }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const { run, source, status, totals } = data.run;
  const mayExport = useMay("exports.make");
  const isOver = live === undefined && (status === "complete" || status === "partial");
  if (!isOver) return <RunVerb source={source} newest={{ run, status }} live={live} isLeading />;
  return (
    <>
      {mayExport && totals.new > 0 ? (
        <Button
          component={Link}
          to={`/exports/new?source=${encodeURIComponent(source)}&newSince=${data.before?.run ?? 0}`}
          leftSection={<IconDownload size={16} />}
        >
          {t("head.exportNew", { n: totals.new })}
        </Button>
      ) : null}
      {data.before === null ? null : (
        <Button
          component={Link}
          to={`/runs/compare?a=${data.before.run}&b=${run}`}
          variant="default"
          leftSection={<IconArrowsDiff size={16} />}
        >
          {t("head.compare", { run: data.before.run })}
        </Button>
      )}
    </>
  );
}

function More({ view: { data, live } }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const navigate = useNavigate();
  const may = useMay("runs.control");
  const format = useFormat();
  const [isAsking, setAsking] = useState(false);
  const over = useDo("startRunOver", ["listRuns", "showRun", "showHome"]);
  const { run, totals } = data.run;
  const canStartOver = may && live === undefined && data.run.mode !== "import" && data.run.mode !== "revert";
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" aria-label={t("head.more")}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {canStartOver ? (
            <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => setAsking(true)}>
              {t("head.startOver")}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void downloadLog(run)}>
            {t("head.downloadLog")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconSettings size={16} />}
            component={Link}
            to={`/runs/${run}?tab=settings`}
          >
            {t("tabs.settings")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        isOpen={isAsking}
        close={() => setAsking(false)}
        title={t("head.startOver")}
        verb={t("head.startOver")}
        act={async () => {
          const begun = await over.mutateAsync({ params: { run }, idempotencyKey: newKey() });
          if (begun.run !== null) void navigate(`/runs/${begun.run}`);
        }}
      >
        {t("head.startOverText", { run, records: format.number(totals.records) })}
      </ConfirmDialog>
    </>
  );
}
