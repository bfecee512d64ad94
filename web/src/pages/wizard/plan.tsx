import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../client/api.ts";
import { useFormat } from "../../format/use-format.ts";
import { Facts } from "../../parts/page/figure.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import type { Target } from "./check-steps.tsx";
import styles from "./wizard.module.css";

/** What a first run will take, by the CRM's own lists. */
export function Plan({ of }: { readonly of: Target }): ReactNode {
  const { t } = useTranslation("wizard");
  const { number, duration, percent } = useFormat();
  const plan = useQuery({
    queryKey: ["planSource", of],
    queryFn: ({ signal }) => api.planSource({ body: of }, { signal }),
    staleTime: 60_000,
    retry: false,
  });
  return (
    <Panel title={t("plan.title")} query={plan}>
      {({ clients, projects, requests, seconds, requestsPerSecond, shareOfDay, estimated }) => (
        <>
          <Facts
            rows={[
              [t("plan.clients"), number(clients)],
              [t(estimated ? "plan.projectsAbout" : "plan.projects"), number(projects)],
              [t("plan.requests"), number(requests)],
              [t("plan.time"), seconds < 1 ? t("plan.soon") : duration(seconds * 1000)],
              [
                t("plan.rate"),
                requestsPerSecond === null
                  ? t("plan.rateUnknown")
                  : t("plan.perSecond", { rate: number(requestsPerSecond, 1) }),
              ],
              ...(shareOfDay === null ? [] : [[t("plan.share"), percent(shareOfDay)] as const]),
            ]}
          />
          <p className={`caption t3 ${styles.note}`}>{t("plan.note")}</p>
        </>
      )}
    </Panel>
  );
}
