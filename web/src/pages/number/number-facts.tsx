import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../../format/use-format.ts";
import { useWordsOfNumbers } from "../../parts/numbers/use-words-of-numbers.ts";
import styles from "./number.module.css";
import type { ShownNumber } from "./shown-number.ts";

/** What the number is, and since when it is known. */
export function NumberFacts({ shown }: { readonly shown: ShownNumber }): ReactNode {
  const { t } = useTranslation("number");
  const words = useWordsOfNumbers();
  const format = useFormat();
  const first = shown.stays.reduce((run, stay) => Math.min(run, stay.cameRun), Infinity);
  const last = shown.stays.reduce((run, stay) => Math.max(run, stay.lastRun), 0);
  const seen = (run: number, at: string): ReactNode => (
    <>
      <Link to={`/runs/${run}`}>{t("inRun", { run })}</Link>, {format.time(at)}
    </>
  );
  const facts: readonly (readonly [name: string, value: ReactNode])[] = [
    [t("type"), `${words.type(shown.type)}, ${words.region(shown.region)}`],
    [t("operator"), shown.operator],
    [t("place"), shown.location],
    [t("localTime"), localTimes(shown.timeZones, format.language)],
    [t("register"), shown.allocated === null ? null : shown.allocated ? t("allocated") : t("notAllocated")],
    [t("firstSeen"), shown.firstSeen === null ? null : seen(first, shown.firstSeen)],
    [t("lastSeen"), shown.lastSeen === null ? null : seen(last, shown.lastSeen)],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) =>
        value === null || value === "" ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

const ZONES = 3;

/** What clocks show there now: each time once, with its distance from UTC. */
function localTimes(zones: readonly string[], language: string): string {
  const times = zones.map((timeZone) => {
    try {
      const parts = {
        timeZone,
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
        timeZoneName: "shortOffset",
      } as const;
      return new Intl.DateTimeFormat(language, parts).format(new Date()).replace("GMT", "UTC");
    } catch {
      return "";
    }
  });
  const once = [...new Set(times)].filter((time) => time !== "");
  return once.slice(0, ZONES).join(" / ") + (once.length > ZONES ? " …" : "");
}
