import { Button, TextInput } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api, newKey } from "../../client/api.ts";
import { Card } from "../../parts/card.tsx";
import { Facts } from "../../parts/figure.tsx";
import { ProblemAlert } from "../../parts/problem-alert.tsx";
import { type DraftWork, nameFor } from "./draft.ts";
import { useCountry } from "./use-country.ts";
import styles from "./wizard.module.css";

/** The summary, and what makes the source. */
export function Finish({ work, draft }: { readonly work: DraftWork; readonly draft: string }): ReactNode {
  const { t } = useTranslation("wizard");
  const navigate = useNavigate();
  const client = useQueryClient();
  const country = useCountry();
  const [error, setError] = useState<unknown>();
  const [isMaking, setIsMaking] = useState<"start" | "only" | null>(null);
  const { form, change } = work;
  const { settings } = form;
  const name = form.name === "" ? nameFor(settings.baseUrl ?? "") : form.name;
  const make = async (start: boolean): Promise<void> => {
    setIsMaking(start ? "start" : "only");
    setError(undefined);
    try {
      change({ name });
      await work.save("finish", name);
      await api.finishSourceDraft({ params: { draft } });
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
  const { hours = [], rps = "auto", region, auth } = settings;
  return (
    <Card title={t("finish.title")}>
      <div className={styles.narrow}>
        <TextInput
          label={t("access.name")}
          description={t("access.nameHelp")}
          value={form.name}
          placeholder={name}
          onChange={(event) => change({ name: event.currentTarget.value.trim() })}
          mb={16}
        />
        <Facts
          rows={[
            [t("finish.address"), settings.baseUrl ?? ""],
            [t("finish.access"), t(`access.kinds.${auth?.kind ?? "token"}`)],
            [t("reading.country"), region === undefined ? t("reading.noCountry") : country(region)],
            [t("speed.rate"), rps === "auto" ? t("speed.auto") : t("plan.perSecond", { rate: rps })],
            [t("speed.hours"), hours.length === 0 ? t("finish.always") : hours.join("; ")],
          ]}
        />
        {error === undefined ? null : <ProblemAlert error={error} title={t("finish.failed")} />}
        <div className={styles.ends}>
          <Button
            leftSection={<IconPlayerPlay size={16} />}
            loading={isMaking === "start"}
            onClick={() => void make(true)}
          >
            {t("finish.start")}
          </Button>
          <Button variant="default" loading={isMaking === "only"} onClick={() => void make(false)}>
            {t("finish.only")}
          </Button>
        </div>
      </div>
    </Card>
  );
}
