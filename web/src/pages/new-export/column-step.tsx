import { ActionIcon, Button, Select } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAnswer } from "../../client/queries.ts";
import { type ColumnName, columnsOf, FURTHER, USUAL } from "./columns.ts";
import styles from "./new-export.module.css";
import type { DraftState } from "./use-draft.ts";

/** Which columns in which order; a preset fills in all but the rows. */
export function ColumnStep(state: DraftState): ReactNode {
  const { t } = useTranslation("new-export");
  const { draft, change } = state;
  if (draft.what.kind === "diff") return <p className="t2">{t("columns.diff")}</p>;
  const chosen = columnsOf(draft);
  const rest = [...USUAL[draft.of], ...FURTHER[draft.of]].filter((name) => !chosen.includes(name));
  const set = (columns: readonly ColumnName[]): void => change({ columns: [...columns] });
  const move = (at: number, by: number): void => {
    const moved = [...chosen];
    const [name] = moved.splice(at, 1);
    if (name !== undefined) moved.splice(at + by, 0, name);
    set(moved);
  };
  return (
    <div className={styles.fields}>
      <Presets {...state} />
      <ol className={styles.choices} aria-label={t("columns.chosen")}>
        {chosen.map((name, at) => (
          <li key={name} className={styles.column}>
            <span>
              {t(`column.${name}`)} <code className="caption t3">{name}</code>
            </span>
            <ActionIcon
              aria-label={t("columns.up", { name })}
              disabled={at === 0}
              onClick={() => move(at, -1)}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              aria-label={t("columns.down", { name })}
              disabled={at === chosen.length - 1}
              onClick={() => move(at, 1)}
            >
              <IconArrowDown size={16} />
            </ActionIcon>
            <ActionIcon
              aria-label={t("columns.remove", { name })}
              disabled={chosen.length === 1}
              onClick={() => set(chosen.filter((one) => one !== name))}
            >
              <IconX size={16} />
            </ActionIcon>
          </li>
        ))}
      </ol>
      {rest.length === 0 ? null : (
        <Select
          label={t("columns.add")}
          data={rest.map((value) => ({ value, label: `${t(`column.${value}`)} (${value})` }))}
          value={null}
          onChange={(name) => name !== null && set([...chosen, name as ColumnName])}
          searchable
        />
      )}
      {draft.columns === null ? null : (
        <Button variant="subtle" onClick={() => change({ columns: null })}>
          {t("columns.usual")}
        </Button>
      )}
    </div>
  );
}

function Presets({ draft, change }: DraftState): ReactNode {
  const { t } = useTranslation("new-export");
  const { data } = useAnswer("listExportPresets");
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  const apply = (name: string | null): void => {
    const preset = items.find((item) => item.name === name);
    if (preset === undefined) return;
    const { filter, ...asked } = preset.asked;
    const isRejected = asked.of === "rejected";
    change({
      ...asked,
      filter: { ...filter, sources: filter.sources.length > 0 ? filter.sources : draft.filter.sources },
      ...(isRejected && { what: { kind: "held" } }),
    });
  };
  return (
    <Select
      label={t("preset.label")}
      description={t("preset.about")}
      data={items.map(({ name, isOwn }) => ({
        value: name,
        label: isOwn ? name : t("preset.ofFile", { name }),
      }))}
      value={null}
      onChange={apply}
      placeholder={t("preset.choose")}
    />
  );
}
