import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSummary } from "../../client/use-summary.ts";
import { Bars } from "../../parts/charts/bars.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { Panel } from "../../parts/page/panel.tsx";

/** Valid numbers that look as if somebody made them up, by what makes them look so; each count leads to its rows. */
export function Doubtful({ source }: { readonly source: string | null }): ReactNode {
  const { t } = useTranslation("quality");
  const { query, isCounting } = useSummary(source);
  const ofSource = source === null ? "" : `&source=${encodeURIComponent(source)}`;
  return (
    <Panel
      title={t("doubtfulTitle")}
      query={query}
      foot={t("doubtfulText")}
      isEmpty={({ summary }) => summary === null || summary.flags.length === 0}
      empty={<EmptyState title={t(isCounting ? "counting" : "doubtfulNone")} />}
    >
      {({ summary }) => (
        <Bars
          tone="look"
          bars={(summary?.flags ?? []).map(({ flag, numbers }) => ({
            key: flag,
            label: t(`flag.${flag}`),
            value: numbers,
            to: `/numbers?flag=${flag}${ofSource}`,
          }))}
        />
      )}
    </Panel>
  );
}
