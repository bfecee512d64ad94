import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAnswer, useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { useLiveRefresh } from "../../live/use-live.ts";
import { RunStrip } from "../../parts/charts/run-strip.tsx";
import { Card } from "../../parts/page/card.tsx";
import { Facts } from "../../parts/page/figure.tsx";
import { Time } from "../../parts/page/times.tsx";
import styles from "./source.module.css";
import type { Source } from "./source.tsx";

/** How the last runs went, and when the next one comes. */
export function SourceRuns({ source }: { readonly source: Source }): ReactNode {
  const { t } = useTranslation("source");
  const sources = useAnswer("listSources");
  const schedules = useAnswer("listSchedules");
  useLiveRefresh(["run.ended", "schedule.changed"], ["listSources", "listSchedules"]);
  const runs = sources.data?.items.find(({ name }) => name === source.name)?.runs ?? [];
  const own = schedules.data?.items.filter((one) => one.isOn && one.source === source.name) ?? [];
  const next = own
    .filter(({ kind }) => kind !== "retention")
    .flatMap((one) => one.next.slice(0, 1))
    .map(({ at }) => at)
    .sort()[0];
  return (
    <Card title={t("runs.title")}>
      <Facts
        rows={[
          [t("runs.last"), runs.length === 0 ? t("runs.none") : <RunStrip key="s" runs={runs} />],
          [t("runs.next"), next === undefined ? t("runs.byHand") : <Time key="t" at={next} />],
          [
            t("runs.schedules"),
            <Link key="l" to="/schedules">
              {own.length === 0 ? t("runs.noSchedule") : own.map(({ sentence }) => sentence).join("; ")}
            </Link>,
          ],
        ]}
      />
    </Card>
  );
}

/** How long things are kept. */
export function SourceRetention({ source }: { readonly source: Source }): ReactNode {
  const { t } = useTranslation("source");
  const retention = source.settings.retention as Readonly<Record<string, string | null>> | undefined;
  return (
    <Card title={t("kept.title")}>
      <Facts
        rows={[
          [t("kept.rejectedRaw"), <Kept key="r" span={retention?.rejectedRaw} />],
          [t("kept.goneNumbers"), <Kept key="g" span={retention?.goneNumbers} />],
        ]}
      />
    </Card>
  );
}

/** `90d` in words; where the person may set it, a link to where that is done. */
function Kept({ span }: { readonly span: string | null | undefined }): ReactNode {
  const { t } = useTranslation("source");
  const maySee = useMay("settings.see");
  const [, days] = /^(\d+)d$/.exec(span ?? "") ?? [];
  const text = days === undefined ? (span ?? t("kept.forGood")) : t("kept.days", { count: Number(days) });
  return maySee ? <Link to="/settings/privacy">{text}</Link> : text;
}

/** Clients of the source whose losses are no news; nothing where there are none. */
export function SetAsideClients({ source }: { readonly source: string }): ReactNode {
  const { t } = useTranslation("source");
  const { day } = useFormat();
  const mayChange = useMay("runs.control");
  const listed = useAnswer("listSetAside");
  const takeBack = useDo("takeBackSetAside", ["listSetAside", "listNeeds"]);
  const own = listed.data?.items.filter((one) => one.source === source) ?? [];
  if (own.length === 0) return null;
  return (
    <Card title={t("aside.title")}>
      <ul className={styles.aside}>
        {own.map(({ client, name, reason, who, at, ends }) => (
          <li key={client}>
            <p>
              <b>{name}</b> <span className="t2">{reason}</span>
              <br />
              <span className="t3 small">
                {t(ends === null ? "aside.forGood" : "aside.until", {
                  who,
                  at: day(at),
                  ends: ends === null ? "" : day(ends),
                })}
              </span>
            </p>
            {mayChange ? (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t("aside.takeBackOne", { name })}
                onClick={() => takeBack.mutate({ query: { source, client } })}
              >
                {t("aside.takeBack")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
