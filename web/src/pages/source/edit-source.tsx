import { Button, Drawer, Switch } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../client/problem.ts";
import { useDo } from "../../client/queries.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { type Change, type Form, type Settings, settled } from "../wizard/draft.ts";
import { AccessFields, CountrySelect, SpeedFields } from "../wizard/fields.tsx";
import styles from "./source.module.css";
import type { Source } from "./source.tsx";

/** What of a source is edited at once. */
export type Part = "access" | "reading" | "speed";

/** The settings of one card, to be changed; secrets that are left empty stay. */
export function EditSource({
  source,
  part,
  close,
}: {
  readonly source: Source;
  readonly part: Part | null;
  readonly close: () => void;
}): ReactNode {
  const { t } = useTranslation("source");
  return (
    <Drawer
      opened={part !== null}
      onClose={close}
      position="right"
      size="md"
      title={part === null ? "" : t(`${part}.title`)}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {part === null ? null : <Editing source={source} part={part} close={close} />}
    </Drawer>
  );
}

function Editing({
  source,
  part,
  close,
}: {
  readonly source: Source;
  readonly part: Part;
  readonly close: () => void;
}): ReactNode {
  const { t } = useTranslation("source");
  const save = useDo("changeSource", ["showSource", "listSources"]);
  const [form, setForm] = useState<Form>({
    name: source.name,
    settings: source.settings as Partial<Settings>,
    secrets: {},
    has: [...source.secrets],
  });
  const change: Change = (changes) => setForm((before) => ({ ...before, ...changes }));
  const { error } = save;
  const errors = new Map(
    error instanceof ApiProblem
      ? error.fields.map(({ at, message }) => [at.replace(/^body\.(settings\.)?/, ""), message] as const)
      : [],
  );
  const secretSet =
    source.secretsAt === null ? undefined : { at: source.secretsAt, by: source.secretsBy ?? "" };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const settings = settled(form.settings) as Settings;
        save.mutate(
          { params: { source: source.name }, body: { settings, secrets: form.secrets } },
          { onSuccess: close },
        );
      }}
    >
      {part === "access" ? <AccessFields {...{ form, change, errors, secretSet }} /> : null}
      {part === "reading" ? <ReadingFields form={form} change={change} /> : null}
      {part === "speed" ? <SpeedFields {...{ form, change, errors }} /> : null}
      {error === null ? null : <ProblemAlert error={error} title={t("notSaved")} />}
      <div className={styles.buttons}>
        <Button variant="default" onClick={close}>
          {t("cancel")}
        </Button>
        <Button type="submit" loading={save.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

function ReadingFields({ form, change }: { readonly form: Form; readonly change: Change }): ReactNode {
  const { t } = useTranslation("source");
  const { region, skipSuppressed = false } = form.settings;
  const setRegion = (next: string | null): void => {
    const { region: _, ...rest } = form.settings;
    change({ settings: next === null ? rest : { ...rest, region: next } });
  };
  return (
    <>
      <CountrySelect
        label={t("reading.country")}
        description={t("reading.countryNote")}
        value={region ?? null}
        onChange={setRegion}
      />
      <Switch
        label={t("reading.skip")}
        checked={skipSuppressed}
        onChange={(event) =>
          change({ settings: { ...form.settings, skipSuppressed: event.currentTarget.checked } })
        }
      />
    </>
  );
}
