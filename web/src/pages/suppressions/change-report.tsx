import { Button, Group } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { csvOf, saveText } from "../../parts/tables/csv.ts";
import styles from "./suppressions.module.css";

const SHOWN = 10;

/** Line by line, as {@link ChangeReport} tells them; digits are masked. */
function linesOf({ examples }: ChangeReportProps["change"]): string {
  return csvOf([["line", "text"], ...examples.map(({ line, text }) => [line, text])]);
}

interface ChangeReportProps {
  readonly kind: "add" | "remove";
  readonly change: Answer<"addSuppressions">;
  /** Draws the button that closes. */
  readonly close?: () => void;
  /** It has not been done yet. */
  readonly isPlan?: boolean;
}

/** What a change read and did, with the lines that hold no number. */
export function ChangeReport({ kind, change, close, isPlan }: ChangeReportProps): ReactNode {
  const { t } = useTranslation("suppressions");
  const format = useFormat();
  const figures = [
    [t("report.read"), change.read],
    [
      t(kind === "remove" ? "report.removed" : isPlan === true ? "report.toAdd" : "report.added"),
      change.changed,
    ],
    [t(kind === "add" ? "report.known" : "report.unknown"), change.unchanged],
    [t("report.unreadable"), change.unreadable],
  ] as const;
  return (
    <div className={styles.fields} role="status">
      <dl className={styles.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{format.number(value)}</dd>
          </div>
        ))}
      </dl>
      {change.examples.length === 0 ? null : (
        <div>
          <p className="small strong">{t("report.lines")}</p>
          <ul className={styles.lines}>
            {change.examples.slice(0, SHOWN).map(({ line, text }) => (
              <li key={line}>{t("report.line", { line, text })}</li>
            ))}
          </ul>
          <Button
            variant="default"
            size="xs"
            mt={8}
            leftSection={<IconDownload size={14} />}
            onClick={() => saveText("unreadable-lines.csv", linesOf(change))}
          >
            {t("report.csv", { count: change.examples.length })}
          </Button>
        </div>
      )}
      {close === undefined ? null : (
        <Group justify="flex-end">
          <Button onClick={close}>{t("common:close")}</Button>
        </Group>
      )}
    </div>
  );
}
