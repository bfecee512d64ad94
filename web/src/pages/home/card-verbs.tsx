import { Button, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerPlay, IconPlayerStop, IconPlayerTrackNext } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { LiveRun } from "../../../../src/contract/events.ts";
import { newKey } from "../../client/api.ts";
import type { ApiProblem } from "../../client/problem.ts";
import { useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useConnection } from "../../live/use-live.ts";
import styles from "./source-card.module.css";
import type { HomeSource } from "./source-card.tsx";

interface CardVerbsProps {
  readonly source: HomeSource;
  readonly live: LiveRun | undefined;
}

const CONTINUABLE: ReadonlySet<string> = new Set(["stopped", "failed", "running"]);

/** The one verb that fits how a source stands, and the way to its run. */
export function CardVerbs({ source, live }: CardVerbsProps): ReactNode {
  const { t } = useTranslation("home");
  const run = live?.run ?? source.newest?.run;
  return (
    <div className={styles.actions}>
      {source.isKnown ? (
        <Verb source={source} live={live} />
      ) : (
        <p className="caption t3">{t("source.unknown")}</p>
      )}
      {run === undefined ? null : (
        <Button component={Link} to={`/runs/${run}`} variant="default" size="xs">
          {t("source.open", { run })}
        </Button>
      )}
    </div>
  );
}

function Verb({ source, live }: CardVerbsProps): ReactNode {
  const { t } = useTranslation("home");
  const may = useMay("runs.control");
  const { isUp } = useConnection();
  const verb = useVerb(source, live);
  const { icon: Icon } = verb;
  return (
    <Tooltip label={t("source.denied")} disabled={may}>
      <Button
        size="xs"
        variant={verb.name === "stop" ? "default" : "light"}
        leftSection={<Icon size={15} />}
        loading={verb.isBusy}
        disabled={!isUp}
        aria-keyshortcuts="s"
        data-disabled={!may || undefined}
        aria-disabled={!may}
        onClick={() => {
          if (may) verb.press();
        }}
      >
        {t(`source.verbs.${verb.name}`)}
      </Button>
    </Tooltip>
  );
}

interface CardVerb {
  readonly name: "start" | "stop" | "stopNow" | "continue";
  readonly icon: typeof IconPlayerPlay;
  readonly isBusy: boolean;
  press(): void;
}

function useVerb({ name: source, newest }: HomeSource, live: LiveRun | undefined): CardVerb {
  const start = useDo("startRun", ["showHome", "listLiveRuns"]);
  const resume = useDo("continueRun", ["showHome", "listLiveRuns"]);
  const stop = useDo("stopSource", ["listLiveRuns"]);
  const told = {
    onError: ({ message, hint }: ApiProblem) =>
      notifications.show({ color: "red", message: `${message} ${hint ?? ""}` }),
  };
  if (live !== undefined) {
    const atOnce = live.state.kind === "stopping";
    return {
      name: atOnce ? "stopNow" : "stop",
      icon: IconPlayerStop,
      isBusy: stop.isPending || (live.state.kind === "stopping" && live.state.atOnce),
      press: () => stop.mutate({ body: { source, atOnce } }, told),
    };
  }
  if (newest !== null && CONTINUABLE.has(newest.status)) {
    return {
      name: "continue",
      icon: IconPlayerTrackNext,
      isBusy: resume.isPending,
      press: () => resume.mutate({ params: { run: newest.run }, idempotencyKey: newKey() }, told),
    };
  }
  return {
    name: "start",
    icon: IconPlayerPlay,
    isBusy: start.isPending,
    press: () => start.mutate({ body: { source }, idempotencyKey: newKey() }, told),
  };
}
