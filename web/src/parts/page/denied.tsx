import { IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "./card.tsx";
import { EmptyState } from "./empty-state.tsx";

/** In the place of a page that the role may not see, where its address was typed. */
export function Denied(): ReactNode {
  const { t } = useTranslation();
  return (
    <Card>
      <EmptyState icon={IconLock} title={t("denied.title")} text={t("denied.text")} />
    </Card>
  );
}
