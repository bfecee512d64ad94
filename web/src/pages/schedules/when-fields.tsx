import { NumberInput, Select, TextInput } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type CronChoice, OFTEN, type Often } from "./cron-choice.ts";
import styles from "./schedules.module.css";

interface WhenFieldsProps {
  readonly when: CronChoice;
  readonly setWhen: (when: CronChoice) => void;
  readonly zone: string;
  readonly setZone: (zone: string) => void;
}

/** How often, at which time, in which zone; five fields of cron for what there are no words for. */
export function WhenFields({ when, setWhen, zone, setZone }: WhenFieldsProps): ReactNode {
  const { t, i18n } = useTranslation("schedules");
  const zones = useMemo(() => [...new Set(["UTC", zone, ...Intl.supportedValuesOf("timeZone")])], [zone]);
  const days = useMemo(() => weekdays(i18n.language), [i18n.language]);
  const set = (part: Partial<CronChoice>): void => setWhen({ ...when, ...part });
  return (
    <div className={styles.when}>
      <Select
        label={t("often")}
        data={OFTEN.map((value) => ({ value, label: t(`oftenOf.${value}`) }))}
        value={when.often}
        allowDeselect={false}
        onChange={(value) => set({ often: (value ?? "daily") as Often })}
      />
      {when.often === "own" ? (
        <TextInput
          label={t("cron")}
          description={t("cronHint")}
          inputWrapperOrder={["label", "input", "description"]}
          value={when.cron}
          onChange={(event) => set({ cron: event.currentTarget.value })}
          ff="monospace"
          spellCheck={false}
        />
      ) : (
        <TextInput
          type="time"
          label={t(when.often === "hourly" ? "minute" : "time")}
          value={when.time}
          onChange={(event) => set({ time: event.currentTarget.value || when.time })}
        />
      )}
      {when.often === "weekly" ? (
        <Select
          label={t("weekday")}
          data={days}
          value={String(when.weekday)}
          allowDeselect={false}
          onChange={(value) => set({ weekday: Number(value) })}
        />
      ) : null}
      {when.often === "monthly" ? (
        <NumberInput
          label={t("day")}
          min={1}
          max={31}
          allowDecimal={false}
          value={when.day}
          onChange={(value) => set({ day: Number(value) || 1 })}
        />
      ) : null}
      <Select
        label={t("zone")}
        data={zones}
        value={zone}
        searchable
        allowDeselect={false}
        limit={100}
        onChange={(value) => setZone(value ?? zone)}
      />
    </div>
  );
}

/** Monday first. */
function weekdays(language: string): { value: string; label: string }[] {
  const format = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  // 4 January 1970 was a Sunday.
  return [1, 2, 3, 4, 5, 6, 0].map((day) => ({
    value: String(day),
    label: format.format(new Date(Date.UTC(1970, 0, 4 + day))),
  }));
}
