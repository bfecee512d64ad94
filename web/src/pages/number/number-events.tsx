import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import styles from "./number.module.css";
import type { ShownNumber } from "./shown-number.ts";

const SHOWN = 30;

/** When the number came to projects and went from them, newest first. */
export function NumberEvents({ shown }: { readonly shown: ShownNumber }): ReactNode {
  const { t } = useTranslation("number");
  const format = useFormat();
  const startedAt = new Map(shown.runs.map(({ run, startedAt }) => [run, startedAt]));
  const events = shown.stays
    .flatMap(({ cameRun, goneRun, firstSeen, client, project }) => {
      const place = `${client} · ${project}`;
      const came = { run: cameRun, at: firstSeen, isCome: true, place };
      return goneRun === null
        ? [came]
        : [came, { run: goneRun, at: startedAt.get(goneRun), isCome: false, place }];
    })
    .sort((one, other) => other.run - one.run);
  return (
    <Card title={t("events")}>
      <ul className={styles.events}>
        {events.slice(0, SHOWN).map(({ run, at, isCome, place }) => (
          <li key={`${run} ${isCome} ${place}`}>
            <span className="t2 num" title={at}>
              {at === undefined ? t("inRun", { run }) : format.time(at)}
            </span>
            <span>
              <span className={isCome ? "good" : "gone"} aria-hidden>
                {isCome ? "+ " : "− "}
              </span>
              {isCome ? t("came", { project: place }) : t("went", { project: place })}{" "}
              <Link to={`/runs/${run}`}>{t("inRun", { run })}</Link>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
