import { Button, Drawer, Group, NumberInput, Radio, SegmentedControl, Select } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "../../client/api.ts";
import { useDo } from "../../client/queries.ts";
import { useZone } from "../../client/session.tsx";
import { ConfirmDialog } from "../../parts/page/confirm-dialog.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { useSourceNames } from "../../parts/runs/source-choice.tsx";
import { choiceOf, cronOf } from "./cron-choice.ts";
import styles from "./schedules.module.css";
import type { Schedule } from "./schedules.tsx";
import { TimesPreview } from "./times-preview.tsx";
import { WhenFields } from "./when-fields.tsx";

interface ScheduleEditorProps {
  readonly edited: Schedule | "new" | null;
  readonly close: () => void;
}

/** A new schedule, or one that is changed: a drawer at the side. */
export function ScheduleEditor({ edited, close }: ScheduleEditorProps): ReactNode {
  const { t } = useTranslation("schedules");
  return (
    <Drawer
      opened={edited !== null}
      onClose={close}
      position="right"
      size={520}
      title={t(edited === "new" ? "addTitle" : "editTitle")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      {edited === null ? null : <Form schedule={edited === "new" ? null : edited} close={close} />}
    </Drawer>
  );
}

interface FormProps {
  readonly schedule: Schedule | null;
  readonly close: () => void;
}

function Form({ schedule, close }: FormProps): ReactNode {
  const { t } = useTranslation("schedules");
  const names = useSourceNames();
  const ownZone = useZone();
  const [kind, setKind] = useState<Schedule["kind"]>(schedule?.kind ?? "run");
  const [source, setSource] = useState<string | null>(schedule?.source ?? null);
  const [when, setWhen] = useState(() => choiceOf(schedule?.cron ?? null));
  const [zone, setZone] = useState(schedule?.zone ?? ownZone);
  const [policy, setPolicy] = useState<Policy>({
    overlap: schedule?.overlap ?? "skip",
    missed: schedule?.missed ?? "once",
    jitter: schedule?.jitter ?? 0,
  });
  const add = useDo("addSchedule", ["listSchedules"]);
  const change = useDo("changeSchedule", ["listSchedules"]);
  const cron = cronOf(when);
  const named = source ?? (kind !== "retention" && names.length === 1 ? (names[0] ?? null) : null);
  const isWhole = cron !== "" && (kind === "retention" || named !== null);
  const save = async (): Promise<void> => {
    const terms = { source: named, kind, cron, zone, ...policy };
    if (schedule === null)
      await add.mutateAsync({ body: { ...terms, isOn: true }, idempotencyKey: newKey() });
    else await change.mutateAsync({ params: { id: schedule.id }, body: terms });
    close();
  };
  const error = add.error ?? change.error;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save().catch(() => {});
      }}
    >
      <div>
        <SegmentedControl
          fullWidth
          aria-label={t("kindLabel")}
          value={kind}
          onChange={(value) => setKind(value as Schedule["kind"])}
          data={(["run", "sweep", "retention"] as const).map((value) => ({
            value,
            label: t(`kind.${value}`),
          }))}
        />
        <p className={`t2 small ${styles.hint}`}>{t(`kindHint.${kind}`)}</p>
      </div>
      <Select
        label={t("source")}
        data={[...names]}
        value={named}
        clearable={kind === "retention"}
        placeholder={kind === "retention" ? t("allSources") : t("chooseSource")}
        onChange={setSource}
      />
      <WhenFields when={when} setWhen={setWhen} zone={zone} setZone={setZone} />
      <TimesPreview cron={cron} zone={zone} />
      <PolicyFields policy={policy} setPolicy={setPolicy} />
      {error === null ? null : <ProblemAlert error={error} />}
      <Foot
        schedule={schedule}
        close={close}
        canSave={isWhole}
        isSaving={add.isPending || change.isPending}
      />
    </form>
  );
}

type Policy = Pick<Schedule, "overlap" | "missed" | "jitter">;

interface PolicyFieldsProps {
  readonly policy: Policy;
  readonly setPolicy: (policy: Policy) => void;
}

/** What becomes of times that cannot be kept. */
function PolicyFields({ policy, setPolicy }: PolicyFieldsProps): ReactNode {
  const { t } = useTranslation("schedules");
  const set = (part: Partial<Policy>): void => setPolicy({ ...policy, ...part });
  return (
    <>
      <Radio.Group
        label={t("overlapLabel")}
        value={policy.overlap}
        onChange={(value) => set({ overlap: value as Policy["overlap"] })}
      >
        <Group mt={8} gap={16}>
          <Radio value="skip" label={t("overlapSkip")} />
          <Radio value="wait" label={t("overlapWait")} />
        </Group>
      </Radio.Group>
      <Radio.Group
        label={t("missedLabel")}
        value={policy.missed}
        onChange={(value) => set({ missed: value as Policy["missed"] })}
      >
        <Group mt={8} gap={16}>
          <Radio value="once" label={t("missedOnce")} />
          <Radio value="never" label={t("missedNever")} />
        </Group>
      </Radio.Group>
      <NumberInput
        label={t("jitterLabel")}
        description={t("jitterHint")}
        value={Math.ceil(policy.jitter / 60)}
        min={0}
        max={60}
        allowDecimal={false}
        onChange={(value) => set({ jitter: (Number(value) || 0) * 60 })}
      />
    </>
  );
}

interface FootProps extends FormProps {
  readonly canSave: boolean;
  readonly isSaving: boolean;
}

function Foot({ schedule, close, canSave, isSaving }: FootProps): ReactNode {
  const { t } = useTranslation("schedules");
  const [isAsking, setIsAsking] = useState(false);
  const remove = useDo("removeSchedule", ["listSchedules"]);
  return (
    <Group justify="space-between">
      {schedule === null ? (
        <span />
      ) : (
        <>
          <Button
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={16} />}
            onClick={() => setIsAsking(true)}
          >
            {t("remove")}
          </Button>
          <ConfirmDialog
            isOpen={isAsking}
            close={() => setIsAsking(false)}
            title={t("removeTitle")}
            verb={t("remove")}
            isDangerous
            act={async () => {
              await remove.mutateAsync({ params: { id: schedule.id } });
              close();
            }}
          >
            <p>{t("removeText", { sentence: schedule.sentence })}</p>
          </ConfirmDialog>
        </>
      )}
      <Group gap={8}>
        <Button variant="default" onClick={close}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" disabled={!canSave} loading={isSaving}>
          {t("save")}
        </Button>
      </Group>
    </Group>
  );
}
