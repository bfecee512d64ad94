import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconFileExport } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useLiveRefresh } from "../../live/use-live.ts";
import { RevealsProvider } from "../../parts/numbers/reveals.tsx";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { exportAddress } from "./filter.ts";
import { FilterBar } from "./filter-bar.tsx";
import { NumberPanel } from "./number-panel.tsx";
import { NumberSearch } from "./number-search.tsx";
import { NumberTable } from "./number-table.tsx";
import styles from "./numbers.module.css";
import { SaveView } from "./save-view.tsx";
import { useNumbers } from "./use-numbers.ts";
import { Views } from "./views.tsx";

/** The list of numbers: find one, or a group to hand to an export. */
export function Page(): ReactNode {
  return (
    <RevealsProvider>
      <Numbers />
    </RevealsProvider>
  );
}

function Numbers(): ReactNode {
  const { t } = useTranslation("numbers");
  const [address] = useSearchParams();
  const choices = useAnswer("listNumberChoices", {}, { staleMs: 30_000 });
  useLiveRefresh(["run.ended"], ["listNumberChoices", "showNewNumbers"]);
  const list = useNumbers(address);
  const [open, setOpen] = useState<string | null>(null);
  const isWide = useMediaQuery("(min-width: 1200px)") ?? true;
  const { data } = choices;
  const sub =
    data === undefined || data.sources.length === 0
      ? " "
      : t("sub", { total: data.total, count: data.sources.length });
  return (
    <>
      <PageHead
        title={t("title")}
        sub={sub}
        actions={<Actions address={address} count={list.data?.count} />}
      />
      <Views address={address} newestRun={data?.runs[0]?.run} />
      <div className={styles.tools}>
        <NumberSearch open={setOpen} />
        <FilterBar choices={data} rows={list.data?.rows ?? []} />
      </div>
      {data !== undefined && data.total === 0 && list.data?.count === 0 && address.size === 0 ? (
        <Card>
          <EmptyState title={t("empty")} text={t("emptyText")} />
        </Card>
      ) : (
        <div className={styles.columns} data-open={(open !== null && isWide) || undefined}>
          <NumberTable list={list} total={data?.total} openId={open} open={setOpen} />
          {open === null ? null : <NumberPanel id={open} isWide={isWide} close={() => setOpen(null)} />}
        </div>
      )}
    </>
  );
}

function Actions({
  address,
  count,
}: {
  readonly address: URLSearchParams;
  readonly count: number | undefined;
}): ReactNode {
  const { t } = useTranslation("numbers");
  const mayExport = useMay("exports.make");
  const to = exportAddress(address);
  return (
    <>
      <SaveView address={address} />
      {!mayExport ? null : count === 0 ? (
        <Button disabled leftSection={<IconFileExport size={16} />}>
          {t("exportAll")}
        </Button>
      ) : (
        <Button component={Link} to={to} leftSection={<IconFileExport size={16} />} aria-keyshortcuts="e">
          {count === undefined ? t("exportAll") : t("export", { count })}
        </Button>
      )}
    </>
  );
}
