import { Button, NumberInput, Switch } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/api.ts";
import { useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import styles from "./settings.module.css";

type Settings = Answer<"showSettings">;
type Rules = Settings["rules"];
type Rule = keyof Rules;
type Count = Exclude<Rule, "needsSecondFactor">;

/** As the service takes them. */
const BOUNDS: Readonly<Record<Count, readonly [least: number, most: number]>> = {
  idleMinutes: [1, 720],
  lifeHours: [1, 72],
  revealsADay: [0, 10_000],
  revealSeconds: [10, 600],
};

/** How people sign in and how much they are shown: to be changed by admins, told to others. It counts at once. */
export function ServicePolicyForm({ settings }: { readonly settings: Settings }): ReactNode {
  const mayChange = useMay("settings.manage");
  return mayChange ? <Editing settings={settings} /> : <Told rules={settings.rules} />;
}

function Editing({ settings }: { readonly settings: Settings }): ReactNode {
  const { t } = useTranslation("settings");
  const [change, setChange] = useState<Partial<Rules>>({});
  const save = useDo("changeSettings", ["showSettings"]);
  const rules = { ...settings.rules, ...change };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ body: change }, { onSuccess: () => setChange({}) });
  };
  const count = (name: Count): ReactNode => (
    <NumberInput
      label={t(`rules.${name}`)}
      description={<About name={name} settings={settings} />}
      suffix={` ${t(`rules.unit.${name}`)}`}
      value={rules[name]}
      min={BOUNDS[name][0]}
      max={BOUNDS[name][1]}
      allowDecimal={false}
      required
      withAsterisk={false}
      disabled={settings.fixed.includes(name)}
      onChange={(value) => typeof value === "number" && setChange({ ...change, [name]: value })}
    />
  );
  return (
    <form className={styles.form} onSubmit={submit}>
      {count("idleMinutes")}
      {count("lifeHours")}
      <Switch
        label={t("rules.needsSecondFactor")}
        description={<About name="needsSecondFactor" settings={settings} />}
        checked={rules.needsSecondFactor}
        disabled={settings.fixed.includes("needsSecondFactor")}
        onChange={(event) => setChange({ ...change, needsSecondFactor: event.currentTarget.checked })}
      />
      {count("revealsADay")}
      {count("revealSeconds")}
      {save.error === null ? null : <ProblemAlert error={save.error} title={t("failed")} />}
      <p role="status" className="good">
        {save.isSuccess && Object.keys(change).length === 0 ? t("rules.saved") : null}
      </p>
      <Button type="submit" loading={save.isPending} disabled={Object.keys(change).length === 0}>
        {t("rules.save")}
      </Button>
    </form>
  );
}

/** What a setting means, and who set it where somebody did. */
function About({ name, settings }: { readonly name: Rule; readonly settings: Settings }): ReactNode {
  const { t } = useTranslation("settings");
  const { time } = useFormat();
  const changed = settings.changed.find((one) => one.name === name);
  const by = settings.fixed.includes(name)
    ? t("rules.fixed")
    : changed && t("rules.changed", { who: changed.who, time: time(changed.at) });
  return [t(`rules.about.${name}`), by].filter(Boolean).join(" ");
}

function Told({ rules }: { readonly rules: Rules }): ReactNode {
  const { t } = useTranslation("settings");
  const { number } = useFormat();
  return (
    <dl className={styles.facts}>
      {(Object.keys(BOUNDS) as Count[]).map((name) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{t(`rules.${name}`)}</dt>
          <dd>
            {number(rules[name])} {t(`rules.unit.${name}`)}
          </dd>
        </div>
      ))}
      <dt>{t("rules.needsSecondFactor")}</dt>
      <dd>{t(rules.needsSecondFactor ? "yes" : "no")}</dd>
    </dl>
  );
}
