import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { type Square, Strip } from "./strip.tsx";

type Run = Answer<"listSources">["items"][number]["runs"][number];

/** The last runs of a source as squares, oldest first. */
export function RunStrip({ runs }: { readonly runs: readonly Run[] }): ReactNode {
  const { t } = useTranslation();
  const { time } = useFormat();
  if (runs.length === 0) return null;
  const squares = runs.toReversed().map(({ run, status, startedAt }): Square => {
    const word = t(`status.${status}`);
    const title = `${t("run.name", { run })}: ${word}, ${time(startedAt)}`;
    const tone =
      status === "complete" ? "good" : status === "partial" ? "look" : status === "failed" ? "act" : "idle";
    return { key: run, title, isFilled: status !== "abandoned", tone };
  });
  const label = squares.map(({ title }) => title).join("; ");
  return <Strip squares={squares} label={label} />;
}
