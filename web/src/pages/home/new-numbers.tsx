import { Button } from "@mantine/core";
import { IconFileExport } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Answer, useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { useLiveRefresh } from "../../live/use-live.ts";
import { Facts } from "../../parts/page/figure.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import styles from "./new-numbers.module.css";

/** The daily job: what the person has not exported yet, what of it stays out, and the button that takes it. */
export function NewNumbers(): ReactNode {
  const { t } = useTranslation("home");
  const news = useAnswer("showNewNumbers", {}, { staleMs: 30_000 });
  useLiveRefresh(["run.ended", "export.progress", "suppressions.changed"], ["showNewNumbers"]);
  return (
    <Panel title={t("news.title")} query={news}>
      {(data) => <Figures news={data} />}
    </Panel>
  );
}

function Figures({ news }: { readonly news: Answer<"showNewNumbers"> }): ReactNode {
  const { t } = useTranslation("home");
  const format = useFormat();
  const mayExport = useMay("exports.make");
  const { last, count, suppressed, placeholders } = news;
  const left = count - suppressed - placeholders;
  const rows = [
    ...(suppressed > 0 ? [[t("news.suppressed"), format.number(suppressed)] as const] : []),
    ...(placeholders > 0 ? [[t("news.placeholders"), format.number(placeholders)] as const] : []),
  ];
  return (
    <div className={styles.body}>
      <div>
        <Link to={last === null ? "/numbers" : `/numbers?newSince=${last.run}`} className={styles.count}>
          {format.number(count)}
        </Link>
        <p className="small t2">
          {last === null ? t("news.never", { count }) : t("news.since", { at: format.time(last.at), count })}
        </p>
      </div>
      {rows.length === 0 ? null : <Facts rows={rows} />}
      {mayExport && left > 0 ? (
        <Button
          component={Link}
          to="/exports/new?what=new"
          leftSection={<IconFileExport size={16} />}
          fullWidth
        >
          {t("news.export", { count: left })}
        </Button>
      ) : null}
    </div>
  );
}
