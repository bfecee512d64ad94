import { Button } from "@mantine/core";
import { IconFileExport } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { newKey } from "../../client/api.ts";
import { type Answer, useDo } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import styles from "./new-export.module.css";
import type { Draft } from "./use-draft.ts";

interface StartBarProps {
  readonly draft: Draft;
  readonly preview: UseQueryResult<Answer<"previewExport">>;
  /** The preview is of what is asked now. */
  readonly isFresh: boolean;
}

/** How many rows it will be, exactly, and the button that says so. */
export function StartBar({ draft, preview, isFresh }: StartBarProps): ReactNode {
  const { t } = useTranslation("new-export");
  const navigate = useNavigate();
  const start = useDo("startExport", ["listExports"]);
  const key = useRef({ of: "", key: "" });
  const rows = preview.data?.rows;
  const isKnown = isFresh && !preview.isPlaceholderData && preview.error === null && rows !== undefined;
  const lacksReason = draft.includeSuppressed && draft.reason === null;
  const press = (): void => {
    const of = JSON.stringify(draft);
    // The same press tried again starts nothing twice.
    if (key.current.of !== of) key.current = { of, key: newKey() };
    start.mutate(
      { body: draft, idempotencyKey: key.current.key },
      { onSuccess: () => void navigate("/exports") },
    );
  };
  return (
    <>
      <div className={styles.start}>
        {preview.data === undefined ? (
          <p className="t3">{preview.error === null ? t("counting") : ""}</p>
        ) : (
          <Figures preview={preview.data} isKnown={isKnown} />
        )}
        <Button
          leftSection={<IconFileExport size={16} />}
          disabled={!isKnown || rows === 0 || lacksReason}
          loading={start.isPending}
          onClick={press}
        >
          {isKnown ? t("export", { count: rows }) : t("exportUnknown")}
        </Button>
      </div>
      {lacksReason ? <p className="caption act">{t("needsReason")}</p> : null}
      {start.error === null ? null : <ProblemAlert error={start.error} title={t("notStarted")} />}
    </>
  );
}

function Figures({
  preview,
  isKnown,
}: {
  readonly preview: Answer<"previewExport">;
  readonly isKnown: boolean;
}): ReactNode {
  const { t } = useTranslation("new-export");
  const format = useFormat();
  const { rows, leftOut, suppressedIn, last } = preview;
  const nothing = rows === 0 && last !== null ? t("nothingNew", { at: format.time(last.at) }) : t("nothing");
  return (
    <div className={styles.figures} aria-live="polite" aria-busy={!isKnown}>
      <span className={`${styles.count} num`}>{t("rows", { count: rows })}</span>
      {rows === 0 ? <span className="small t2">{nothing}</span> : null}
      {leftOut.suppressed + leftOut.placeholders > 0 ? (
        <span className="small t2">{t("leftOut", leftOut)}</span>
      ) : null}
      {suppressedIn > 0 ? (
        <span className="small act">{t("suppressedIn", { count: suppressedIn })}</span>
      ) : null}
      {last !== null && rows > 0 ? (
        <span className="small t2">{t("lastExport", { at: format.time(last.at), run: last.run })}</span>
      ) : null}
    </div>
  );
}
