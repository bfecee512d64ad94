import { Alert } from "@mantine/core";
import {
  IconAlertOctagon,
  IconClockPause,
  IconHourglass,
  IconMoon,
  IconPlayerPause,
  IconProgress,
  IconSquare,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { RunState } from "../../../../src/contract/events.ts";
import { type Format, useFormat } from "../../format/use-format.ts";
import type { RunView } from "./run.tsx";

interface Said {
  readonly title: string;
  readonly text: string;
  readonly color: "accent" | "yellow" | "gray" | "red";
  readonly icon: typeof IconSquare;
}

type T = ReturnType<typeof useTranslation>["t"];

/** What a run waits for or why it ended, as a sentence above all else; nothing while all is well. */
export function StateSentence({ view }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const format = useFormat();
  const now = useSeconds(view.live !== undefined);
  const said = view.live === undefined ? endOf(view, t) : stateOf(view.live.state, t, format, now);
  if (said === null) return null;
  const Mark = said.icon;
  return (
    <Alert color={said.color} icon={<Mark size={18} />} title={said.title} role="status" aria-live="polite">
      {said.text}
      {view.live === undefined && REFUSED.has(view.data.run.error ?? "") ? (
        <>
          {" "}
          <Link to={`/sources/${encodeURIComponent(view.data.run.source)}`}>{t("end.fixAccess")}</Link>
        </>
      ) : null}
    </Alert>
  );
}

const REFUSED: ReadonlySet<string> = new Set(["CRM_UNAUTHORIZED", "CRM_FORBIDDEN", "CRM_NO_TOKEN"]);

function stateOf(state: RunState, t: T, format: Format, now: number): Said | null {
  const why = "why" in state && state.why !== null ? state.why[format.language] : "";
  const left = (at: string): string => format.duration(Math.max(0, Date.parse(at) - now));
  switch (state.kind) {
    case "collecting":
      return null;
    case "delivering":
      return said(t, "delivering", "accent", IconProgress);
    case "opening":
      return { ...said(t, "opening", "accent", IconProgress), text: why || t("state.opening.text") };
    case "throttled":
      return said(t, "throttled", "accent", IconHourglass, { time: left(state.until) });
    case "breakerOpen":
      return said(t, "breakerOpen", "yellow", IconPlayerPause, {
        failed: state.failed,
        tried: state.tried,
        next: left(state.nextTry),
        until: format.clock(state.givesUpAt),
        why,
      });
    case "breakerHalfOpen":
      return said(t, "breakerHalfOpen", "accent", IconProgress, { why });
    case "quota":
    case "hours":
    case "asked":
      return said(t, state.kind, "yellow", IconMoon, {
        why,
        at: format.time(state.until),
        left: left(state.until),
      });
    case "stalled":
      return said(t, "stalled", "yellow", IconClockPause, {
        seconds: state.seconds,
        again: state.asksAgainAt,
        what:
          state.waitsFor === null
            ? t("state.stalled.something")
            : t(`state.stalled.${state.waitsFor.kind}`, { page: state.waitsFor.page, id: state.waitsFor.id }),
      });
    case "stopping":
      return said(t, "stopping", "gray", IconSquare, { count: state.open });
  }
}

function said(
  t: T,
  kind: RunState["kind"],
  color: Said["color"],
  icon: Said["icon"],
  values: Record<string, string | number> = {},
): Said {
  return { title: t(`state.${kind}.title`, values), text: t(`state.${kind}.text`, values), color, icon };
}

/** How a run ended that did not end well. */
function endOf({ data }: RunView, t: T): Said | null {
  const { status, totals } = data.run;
  const why = data.lastError?.text ?? "";
  if (status === "stopped") {
    const text = t("end.stoppedText", { n: totals.records });
    return {
      title: t("end.stopped"),
      text: why === "" ? text : `${why} ${text}`,
      color: "gray",
      icon: IconSquare,
    };
  }
  if (status === "failed") {
    const text = t("end.failedText", { n: totals.records });
    return { title: t("end.failed"), text: `${why} ${text}`.trim(), color: "red", icon: IconAlertOctagon };
  }
  if (status === "abandoned") {
    return { title: t("end.abandoned"), text: t("end.abandonedText"), color: "gray", icon: IconSquare };
  }
  return null;
}

/** The time, each second while a run goes on. */
function useSeconds(isLive: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isLive]);
  return now;
}
