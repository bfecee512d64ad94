import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../../parts/empty-state.tsx";
import { PageHead } from "../../parts/page-head.tsx";

export function Page(): ReactNode {
  const { t } = useTranslation("analytics");
  return (
    <>
      <PageHead title={t("title")} />
      <EmptyState title={t("empty")} />
    </>
  );
}
