import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { LiveRun } from "../../../../src/contract/events.ts";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import { Facts } from "../../parts/page/figure.tsx";
import type { RunView } from "./run.tsx";

/** How the CRM answers, in words. */
export function Connection({ view }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const { live } = view;
  return (
    <Card title={t("crm.title")}>{live === undefined ? <Past view={view} /> : <Present live={live} />}</Card>
  );
}

function Present({ live }: { readonly live: LiveRun }): ReactNode {
  const { t } = useTranslation("run");
  const format = useFormat();
  const { lately, limitPerSecond, limitFound, answersIn, inFlight, concurrency, throttled, requests } = live;
  const limit =
    limitPerSecond === null
      ? t("crm.noLimit")
      : t(limitFound ? "crm.found" : "crm.known", { n: format.number(limitPerSecond, 1) });
  return (
    <Facts
      rows={[
        [
          t(lately.errors === 0 ? "crm.well" : "crm.errors"),
          t("crm.lately", { n: lately.errors, of: lately.requests }),
          "lately",
        ],
        [
          limit,
          limitPerSecond === null || limitPerSecond === 0
            ? ""
            : t("crm.used", { share: Math.min(1, live.requestsPerSecond / limitPerSecond) }),
          "limit",
        ],
        [
          t("crm.throttled", { count: throttled }),
          t("crm.ofRequests", { share: requests === 0 ? 0 : throttled / requests }),
          "throttled",
        ],
        [
          t("crm.answers", { ms: answersIn === null ? "—" : format.number(answersIn.median) }),
          answersIn === null ? "" : t("crm.within", { ms: answersIn.p95 }),
          "answers",
        ],
        [t("crm.underWay", { count: inFlight }), t("crm.allowed", { n: concurrency }), "underWay"],
      ]}
    />
  );
}

function Past({ view }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const format = useFormat();
  const { requests, retries, throttled, seconds } = view.data.run.totals;
  return (
    <Facts
      rows={[
        [t("crm.requests"), format.number(requests), "requests"],
        [t("crm.average"), format.number(seconds === 0 ? 0 : requests / seconds, 1), "average"],
        [t("crm.retries"), format.number(retries), "retries"],
        [
          t("crm.throttled", { count: throttled }),
          t("crm.ofRequests", { share: requests === 0 ? 0 : throttled / requests }),
          "throttled",
        ],
      ]}
    />
  );
}
