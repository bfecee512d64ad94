import { Button } from "@mantine/core";
import { IconCalendarTime, IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useLiveRefresh } from "../../live/use-live.ts";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { ZoneNote } from "../../parts/page/times.tsx";
import { ScheduleEditor } from "./schedule-editor.tsx";
import { ScheduleRow } from "./schedule-row.tsx";
import styles from "./schedules.module.css";

export type Schedule = Answer<"listSchedules">["items"][number];

/** What begins by itself: when next, in which zone, and how it went lately. */
export function Page(): ReactNode {
  const { t } = useTranslation("schedules");
  const schedules = useAnswer("listSchedules", undefined, { everyMs: 60_000 });
  const mayManage = useMay("schedules.manage");
  const [edited, setEdited] = useState<Schedule | "new" | null>(null);
  useLiveRefresh(["schedule.changed", "run.started", "run.ended"], ["listSchedules"]);
  const add = mayManage ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited("new")}>
      {t("add")}
    </Button>
  ) : undefined;
  const isEmpty = schedules.data?.items.length === 0;
  return (
    <>
      <PageHead
        title={t("title")}
        sub={
          <>
            {t("sub")} <ZoneNote />
          </>
        }
        actions={isEmpty ? undefined : add}
      />
      <Card isFlush={schedules.data !== undefined && !isEmpty}>
        <QueryState
          query={schedules}
          isEmpty={({ items }) => items.length === 0}
          empty={
            <EmptyState
              icon={IconCalendarTime}
              title={t("empty.title")}
              text={t(mayManage ? "empty.text" : "empty.viewer")}
              actions={add}
            />
          }
          skeleton={<Lines count={4} height={40} />}
        >
          {({ items }) => (
            <ul className={styles.list}>
              {items.map((schedule) => (
                <ScheduleRow key={schedule.id} schedule={schedule} edit={() => setEdited(schedule)} />
              ))}
            </ul>
          )}
        </QueryState>
      </Card>
      <ScheduleEditor
        key={edited === null ? "closed" : edited === "new" ? "new" : edited.id}
        edited={edited}
        close={() => setEdited(null)}
      />
    </>
  );
}
