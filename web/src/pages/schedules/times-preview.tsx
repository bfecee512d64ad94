import { useDebouncedValue } from "@mantine/hooks";
import { IconClockExclamation } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAnswer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { QueryState } from "../../parts/page/query-state.tsx";
import styles from "./schedules.module.css";

/** What the times mean, in a sentence and as the next five, as the service's own scheduler tells them. */
export function TimesPreview({ cron, zone }: { readonly cron: string; readonly zone: string }): ReactNode {
  const { t } = useTranslation("schedules");
  const { language } = useFormat();
  const [asked] = useDebouncedValue({ cron, zone }, 250);
  const preview = useAnswer("previewSchedule", { body: asked }, { enabled: asked.cron !== "" });
  if (asked.cron === "") return <div className={styles.preview}>{t("cronHint")}</div>;
  return (
    <div className={styles.preview} aria-live="polite">
      <QueryState query={preview}>
        {({ sentence, next }) => (
          <>
            <p className={styles.sentence}>{sentence}</p>
            <ul className={styles.times}>
              {next.map(({ at, local, clocksMoved }) => (
                <li key={at}>
                  <time dateTime={at}>{shown(local, language)}</time>
                  {clocksMoved === null ? null : (
                    <span className="look small">
                      <IconClockExclamation size={14} aria-hidden />{" "}
                      {t(clocksMoved > 0 ? "clocksForward" : "clocksBack", { count: Math.abs(clocksMoved) })}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </QueryState>
    </div>
  );
}

/** A time as clocks of the schedule's zone show it: `2026-11-21T02:00+03:00`. */
function shown(local: string, language: string): string {
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return `${format.format(new Date(`${local.slice(0, 16)}Z`))} (UTC${local.slice(16)})`;
}
