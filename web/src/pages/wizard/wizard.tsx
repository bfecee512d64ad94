import { Anchor, Button, Modal } from "@mantine/core";
import { IconCheck, IconChevronLeft, IconChevronRight, IconCode, IconDatabase } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import type { Answer } from "../../client/api.ts";
import { ApiProblem } from "../../client/problem.ts";
import { useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { Card } from "../../parts/page/card.tsx";
import { Denied } from "../../parts/page/denied.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { CheckSteps, useTrial } from "./check-steps.tsx";
import { type DraftWork, isName, STEPS, type Step, useDraft } from "./draft.ts";
import { AccessFields, type FieldErrors, NameField, SpeedFields } from "./fields.tsx";
import { Finish } from "./finish.tsx";
import { Plan } from "./plan.tsx";
import { Preview } from "./preview.tsx";
import styles from "./wizard.module.css";
import { Yaml } from "./yaml.tsx";

/** A source is made here step by step; a draft keeps what was typed, so that one may leave and come back. */
export function Page(): ReactNode {
  const { t } = useTranslation("wizard");
  const [search] = useSearchParams();
  const draft = search.get("draft");
  const may = useMay("sources.manage");
  if (!may) {
    return (
      <>
        <PageHead title={t("title")} crumbs={<Crumbs />} />
        <Denied />
      </>
    );
  }
  return draft === null ? <Wizard kept={null} /> : <Kept id={draft} />;
}

function Kept({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation("wizard");
  const kept = useAnswer("showSourceDraft", { params: { draft: id } }, { staleMs: Number.POSITIVE_INFINITY });
  if (kept.data !== undefined) return <Wizard kept={kept.data} />;
  return (
    <>
      <PageHead title={t("title")} crumbs={<Crumbs />} />
      <Card>
        <QueryState query={kept} skeleton={<Lines count={6} />}>
          {() => null}
        </QueryState>
      </Card>
    </>
  );
}

function Crumbs(): ReactNode {
  const { t } = useTranslation("wizard");
  return (
    <>
      <Link to="/sources">{t("crumb")}</Link>
      <span aria-hidden>›</span>
      <span>{t("new")}</span>
    </>
  );
}

function Wizard({ kept }: { readonly kept: Answer<"showSourceDraft"> | null }): ReactNode {
  const { t } = useTranslation("wizard");
  const work = useDraft(kept);
  const [search, setSearch] = useSearchParams();
  const [error, setError] = useState<unknown>();
  const [isSaving, setIsSaving] = useState(false);
  const [isYaml, setIsYaml] = useState(false);
  const asked = search.get("step") ?? kept?.step;
  const step = STEPS.find((one) => one === asked) ?? "crm";
  const at = STEPS.indexOf(step);
  const go = async (to: Step): Promise<void> => {
    setIsSaving(true);
    setError(undefined);
    try {
      const draft = await work.save(to);
      setSearch({ draft, step: to }, { replace: work.id === null });
    } catch (problem) {
      setError(problem);
    } finally {
      setIsSaving(false);
    }
  };
  const [before, after] = [STEPS[at - 1], STEPS[at + 1]];
  const { name, settings } = work.form;
  const canGo = step !== "access" || ((settings.baseUrl ?? "") !== "" && (name === "" || isName(name)));
  return (
    <div className={styles.page}>
      <PageHead
        title={t("title")}
        crumbs={<Crumbs />}
        actions={
          work.yaml === null ? undefined : (
            <Button variant="subtle" leftSection={<IconCode size={16} />} onClick={() => setIsYaml(true)}>
              {t("yaml")}
            </Button>
          )
        }
      />
      <StepBar step={step} work={work} go={(to) => void go(to)} />
      {error === undefined ? null : <ProblemAlert error={error} title={t("notSaved")} />}
      <StepBody step={step} work={work} errors={errorsOf(error)} />
      <div className={styles.bar}>
        {before === undefined ? (
          <Button variant="default" component={Link} to="/sources">
            {t("leave")}
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconChevronLeft size={16} />}
            onClick={() => void go(before)}
          >
            {t("back")}
          </Button>
        )}
        <span className="t3 caption">{work.id === null ? "" : t("draft")}</span>
        {after === undefined ? null : (
          <Button
            rightSection={<IconChevronRight size={16} />}
            loading={isSaving}
            disabled={!canGo}
            onClick={() => void go(after)}
          >
            {t(`next.${step}`)}
          </Button>
        )}
      </div>
      <Modal
        opened={isYaml}
        onClose={() => setIsYaml(false)}
        title={t("yamlTitle")}
        size="lg"
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Yaml text={work.yaml ?? ""} />
      </Modal>
    </div>
  );
}

function StepBar({
  step,
  work,
  go,
}: {
  readonly step: Step;
  readonly work: DraftWork;
  readonly go: (step: Step) => void;
}): ReactNode {
  const { t } = useTranslation("wizard");
  const at = STEPS.indexOf(step);
  const host = URL.parse(work.form.settings.baseUrl ?? "")?.host ?? "";
  return (
    <ol className={styles.steps} aria-label={t("steps.label")}>
      {STEPS.map((one, index) => (
        <li
          key={one}
          aria-current={one === step ? "step" : undefined}
          data-state={index < at ? "done" : index === at ? "now" : "later"}
        >
          <span className={styles.dot} aria-hidden>
            {index < at ? <IconCheck size={16} stroke={2.4} /> : index + 1}
          </span>
          <span className={styles.stepName}>
            {index < at ? (
              <button type="button" onClick={() => go(one)}>
                {t(`steps.${one}`)}
              </button>
            ) : (
              t(`steps.${one}`)
            )}
            {one === "access" && host !== "" && index < at ? (
              <span className="caption t3">{host}</span>
            ) : null}
          </span>
        </li>
      ))}
    </ol>
  );
}

function StepBody({
  step,
  work,
  errors,
}: {
  readonly step: Step;
  readonly work: DraftWork;
  readonly errors: FieldErrors;
}): ReactNode {
  const { t } = useTranslation("wizard");
  const { form, change, id } = work;
  switch (step) {
    case "crm":
      return <ChooseCrm />;
    case "access":
      return (
        <Card title={t("access.title")}>
          <div className={styles.narrow}>
            <AccessFields form={form} change={change} errors={errors} />
            <div className={styles.name}>
              <NameField form={form} change={change} error={errors.get("name")} />
            </div>
          </div>
        </Card>
      );
    case "test":
      return id === null ? null : <Test draft={id} />;
    case "preview":
      return id === null ? null : <Preview of={{ draft: id }} form={form} change={change} />;
    case "speed":
      return (
        <div className={styles.split}>
          <Card title={t("speed.title")}>
            <SpeedFields form={form} change={change} errors={errors} />
          </Card>
          {id === null ? null : <Plan of={{ draft: id }} />}
        </div>
      );
    case "finish":
      return id === null ? null : <Finish work={work} draft={id} />;
  }
}

/** The kinds of CRM that can be collected from; there is one now. */
function ChooseCrm(): ReactNode {
  const { t } = useTranslation("wizard");
  return (
    <Card title={t("crm.title")}>
      <div className={styles.crms}>
        <div className={styles.crm} data-checked>
          <IconDatabase size={22} stroke={1.6} aria-hidden />
          <div>
            <p className="strong">{t("crm.datamaster")}</p>
            <p className="t2 small">{t("crm.datamasterHelp")}</p>
          </div>
          <IconCheck size={18} className="good" aria-label={t("crm.chosen")} />
        </div>
      </div>
      <p className="caption t3">{t("crm.more")}</p>
    </Card>
  );
}

function Test({ draft }: { readonly draft: string }): ReactNode {
  const { t } = useTranslation("wizard");
  const { trial, error, again } = useTrial({ draft });
  return (
    <Card title={t("test.title")}>
      <CheckSteps trial={trial} error={error} again={again} />
      {trial?.state === "failed" || error !== undefined ? (
        <p className={`small t2 ${styles.note}`}>
          {t("test.mend")}{" "}
          <Anchor component={Link} to={`?draft=${draft}&step=access`} size="sm" underline="always">
            {t("test.toAccess")}
          </Anchor>
        </p>
      ) : null}
    </Card>
  );
}

function errorsOf(error: unknown): FieldErrors {
  if (!(error instanceof ApiProblem)) return new Map();
  return new Map(error.fields.map(({ at, message }) => [at.replace(/^body\.(settings\.)?/, ""), message]));
}
