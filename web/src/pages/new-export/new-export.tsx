import { Stepper } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { ColumnStep } from "./column-step.tsx";
import { FileStep } from "./file-step.tsx";
import styles from "./new-export.module.css";
import { Preview } from "./preview.tsx";
import { StartBar } from "./start-bar.tsx";
import { type Draft, previewBody, useDraft } from "./use-draft.ts";
import { WhatStep } from "./what-step.tsx";

/** Which numbers, which columns, which file; the count and the first rows stand beside it all the time. */
export function Page(): ReactNode {
  const { t } = useTranslation("new-export");
  const may = useMay("exports.make");
  const [step, setStep] = useState(0);
  const state = useDraft();
  // As a text: the same choices are the same question, whoever made the object anew.
  const text = JSON.stringify(state.draft);
  const [asked] = useDebouncedValue(text, 400);
  const preview = useAnswer(
    "previewExport",
    { body: previewBody(JSON.parse(asked) as Draft) },
    { enabled: may, keepsLast: true, staleMs: 30_000 },
  );
  if (!may) {
    return (
      <>
        <PageHead title={t("title")} />
        <Card>
          <EmptyState title={t("common:denied.title")} text={t("denied")} />
        </Card>
      </>
    );
  }
  return (
    <>
      <PageHead title={t("title")} crumbs={<Link to="/exports">{t("exports")}</Link>} />
      <div className={styles.columns}>
        <Card foot={<StartBar draft={state.draft} preview={preview} isFresh={asked === text} />}>
          <Stepper active={step} onStepClick={setStep} size="sm" mb={16} allowNextStepsSelect>
            <Stepper.Step label={t("steps.what")} />
            <Stepper.Step label={t("steps.columns")} />
            <Stepper.Step label={t("steps.file")} />
          </Stepper>
          {step === 0 ? <WhatStep {...state} /> : null}
          {step === 1 ? <ColumnStep {...state} /> : null}
          {step === 2 ? <FileStep {...state} rows={preview.data?.rows ?? 0} /> : null}
        </Card>
        <Preview query={preview} />
      </div>
    </>
  );
}
