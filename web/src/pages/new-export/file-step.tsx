import { Button, Checkbox, Group, NumberInput, Radio, Select, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDo } from "../../client/queries.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import styles from "./new-export.module.css";
import type { Draft, DraftState } from "./use-draft.ts";

const FORMATS = ["xlsx", "csv-excel", "csv", "jsonl", "parquet"] as const;
/** Of a sheet, without its header. */
const SHEET_ROWS = 1_048_575;
const SPLIT_ROWS = 100_000;

/** Which file. */
export function FileStep({ draft, change, rows }: DraftState & { readonly rows: number }): ReactNode {
  const { t } = useTranslation("new-export");
  const isText = draft.format !== "xlsx" && draft.format !== "parquet";
  const sheets = Math.ceil(rows / SHEET_ROWS);
  return (
    <div className={styles.fields}>
      <Radio.Group
        label={t("format.label")}
        labelProps={{ mb: 8 }}
        value={draft.format}
        onChange={(format) => change({ format: format as Draft["format"] })}
      >
        <div className={styles.choices}>
          {FORMATS.map((format) => (
            <Radio.Card key={format} value={format} className={styles.choice} radius="md">
              <Radio.Indicator />
              <span>
                <span className="strong">{t(`format.${format}`)}</span>
                <br />
                <span className="small t2">{t(`format.about.${format}`)}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {draft.format === "xlsx" && sheets > 1 ? (
        <p className="small t2">{t("format.sheets", { count: sheets })}</p>
      ) : null}
      {isText ? (
        <Checkbox
          label={t("gzip")}
          checked={draft.gzip}
          onChange={(event) => change({ gzip: event.currentTarget.checked })}
        />
      ) : null}
      {draft.what.kind === "diff" ? null : <Split draft={draft} change={change} />}
      <KeepPreset draft={draft} />
    </div>
  );
}

function Split({ draft: { split }, change }: Pick<DraftState, "draft" | "change">): ReactNode {
  const { t } = useTranslation("new-export");
  const kind = split === null ? "none" : split === "client" ? "client" : "rows";
  const choose = (next: string | null): void =>
    change({ split: next === "client" ? "client" : next === "rows" ? { rows: SPLIT_ROWS } : null });
  return (
    <div className={styles.pair}>
      <Select
        label={t("split.label")}
        data={[
          { value: "none", label: t("split.none") },
          { value: "client", label: t("split.client") },
          { value: "rows", label: t("split.rows") },
        ]}
        value={kind}
        onChange={choose}
        allowDeselect={false}
      />
      {split !== null && split !== "client" ? (
        <NumberInput
          label={t("split.each")}
          min={1000}
          step={10_000}
          allowDecimal={false}
          value={split.rows}
          onChange={(rows) => change({ split: { rows: Math.max(1000, Number(rows) || 1000) } })}
        />
      ) : null}
    </div>
  );
}

function KeepPreset({ draft }: { readonly draft: Draft }): ReactNode {
  const { t } = useTranslation("new-export");
  const [name, setName] = useState("");
  const keep = useDo("saveExportPreset", ["listExportPresets"]);
  const { what: _, reason: __, ...body } = draft;
  const press = (): void =>
    keep.mutate(
      { params: { name: name.trim() }, body: { ...body, includeSuppressed: false } },
      { onSuccess: () => setName("") },
    );
  return (
    <div>
      <Group align="flex-end" gap={8}>
        <TextInput
          label={t("preset.keep")}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button variant="default" disabled={name.trim() === ""} loading={keep.isPending} onClick={press}>
          {t("preset.save")}
        </Button>
      </Group>
      <p className="caption good" role="status">
        {keep.isSuccess ? t("preset.saved") : null}
      </p>
      {keep.error === null ? null : <ProblemAlert error={keep.error} title={t("preset.notSaved")} />}
    </div>
  );
}
