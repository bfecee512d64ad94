import { Button } from "@mantine/core";
import { IconFileUpload, IconPhoneOff, IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { useLiveRefresh } from "../../live/use-live.ts";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import { Lines } from "../../parts/page/query-state.tsx";
import { Time } from "../../parts/page/times.tsx";
import { Tag } from "../../parts/runs/state-badge.tsx";
import { SimpleTable } from "../../parts/tables/simple-table.tsx";
import { ChangeDialog } from "./change-dialog.tsx";
import { CheckBox } from "./check-box.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import styles from "./suppressions.module.css";

type Open = "add" | "remove" | "import" | null;
const PAGE = 50;

/** Numbers that are never exported: is this one among them, since when, by whom, why. */
export function Page(): ReactNode {
  const { t } = useTranslation("suppressions");
  const format = useFormat();
  const [open, setOpen] = useState<Open>(null);
  const facts = useAnswer("suppressionFacts");
  useLiveRefresh(["suppressions.changed"], ["listSuppressions", "suppressionFacts"]);
  const close = (): void => setOpen(null);
  const sub =
    facts.data === undefined
      ? undefined
      : `${t("count", { count: facts.data.count })} · ${t("heldBack", { n: format.number(facts.data.heldBack) })}`;
  return (
    <>
      <PageHead title={t("title")} sub={sub} actions={<Verbs open={setOpen} />} />
      <div className={styles.page}>
        <CheckBox />
        <List add={() => setOpen("add")} />
      </div>
      <ChangeDialog kind="add" isOpen={open === "add"} close={close} />
      <ChangeDialog kind="remove" isOpen={open === "remove"} close={close} />
      <ImportDialog isOpen={open === "import"} close={close} />
    </>
  );
}

function Verbs({ open }: { readonly open: (what: Open) => void }): ReactNode {
  const { t } = useTranslation("suppressions");
  const mayAdd = useMay("suppressions.add");
  const mayManage = useMay("suppressions.manage");
  return (
    <>
      {mayManage ? (
        <Button variant="default" onClick={() => open("remove")}>
          {t("remove.verb")}
        </Button>
      ) : null}
      {mayManage ? (
        <Button variant="default" leftSection={<IconFileUpload size={16} />} onClick={() => open("import")}>
          {t("import.verb")}
        </Button>
      ) : null}
      {mayAdd ? (
        <Button leftSection={<IconPlus size={16} />} onClick={() => open("add")}>
          {t("add.verb")}
        </Button>
      ) : null}
    </>
  );
}

function List({ add }: { readonly add: () => void }): ReactNode {
  const { t } = useTranslation("suppressions");
  const mayAdd = useMay("suppressions.add");
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const query = cursor === undefined ? { limit: String(PAGE) } : { limit: String(PAGE), cursor };
  const list = useAnswer("listSuppressions", { query }, { keepsLast: true });
  const next = list.data?.next ?? null;
  return (
    <Panel
      title={t("list")}
      query={list}
      isFlush
      skeleton={<Lines count={8} height={22} />}
      isEmpty={({ items }) => items.length === 0 && cursors.length === 0}
      empty={
        <EmptyState
          icon={IconPhoneOff}
          title={t("empty.title")}
          text={t("empty.text")}
          actions={mayAdd ? <Button onClick={add}>{t("add.verb")}</Button> : undefined}
        />
      }
      foot={
        next === null && cursors.length === 0 ? undefined : (
          <div className={styles.pages}>
            <Button
              variant="default"
              size="xs"
              disabled={cursors.length === 0}
              onClick={() => setCursors(cursors.slice(0, -1))}
            >
              {t("newer")}
            </Button>
            <Button
              variant="default"
              size="xs"
              disabled={next === null}
              onClick={() => next !== null && setCursors([...cursors, next])}
            >
              {t("older")}
            </Button>
          </div>
        )
      }
    >
      {({ items }) => (
        <SimpleTable
          hasCards
          label={t("list")}
          head={
            <>
              <th>{t("head.number")}</th>
              <th>{t("head.added")}</th>
              <th>{t("head.by")}</th>
              <th>{t("head.reason")}</th>
              <th>{t("head.held")}</th>
            </>
          }
        >
          {items
            .map((item, at) => ({ ...item, key: `row ${at}` }))
            .map((item) => (
              <tr key={item.key}>
                <td className="nowrap strong num">{item.phone}</td>
                <td data-head={t("head.added")}>
                  <Time at={item.since} />
                </td>
                <td data-head={t("head.by")}>{item.who}</td>
                <td data-head={t("head.reason")}>{item.reason ?? "—"}</td>
                <td data-head={t("head.held")}>{item.isHeld ? <Tag tone="look">{t("held")}</Tag> : "—"}</td>
              </tr>
            ))}
        </SimpleTable>
      )}
    </Panel>
  );
}
