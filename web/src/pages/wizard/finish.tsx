import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api, newKey } from "../../client/api.ts";
import { useMay, useZone } from "../../client/session.tsx";
import { Card } from "../../parts/page/card.tsx";
import { Facts } from "../../parts/page/figure.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { type CronChoice, choiceOf, cronOf } from "../schedules/cron-choice.ts";
import { TimesPreview } from "../schedules/times-preview.tsx";
import { WhenFields } from "../schedules/when-fields.tsx";
import { Choice } from "./choice.tsx";
import { type DraftWork, isName, nameFor } from "./draft.ts";
import { NameField } from "./fields.tsx";
import { useCountry } from "./use-country.ts";
import styles from "./wizard.module.css";

/** Runs that read what changed; a missed one is caught up once. */
const NIGHTLY = { kind: "run", overlap: "skip", missed: "once", jitter: 0, isOn: true } as const;

/** The summary, when it is to run by itself, and what makes the source. */
export function Finish({ work, draft }: { readonly work: DraftWork; readonly draft: string }): ReactNode {
  const { t } = useTranslation("wizard");
  const navigate = useNavigate();
  const client = useQueryClient();
  const mayPlan = useMay("schedules.manage");
  const [error, setError] = useState<unknown>();
  const [isMaking, setIsMaking] = useState<"start" | "only" | null>(null);
  const [when, setWhen] = useState<CronChoice | null>(null);
  const [zone, setZone] = useState(useZone());
  // What comes after it may fail, and is then tried alone.
  const [isMade, setIsMade] = useState(false);
  const { form, change } = work;
  const { settings } = form;
  const name = form.name === "" ? nameFor(settings.baseUrl ?? "") : form.name;
  const make = async (start: boolean): Promise<void> => {
    setIsMaking(start ? "start" : "only");
    setError(undefined);
    try {
      change({ name });
      const cron = when === null ? null : cronOf(when);
      if (cron !== null) await api.previewSchedule({ body: { cron, zone } });
      if (!isMade) {
        await work.save("finish", name);
        await api.finishSourceDraft({ params: { draft } });
        setIsMade(true);
      }
      if (cron !== null) await api.addSchedule({ body: { ...NIGHTLY, source: name, cron, zone } });
      await client.invalidateQueries({ queryKey: ["listSources"] });
      if (start) {
        const { run } = await api.startRun({ body: { source: name } }, { idempotencyKey: newKey() });
        await navigate(run === null ? `/sources/${encodeURIComponent(name)}` : `/runs/${run}`);
      } else await navigate(`/sources/${encodeURIComponent(name)}`);
    } catch (problem) {
      setError(problem);
    } finally {
      setIsMaking(null);
    }
  };
  return (
    <Card title={t("finish.title")}>
      <div className={styles.narrow}>
        <div className={styles.name}>
          <NameField form={form} change={change} />
        </div>
        <Summary settings={settings} />
        {mayPlan ? <WhenToRun when={when} setWhen={setWhen} zone={zone} setZone={setZone} /> : null}
        {error === undefined ? null : <ProblemAlert error={error} title={t("finish.failed")} />}
        <div className={styles.ends}>
          <Button
            leftSection={<IconPlayerPlay size={16} />}
            loading={isMaking === "start"}
            disabled={!isName(name)}
            onClick={() => void make(true)}
          >
            {t("finish.start")}
          </Button>
          <Button
            variant="default"
            disabled={!isName(name)}
            loading={isMaking === "only"}
            onClick={() => void make(false)}
          >
            {t("finish.only")}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function Summary({ settings }: { readonly settings: DraftWork["form"]["settings"] }): ReactNode {
  const { t } = useTranslation("wizard");
  const country = useCountry();
  const { hours = [], rps = "auto", region, auth } = settings;
  return (
    <Facts
      rows={[
        [t("finish.address"), settings.baseUrl ?? ""],
        [t("finish.access"), t(`access.kinds.${auth?.kind ?? "token"}`)],
        [t("reading.country"), region === undefined ? t("reading.noCountry") : country(region)],
        [t("speed.rate"), rps === "auto" ? t("speed.auto") : t("plan.perSecond", { rate: rps })],
        [t("speed.hours"), hours.length === 0 ? t("finish.always") : hours.join("; ")],
      ]}
    />
  );
}

interface WhenToRunProps {
  readonly when: CronChoice | null;
  readonly setWhen: (when: CronChoice | null) => void;
  readonly zone: string;
  readonly setZone: (zone: string) => void;
}

/** Whether it runs by itself, and when, as the service's own scheduler says it. */
function WhenToRun({ when, setWhen, zone, setZone }: WhenToRunProps): ReactNode {
  const { t } = useTranslation("wizard");
  return (
    <div className={styles.plan}>
      <Choice
        label={t("finish.runs")}
        value={when === null ? "no" : "yes"}
        onChange={(next) => setWhen(next === "no" ? null : choiceOf(null))}
        data={[
          { value: "no", label: t("finish.runsNo") },
          { value: "yes", label: t("finish.runsYes") },
        ]}
      />
      {when === null ? null : (
        <>
          <WhenFields when={when} setWhen={setWhen} zone={zone} setZone={setZone} />
          <TimesPreview cron={cronOf(when)} zone={zone} />
        </>
      )}
    </div>
  );
}
