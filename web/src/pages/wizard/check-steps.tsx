import { Button, Loader } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed, IconCircleX, IconMinus, IconRefresh } from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, api } from "../../client/api.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import styles from "./wizard.module.css";

type Trial = Answer<"showSourceCheck">;
/** A draft of one's own or a source. */
export type Target = { readonly draft: string } | { readonly source: string };

const LOOK_MS = 400;

/** A test that goes on: starts by itself, and again when it is asked to. */
export function useTrial(of: Target): { trial: Trial | null; error: unknown; again: () => void } {
  const [trial, setTrial] = useState<Trial | null>(null);
  const [error, setError] = useState<unknown>();
  const going = useRef<AbortController>(null);
  const key = JSON.stringify(of);
  const again = useCallback(() => {
    going.current?.abort();
    const stop = new AbortController();
    going.current = stop;
    setTrial(null);
    setError(undefined);
    follow(JSON.parse(key) as Target, setTrial, stop.signal).catch((problem: unknown) => {
      if (!stop.signal.aborted) setError(problem);
    });
  }, [key]);
  useEffect(() => {
    again();
    return () => going.current?.abort();
  }, [again]);
  return { trial, error, again };
}

/** Starts a test and tells how it stands until it ended. */
async function follow(body: Target, tell: (trial: Trial) => void, signal: AbortSignal): Promise<void> {
  const { id } = await api.startSourceCheck({ body }, { signal });
  while (!signal.aborted) {
    const seen = await api.showSourceCheck({ params: { check: id } }, { signal });
    tell(seen);
    if (seen.state !== "working") return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

const NAMES = ["address", "certificate", "token", "firstPage", "phoneField"] as const;

/** The five steps of a test, each as it ends; the one that failed with its cause and what to do. */
export function CheckSteps({
  trial,
  error,
  again,
}: {
  readonly trial: Trial | null;
  readonly error: unknown;
  readonly again: () => void;
}): ReactNode {
  const { t } = useTranslation("wizard");
  if (error !== undefined) return <ProblemAlert error={error} title={t("test.notBegun")} retry={again} />;
  const steps =
    trial?.steps ?? NAMES.map((step) => ({ step, state: "waiting" as const, text: null, hint: null }));
  return (
    <>
      <ol className={styles.checks} aria-live="polite">
        {steps.map(({ step, state, text, hint }) => (
          <li key={step} data-state={state}>
            <CheckMark state={state} />
            <div>
              <p className="strong">
                {t(`test.steps.${step}`)} <span className="hidden-text">{t(`test.states.${state}`)}</span>
              </p>
              {text === null ? null : <p className={state === "failed" ? "act small" : "t2 small"}>{text}</p>}
              {hint === null ? null : <p className="t2 small">{hint}</p>}
            </div>
          </li>
        ))}
      </ol>
      {trial === null || trial.state === "working" ? null : (
        <Button variant="default" size="xs" leftSection={<IconRefresh size={16} />} onClick={again}>
          {t("test.again")}
        </Button>
      )}
    </>
  );
}

function CheckMark({ state }: { readonly state: Trial["steps"][number]["state"] }): ReactNode {
  if (state === "working") return <Loader size={18} />;
  if (state === "ok") return <IconCircleCheck size={20} className="good" aria-hidden />;
  if (state === "failed") return <IconCircleX size={20} className="act" aria-hidden />;
  if (state === "skipped") return <IconMinus size={20} className="t3" aria-hidden />;
  return <IconCircleDashed size={20} className="t3" aria-hidden />;
}
