import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** Who began a run: a person's address, the schedule, or nobody known: the command line. */
export function Starter({ who }: { readonly who: string | null }): ReactNode {
  return useStarter()(who);
}

/** The same as text. */
export function useStarter(): (who: string | null) => string {
  const { t } = useTranslation();
  return (who) => (who === null ? t("run.cli") : who === "scheduler" ? t("run.schedule") : who);
}
