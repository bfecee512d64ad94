import { Button, Drawer } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../client/api.ts";
import { type Answer, useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { CopyButton } from "../../parts/page/copy-button.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { Lines } from "../../parts/page/query-state.tsx";
import styles from "./quality.module.css";

type Rejected = Answer<"listRejected">["items"][number];

interface RejectedDrawerProps {
  readonly source: string | null;
  /** Null: closed. */
  readonly reason: Rejected["reason"] | null;
  readonly close: () => void;
}

/** The fields that give no number for one reason: where each lies, so that it is found in the CRM. */
export function RejectedDrawer({ source, reason, close }: RejectedDrawerProps): ReactNode {
  const { t } = useTranslation("quality");
  return (
    <Drawer
      opened={reason !== null}
      onClose={close}
      position="right"
      size={560}
      title={reason === null ? "" : t(`reason.${reason}`)}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      {reason === null ? null : (
        <>
          <p className={`t2 ${styles.intro}`}>{t(`mend.${reason}`)}</p>
          <Rows source={source} reason={reason} />
        </>
      )}
    </Drawer>
  );
}

function Rows({
  source,
  reason,
}: {
  readonly source: string | null;
  readonly reason: Rejected["reason"];
}): ReactNode {
  const { t } = useTranslation("quality");
  const asked = { reason, limit: 50, ...(source !== null && { source }) };
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: ["listRejected", asked],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.listRejected({ query: { ...asked, ...(pageParam !== "" && { cursor: pageParam }) } }, { signal }),
    getNextPageParam: ({ next }) => next,
  });
  if (data === undefined) {
    return error === null ? (
      <Lines count={8} height={48} />
    ) : (
      <ProblemAlert error={error} retry={() => void refetch()} />
    );
  }
  return (
    <>
      <ul className={styles.cards}>
        {data.pages.flatMap(({ items }) =>
          items.map((row) => <RejectedRow key={`${row.key} ${row.record}`} row={row} />),
        )}
      </ul>
      {hasNextPage ? (
        <Button variant="default" fullWidth mt={12} loading={isFetching} onClick={() => void fetchNextPage()}>
          {t("more")}
        </Button>
      ) : null}
    </>
  );
}

const SHOWN_MS = 60_000;

function RejectedRow({ row }: { readonly row: Rejected }): ReactNode {
  const { t } = useTranslation("quality");
  const mayReveal = useMay("numbers.reveal");
  const reveal = useDo("revealRejected");
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    if (text === null) return;
    const mask = (): void => setText(null);
    const onHide = (): void => {
      if (document.hidden) mask();
    };
    const timer = setTimeout(mask, SHOWN_MS);
    document.addEventListener("visibilitychange", onHide);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onHide);
    };
  }, [text]);
  const press = async (): Promise<void> => {
    const { items } = await reveal.mutateAsync({ body: { keys: [row.key] } });
    setText(items[0]?.raw ?? null);
  };
  return (
    <li>
      <div className={styles.line}>
        {row.raw === null ? (
          <span className="t3">{t("noText")}</span>
        ) : (
          <span className={styles.raw}>“{text ?? row.raw}”</span>
        )}
        {mayReveal && row.raw?.includes("*") === true && text === null ? (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconEye size={14} />}
            title={t("revealHint")}
            loading={reveal.isPending}
            onClick={() => void press().catch(() => {})}
          >
            {t("reveal")}
          </Button>
        ) : null}
      </div>
      <div className="small">
        {row.client} · <span className="t2">{row.project}</span>
      </div>
      <div className={`${styles.line} small t3`}>
        <span>
          {row.source} · {t("col.record")} {row.record}
        </span>
        <CopyButton text={row.record} />
      </div>
      {reveal.error === null ? null : <ProblemAlert error={reveal.error} />}
    </li>
  );
}
