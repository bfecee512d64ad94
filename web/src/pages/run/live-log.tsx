import { Box, Button, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlayerPause, IconPlayerPlay, IconSearch } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import styles from "./run.module.css";
import { type LogFilter, useLog } from "./use-log.ts";

const LEVELS = ["info", "warn", "error"] as const;

/** The log of a run, newest at the end: filtered on the server, followed while the run goes on, paused on request. */
export function LiveLog({ run, isLive }: { readonly run: number; readonly isLive: boolean }): ReactNode {
  const { t } = useTranslation("run");
  const [level, setLevel] = useState<LogFilter["level"]>("info");
  const [typed, setTyped] = useState("");
  const [text] = useDebouncedValue(typed.trim(), 300);
  const [isPaused, setPaused] = useState(false);
  const log = useLog({ run, level, text }, isLive, isPaused);
  const find = t("log.find");
  return (
    <Card
      title={t(isLive ? "log.live" : "log.title")}
      actions={
        <SegmentedControl
          size="xs"
          value={level}
          onChange={(value) => setLevel(LEVELS.find((one) => one === value) ?? "info")}
          data={LEVELS.map((one) => ({ value: one, label: t(`log.${one}`) }))}
          aria-label={t("log.level")}
        />
      }
      isFlush
      foot={<LogFoot isLive={isLive} isPaused={isPaused} missed={log.missed} />}
    >
      <div className={styles.tools}>
        <TextInput
          aria-keyshortcuts="l"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder={find}
          aria-label={find}
          leftSection={<IconSearch size={16} />}
          className={styles.search}
        />
        {isLive ? (
          <Button
            variant="default"
            size="sm"
            leftSection={isPaused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
            onClick={() => setPaused(!isPaused)}
            aria-pressed={isPaused}
            aria-keyshortcuts={isPaused ? "p f" : "p"}
          >
            {t(isPaused ? "log.follow" : "log.pause")}
          </Button>
        ) : null}
      </div>
      {log.problem === null ? null : <ProblemAlert error={log.problem} retry={log.reload} />}
      <LogLines
        log={log}
        isLive={isLive}
        isFollowing={isLive && !isPaused}
        isFiltered={text !== "" || level !== "info"}
      />
    </Card>
  );
}

function LogLines({
  log,
  isLive,
  isFollowing,
  isFiltered,
}: {
  readonly log: ReturnType<typeof useLog>;
  readonly isLive: boolean;
  readonly isFollowing: boolean;
  readonly isFiltered: boolean;
}): ReactNode {
  const { t } = useTranslation("run");
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const last = log.lines.at(-1)?.seq;
  useEffect(() => {
    if (last !== undefined && isAtEnd) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [last, isAtEnd]);
  return (
    <>
      <Box
        role="group"
        ref={box}
        className={styles.log}
        aria-label={t("log.lines")}
        tabIndex={0}
        onScroll={({ currentTarget: at }) => setAtEnd(at.scrollHeight - at.scrollTop - at.clientHeight < 40)}
      >
        {log.hasOlder ? (
          <Button variant="subtle" size="xs" onClick={log.older}>
            {t("log.older")}
          </Button>
        ) : null}
        {log.lines.length === 0 ? (
          <p className="t3">
            {t(
              log.isLoading
                ? "common:loading"
                : isFiltered
                  ? "log.noneFound"
                  : isLive
                    ? "log.none"
                    : "log.noneKept",
            )}
          </p>
        ) : (
          <ol>
            {log.lines.map(({ seq, at, level, text }) => (
              <li key={seq} data-level={level}>
                <time dateTime={at}>{format.clock(at, true)}</time>
                <b>{level.toUpperCase()}</b>
                <span>{text}</span>
              </li>
            ))}
          </ol>
        )}
      </Box>
      {isFollowing && !isAtEnd ? (
        <Button
          variant="light"
          size="xs"
          className={styles.toEnd}
          onClick={() => box.current?.scrollTo({ top: box.current.scrollHeight })}
        >
          {t("log.toEnd")}
        </Button>
      ) : null}
    </>
  );
}

function LogFoot({
  isLive,
  isPaused,
  missed,
}: {
  readonly isLive: boolean;
  readonly isPaused: boolean;
  readonly missed: number;
}): ReactNode {
  const { t } = useTranslation("run");
  if (!isLive) return <span className="t3 caption">{t("log.ended")}</span>;
  return (
    <span className="t3 caption" aria-live="polite">
      {isPaused ? t("log.paused", { count: missed }) : t("log.following")}
    </span>
  );
}
