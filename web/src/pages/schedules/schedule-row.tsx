import { ActionIcon, Switch, Tooltip } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { type Square, Strip } from "../../parts/charts/strip.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { Time } from "../../parts/page/times.tsx";
import { StateBadge, type Tone } from "../../parts/runs/state-badge.tsx";
import styles from "./schedules.module.css";
import type { Schedule } from "./schedules.tsx";

type Turn = Schedule["turns"][number];

/** One schedule: what it does, when next, its latest turns, on or off. */
export function ScheduleRow({
  schedule,
  edit,
}: {
  readonly schedule: Schedule;
  readonly edit: () => void;
}): ReactNode {
  const { t } = useTranslation("schedules");
  const { source, kind, sentence, isOn, next, lateSince, ofFile } = schedule;
  const mayManage = useMay("schedules.manage") && !ofFile;
  const change = useDo("changeSchedule", ["listSchedules"]);
  const format = useFormat();
  const name = source ?? t("allSources");
  return (
    <li className={styles.row} data-off={!isOn || undefined}>
      <div>
        <div className={styles.name}>
          {source === null ? name : <Link to={`/sources/${encodeURIComponent(source)}`}>{name}</Link>}
        </div>
        <div className="t2 small">{t(`kind.${kind}`)}</div>
      </div>
      <div>
        <div>{sentence}</div>
        <div className="t3 small">
          {policyOf(schedule, t)}
          {ofFile ? ` · ${t("ofFile")}` : null}
        </div>
      </div>
      <div className={styles.next}>
        {!isOn ? (
          <StateBadge tone="idle">{t("isOff")}</StateBadge>
        ) : lateSince === null ? (
          <>
            <span className="t3 small">{t("next")}</span> <Time at={next[0]?.at} />
          </>
        ) : (
          <StateBadge state="late">
            {t("late", { by: format.duration(Date.now() - Date.parse(lateSince)) })}
          </StateBadge>
        )}
      </div>
      <LastTurn schedule={schedule} />
      <div className={styles.acts}>
        <Switch
          aria-label={t("turn", { name })}
          checked={isOn}
          disabled={!mayManage || change.isPending}
          onChange={(event) =>
            change.mutate({ params: { id: schedule.id }, body: { isOn: event.currentTarget.checked } })
          }
        />
        {mayManage ? (
          <Tooltip label={t("edit")}>
            <ActionIcon aria-label={t("editOf", { name })} onClick={edit}>
              <IconPencil size={16} />
            </ActionIcon>
          </Tooltip>
        ) : null}
      </div>
      {change.error === null ? null : <ProblemAlert error={change.error} />}
    </li>
  );
}

function policyOf({ overlap, missed, jitter }: Schedule, t: TFunction<"schedules">): string {
  const words = [t(`overlap.${overlap}`), t(`missed.${missed}`)];
  if (jitter > 0) words.push(t("jitterShort", { count: Math.ceil(jitter / 60) }));
  return words.join(" · ");
}

const SHOWN = 10;

function LastTurn({ schedule: { turns } }: { readonly schedule: Schedule }): ReactNode {
  const { t } = useTranslation("schedules");
  const format = useFormat();
  const [last] = turns;
  if (last === undefined) return <div className="t3 small">{t("never")}</div>;
  const wordOf = (turn: Turn): string =>
    turn.runStatus !== null ? t(`common:status.${turn.runStatus}`) : t(`state.${turn.state}`);
  const squares = turns
    .slice(0, SHOWN)
    .toReversed()
    .map(
      (turn): Square => ({
        key: turn.due,
        title: `${format.time(turn.due)}: ${wordOf(turn)}`,
        isFilled: turn.run !== null || turn.state === "done",
        tone: toneOf(turn),
      }),
    );
  const word = wordOf(last);
  return (
    <div className={styles.last}>
      <Strip squares={squares} label={t("history", { count: squares.length, last: word })} />
      <p className="small">
        {last.run === null ? word : <Link to={`/runs/${last.run}`}>{word}</Link>}{" "}
        <span className="t3">{format.time(last.due)}</span>
        {last.left > 0 ? <span className="t3"> · {t("caughtUp", { count: last.left })}</span> : null}
      </p>
    </div>
  );
}

function toneOf({ state, runStatus }: Turn): Tone {
  if (state === "failed" || runStatus === "failed") return "act";
  if (state === "missed" || state === "skipped" || runStatus === "partial") return "look";
  if (state === "done" || runStatus === "complete") return "good";
  return runStatus === "running" || state === "waiting" || state === "due" ? "run" : "idle";
}
