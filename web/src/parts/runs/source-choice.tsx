import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAnswer } from "../../client/queries.ts";

/** Names of the sources that are known or were collected. */
export function useSourceNames(): readonly string[] {
  const home = useAnswer("showHome", undefined, { staleMs: 60_000 });
  return (home.data?.sources ?? []).map(({ name }) => name);
}

interface SourceChoiceProps {
  /** Null: all of them. */
  readonly value: string | null;
  readonly onChange: (source: string | null) => void;
}

/** One source, or all together; nothing where there is only one. */
export function SourceChoice({ value, onChange }: SourceChoiceProps): ReactNode {
  const { t } = useTranslation();
  const names = useSourceNames();
  if (names.length < 2 && value === null) return null;
  const data = [
    { value: "", label: t("sourceChoice.all") },
    ...names.map((name) => ({ value: name, label: name })),
  ];
  return (
    <Select
      aria-label={t("sourceChoice.label")}
      data={data}
      value={value ?? ""}
      allowDeselect={false}
      onChange={(next) => onChange(next === "" ? null : next)}
      w={200}
    />
  );
}
