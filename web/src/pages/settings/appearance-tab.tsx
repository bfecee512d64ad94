import { NativeSelect, SegmentedControl, Switch, useMantineColorScheme } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Given } from "../../client/api.ts";
import { useDo } from "../../client/queries.ts";
import { useMe, useSession } from "../../client/session.tsx";
import { languageOf, setLanguage } from "../../i18n/i18n.ts";
import { Card } from "../../parts/page/card.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import styles from "./settings.module.css";

const DENSITIES = ["compact", "usual", "comfortable"] as const;
const THEMES = ["auto", "light", "dark"] as const;
const LANGUAGES = ["en", "ru"] as const;

type Settings = Given<"saveMe">["body"];

/** Language, theme, density, time zone: kept with the account, so that they follow one to another machine. */
export function AppearanceTab(): ReactNode {
  const { t, i18n } = useTranslation("settings");
  const me = useMe();
  const { refetch } = useSession();
  const save = useDo("saveMe");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useState(me.preferences.density ?? "usual");
  const [hasKeys, setHasKeys] = useState(me.preferences.keys ?? true);
  const keep = (settings: Settings): void =>
    save.mutate({ body: settings }, { onSuccess: () => void refetch() });
  const { timeZone: own } = Intl.DateTimeFormat().resolvedOptions();
  return (
    <Card title={t("tab.appearance")}>
      <div className={styles.form}>
        <Choice
          label={t("appearance.language")}
          value={languageOf(i18n.language)}
          data={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
          onChange={(language) => {
            void setLanguage(language);
            keep({ language });
          }}
        />
        <Choice
          label={t("appearance.theme")}
          value={colorScheme}
          data={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
          onChange={(theme) => {
            setColorScheme(theme);
            keep({ preferences: { ...me.preferences, theme } });
          }}
        />
        <Choice
          label={t("appearance.density")}
          value={density}
          data={DENSITIES.map((value) => ({ value, label: t(`density.${value}`) }))}
          onChange={(chosen) => {
            setDensity(chosen);
            document.documentElement.dataset.density = chosen;
            keep({ preferences: { ...me.preferences, density: chosen } });
          }}
        />
        <NativeSelect
          label={t("appearance.zone")}
          description={t("appearance.zoneHelp")}
          value={me.timeZone ?? ""}
          data={[
            { value: "", label: t("appearance.browserZone", { zone: own }) },
            ...Intl.supportedValuesOf("timeZone"),
          ]}
          onChange={(event) => keep({ timeZone: event.currentTarget.value || null })}
        />
        <Switch
          label={t("appearance.keys")}
          description={t("appearance.keysHelp")}
          checked={hasKeys}
          onChange={(event) => {
            setHasKeys(event.currentTarget.checked);
            keep({ preferences: { ...me.preferences, keys: event.currentTarget.checked } });
          }}
        />
        {save.error === null ? null : <ProblemAlert error={save.error} title={t("failed")} />}
        <p role="status" className="good">
          {save.isSuccess ? t("saved") : null}
        </p>
      </div>
    </Card>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly data: { value: Value; label: string }[];
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, data, onChange }: ChoiceProps<Value>): ReactNode {
  const id = useId();
  return (
    <div>
      <p id={id} className="small strong">
        {label}
      </p>
      <SegmentedControl aria-labelledby={id} fullWidth mt={4} value={value} data={data} onChange={onChange} />
    </div>
  );
}
