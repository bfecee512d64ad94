import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StateBadge } from "./state-badge.tsx";

const REFUSED: ReadonlySet<string> = new Set(["CRM_UNAUTHORIZED", "CRM_FORBIDDEN", "CRM_NO_TOKEN"]);

interface StatusBadgeProps {
  /** Of a run, or a word of `common:status` for a live one. */
  readonly status: string;
  /** Code of the error that ended it. */
  readonly error?: string | null;
  readonly quarantined?: number;
}

/** How a run stands, in words: `Complete, 7 quarantined`, `Access refused`. */
export function StatusBadge({ status, error, quarantined = 0 }: StatusBadgeProps): ReactNode {
  const { t } = useTranslation();
  const state = error !== undefined && error !== null && REFUSED.has(error) ? "refused" : status;
  const word =
    state === "partial" && quarantined > 0
      ? t("status.quarantined", { count: quarantined })
      : t(`status.${state}`);
  return <StateBadge state={state}>{word}</StateBadge>;
}
