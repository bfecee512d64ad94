import { Button, Tooltip } from "@mantine/core";
import { IconPlayerPlay, IconSquare } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { LiveRun } from "../../../../src/contract/events.ts";
import { newKey } from "../../client/api.ts";
import type { ApiProblem } from "../../client/problem.ts";
import { type Operation, useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useConnection } from "../../live/use-live.ts";
import { ConfirmDialog } from "../page/confirm-dialog.tsx";
import { ProblemAlert } from "../page/problem-alert.tsx";

/** What is asked for again once a run begins or ends. */
const REFRESHES: readonly Operation[] = ["listRuns", "showRun", "listLiveRuns", "showHome"];

export interface RunVerbProps {
  readonly source: string;
  /** Its newest run; null where there is none. */
  readonly newest: { readonly run: number; readonly status: string } | null;
  /** The run that goes on. */
  readonly live: Pick<LiveRun, "run" | "state" | "inFlight"> | undefined;
  readonly size?: "xs" | "sm";
  /** The page is about this source: leads to the run that was begun, and the keys `s` and `c` are its. */
  readonly isLeading?: boolean;
}

/** The one verb of a source: Start, Stop (then Stop at once) or Continue, as its state has it. */
export function RunVerb(props: RunVerbProps): ReactNode {
  const { live, newest } = props;
  const { t } = useTranslation();
  const may = useMay("runs.control");
  if (!may) {
    return (
      <Tooltip label={t("runVerb.denied")} events={{ hover: true, focus: true, touch: true }}>
        <Button variant="default" size={props.size ?? "sm"} data-disabled aria-disabled>
          {t(live === undefined ? "runVerb.start" : "runVerb.stop")}
        </Button>
      </Tooltip>
    );
  }
  if (live !== undefined)
    return (
      <StopButton run={live.run} live={live} size={props.size ?? "sm"} hasKey={props.isLeading === true} />
    );
  const goesOn = newest !== null && (newest.status === "stopped" || newest.status === "failed");
  return goesOn ? <ContinueButton {...props} run={newest.run} /> : <StartButton {...props} />;
}

/** Its answer is awaited with the promise: by then the button may be gone, and what `mutate` is given with it. */
function useLeading({ isLeading }: RunVerbProps): (answer: { readonly run: number | null }) => void {
  const navigate = useNavigate();
  return ({ run }) => {
    if (isLeading === true && run !== null) void navigate(`/runs/${run}`);
  };
}

function StartButton(props: RunVerbProps): ReactNode {
  const { t } = useTranslation();
  const start = useDo("startRun", REFRESHES);
  const lead = useLeading(props);
  const { isUp } = useConnection();
  return (
    <VerbFrame problem={start.error}>
      <Button
        variant="light"
        size={props.size ?? "sm"}
        leftSection={<IconPlayerPlay size={16} />}
        loading={start.isPending}
        disabled={!isUp}
        onClick={() =>
          void start
            .mutateAsync({ body: { source: props.source }, idempotencyKey: newKey() })
            .then(lead, () => {})
        }
      >
        {t("runVerb.start")}
      </Button>
    </VerbFrame>
  );
}

function ContinueButton(props: RunVerbProps & { readonly run: number }): ReactNode {
  const { t } = useTranslation();
  const resume = useDo("continueRun", REFRESHES);
  const lead = useLeading(props);
  const { isUp } = useConnection();
  return (
    <VerbFrame problem={resume.error}>
      <Button
        size={props.size ?? "sm"}
        leftSection={<IconPlayerPlay size={16} />}
        loading={resume.isPending}
        disabled={!isUp}
        {...(props.isLeading === true && { "aria-keyshortcuts": "c" })}
        onClick={() =>
          void resume
            .mutateAsync({ params: { run: props.run }, idempotencyKey: newKey() })
            .then(lead, () => {})
        }
      >
        {t("runVerb.continue")}
      </Button>
    </VerbFrame>
  );
}

/** After so long without an end, Stop becomes Stop at once. */
const PATIENCE_MS = 5_000;

interface StopButtonProps {
  readonly run: number;
  readonly live: Pick<LiveRun, "state" | "inFlight">;
  readonly size: "xs" | "sm";
  readonly hasKey: boolean;
}

function StopButton({ run, live, size, hasKey }: StopButtonProps): ReactNode {
  const { t } = useTranslation();
  const stop = useDo("stopRun", REFRESHES);
  const [isAsking, setAsking] = useState(false);
  const { isUp } = useConnection();
  const { state } = live;
  const isStopping = state.kind === "stopping" || stop.isPending;
  const isLate = state.kind === "stopping" && Date.now() - Date.parse(state.since) > PATIENCE_MS;
  return (
    <VerbFrame problem={stop.error}>
      <Button
        variant="default"
        size={size}
        leftSection={<IconSquare size={15} />}
        disabled={!isUp || (isStopping && !isLate)}
        {...(hasKey && { "aria-keyshortcuts": "s" })}
        onClick={() => (isLate ? setAsking(true) : stop.mutate({ params: { run }, body: {} }))}
      >
        {t(isLate ? "runVerb.stopNow" : isStopping ? "status.stopping" : "runVerb.stop")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        close={() => setAsking(false)}
        title={t("runVerb.stopNow")}
        verb={t("runVerb.stopNow")}
        isDangerous
        act={() => stop.mutateAsync({ params: { run }, body: { atOnce: true } })}
      >
        {t("runVerb.stopNowText", { count: live.inFlight })}
      </ConfirmDialog>
    </VerbFrame>
  );
}

function VerbFrame({
  problem,
  children,
}: {
  readonly problem: ApiProblem | null;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div>
      {children}
      {problem === null ? null : <ProblemAlert error={problem} />}
    </div>
  );
}
