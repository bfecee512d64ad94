import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../parts/page/card.tsx";
import { Facts } from "../../parts/page/figure.tsx";
import type { RunView } from "./run.tsx";

/** What was handed on of the run; nothing where nothing was. */
export function Deliveries({ view: { data } }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  if (data.deliveries.length === 0) return null;
  return (
    <Card title={t("deliveries.title")}>
      <Facts
        rows={data.deliveries.map(({ name, place, state, error }) => [
          `${name}: ${place}`,
          error === null ? t(`deliveries.${state}`) : `${t(`deliveries.${state}`)}: ${error}`,
          name,
        ])}
      />
    </Card>
  );
}
