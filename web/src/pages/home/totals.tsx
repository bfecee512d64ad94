import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAnswer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { Facts } from "../../parts/page/figure.tsx";
import { Panel } from "../../parts/page/panel.tsx";

/** What all sources hold together; each figure leads to its rows. */
export function Totals(): ReactNode {
  const { t } = useTranslation("home");
  const format = useFormat();
  const totals = useAnswer("showTotals", {}, { staleMs: 60_000 });
  return (
    <Panel title={t("totals.title")} query={totals}>
      {({ numbers, clients, projects, records, rejected, suppressed }) => (
        <Facts
          rows={[
            [
              t("totals.numbers"),
              <Link key="numbers" to="/numbers">
                <b>{format.number(numbers)}</b>
              </Link>,
            ],
            [t("totals.clients"), format.number(clients)],
            [t("totals.projects"), format.number(projects)],
            [
              t("totals.rejected"),
              <Link key="rejected" to="/quality">
                {format.percent(records === 0 ? 0 : rejected / records)}
              </Link>,
            ],
            [
              t("totals.suppressed"),
              <Link key="suppressed" to="/suppressions">
                {format.number(suppressed)}
              </Link>,
            ],
          ]}
        />
      )}
    </Panel>
  );
}
