import { Button } from "@mantine/core";
import { IconFileExport, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useLiveRefresh } from "../../live/use-live.ts";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import { Lines } from "../../parts/page/query-state.tsx";
import { Now } from "../../parts/page/times.tsx";
import { SimpleTable } from "../../parts/tables/simple-table.tsx";
import { ExportRow } from "./export-row.tsx";
import styles from "./exports.module.css";

/** Files that were made, by whom, and how long they are still there. */
export function Page(): ReactNode {
  const { t } = useTranslation("exports");
  const exports = useAnswer("listExports", { query: { limit: "100" } }, { enabled: useMay("exports.see") });
  const mayMake = useMay("exports.make");
  useLiveRefresh(["export.progress"], ["listExports"]);
  const make = (
    <Button component={Link} to="/exports/new" leftSection={<IconPlus size={16} />}>
      {t("make")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("title")} sub={<Now />} actions={mayMake ? make : undefined} />
      <Panel
        title={t("files")}
        query={exports}
        may="exports.see"
        isFlush
        skeleton={<Lines count={6} height={24} />}
        isEmpty={({ items }) => items.length === 0}
        empty={
          <EmptyState
            icon={IconFileExport}
            title={t("empty.title")}
            text={t("empty.text")}
            actions={mayMake ? make : undefined}
          />
        }
        foot={<p className="caption t3">{t(mayMake ? "foot.make" : "foot.see")}</p>}
      >
        {({ items }) => (
          <SimpleTable
            hasCards
            label={t("files")}
            head={
              <>
                <th>{t("head.file")}</th>
                <th className="right">{t("head.rows")}</th>
                <th className={styles.who}>{t("head.by")}</th>
                <th>{t("head.when")}</th>
                <th>{t("head.state")}</th>
                <th>
                  <span className="hidden-text">{t("head.act")}</span>
                </th>
              </>
            }
          >
            {items.map((item) => (
              <ExportRow key={item.id} item={item} mayMake={mayMake} />
            ))}
          </SimpleTable>
        )}
      </Panel>
    </>
  );
}
