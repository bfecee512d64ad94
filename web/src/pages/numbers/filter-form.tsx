import { Button, MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { Answer } from "../../client/api.ts";
import { useAnswer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { useWordsOfNumbers } from "../../parts/numbers/use-words-of-numbers.ts";
import { type ListName, type SingleName, withValues } from "./filter.ts";
import styles from "./filter-bar.module.css";

export type Choices = Answer<"listNumberChoices">;

interface FilterFormProps {
  readonly choices: Choices | undefined;
  readonly close: () => void;
}

const IN_PLACE = { withinPortal: false } as const;

/** All that the list can be narrowed by; each choice takes effect at once. */
export function FilterForm({ choices, close }: FilterFormProps): ReactNode {
  const { t } = useTranslation("numbers");
  const words = useWordsOfNumbers();
  const format = useFormat();
  const [address, setAddress] = useSearchParams();
  const set = (name: ListName | SingleName, values: readonly string[]): void =>
    setAddress(withValues(address, name, values));
  const counted = (value: string, count: number, label = value) => ({
    value,
    label: `${label} · ${format.number(count)}`,
  });
  const lists: readonly [ListName, readonly { value: string; label: string }[]][] = [
    ["source", (choices?.sources ?? []).map((value) => ({ value, label: value }))],
    [
      "region",
      (choices?.regions ?? []).map(({ value, count }) => counted(value, count, words.region(value))),
    ],
    ["type", (choices?.types ?? []).map(({ value, count }) => counted(value, count, words.type(value)))],
    ["operator", (choices?.operators ?? []).map(({ value, count }) => counted(value, count))],
  ];
  return (
    <>
      {lists.map(([name, data]) =>
        name === "source" && data.length < 2 ? null : (
          <MultiSelect
            key={name}
            label={t(`filter.${name}`)}
            data={[...data]}
            value={address.getAll(name)}
            onChange={(values) => set(name, values)}
            comboboxProps={IN_PLACE}
            openOnFocus={false}
            searchable
            clearable
          />
        ),
      )}
      <PlaceSelect name="client" />
      <PlaceSelect name="project" />
      <RunSelect choices={choices} />
      <Days />
      <NumberInput
        label={t("filter.minProjects")}
        min={1}
        max={1000}
        value={Number(address.get("minProjects") ?? 1)}
        onChange={(value) => set("minProjects", Number(value) > 1 ? [String(value)] : [])}
      />
      <Choice name="state" values={[["gone", t("filter.gone")]]} none={t("filter.held")} />
      <Choice
        name="suppressed"
        values={[
          ["yes", t("filter.onList")],
          ["no", t("filter.offList")],
        ]}
      />
      <Choice
        name="placeholder"
        values={[
          ["yes", t("filter.onlyMade")],
          ["no", t("filter.noMade")],
        ]}
      />
      <Button variant="default" onClick={close}>
        {t("filter.close")}
      </Button>
    </>
  );
}

interface ChoiceProps {
  readonly name: SingleName;
  readonly values: readonly (readonly [value: string, label: string])[];
  readonly none?: string;
}

function Choice({ name, values, none }: ChoiceProps): ReactNode {
  const { t } = useTranslation("numbers");
  const [address, setAddress] = useSearchParams();
  const all = { value: "", label: none ?? t("filter.any") };
  return (
    <Select
      label={t(`filter.${name}`)}
      data={[all, ...values.map(([value, label]) => ({ value, label }))]}
      value={address.get(name) ?? ""}
      onChange={(value) => setAddress(withValues(address, name, [value ?? ""]))}
      allowDeselect={false}
      comboboxProps={IN_PLACE}
    />
  );
}

function RunSelect({ choices }: { readonly choices: Choices | undefined }): ReactNode {
  const { t } = useTranslation("numbers");
  const format = useFormat();
  const [address, setAddress] = useSearchParams();
  const runs = choices?.runs ?? [];
  const data = runs.map(({ run, startedAt }) => ({
    value: String(run),
    label: t("filter.run", { run, time: format.time(startedAt) }),
  }));
  return (
    <Select
      label={t("filter.newSince")}
      data={data}
      value={address.get("newSince")}
      onChange={(value) => setAddress(withValues(address, "newSince", [value ?? ""]))}
      comboboxProps={IN_PLACE}
      searchable
      clearable
    />
  );
}

const DAYS = ["firstFrom", "firstTo", "lastFrom", "lastTo"] as const;

/** Days in the browser's zone; the address has their beginning in UTC. */
function Days(): ReactNode {
  const { t } = useTranslation("numbers");
  const [address, setAddress] = useSearchParams();
  return (
    <div className={styles.pair}>
      {DAYS.map((name) => (
        <TextInput
          key={name}
          type="date"
          label={t(`filter.${name}`)}
          value={dayOf(address.get(name))}
          onChange={({ currentTarget: { value } }) => {
            const at = new Date(`${value}T00:00`);
            const isDay = !Number.isNaN(at.getTime());
            if (isDay || value === "") setAddress(withValues(address, name, [isDay ? at.toISOString() : ""]));
          }}
        />
      ))}
    </div>
  );
}

function dayOf(time: string | null): string {
  const at = new Date(time ?? "");
  if (Number.isNaN(at.getTime())) return "";
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Clients or projects by a part of their name. */
function PlaceSelect({ name }: { readonly name: "client" | "project" }): ReactNode {
  const { t } = useTranslation("numbers");
  const [address, setAddress] = useSearchParams();
  const [text, setText] = useState("");
  const [sought] = useDebouncedValue(text, 200);
  const found = useAnswer("findNumberPlaces", { query: { name: sought } }, { keepsLast: true });
  const places = name === "client" ? found.data?.clients : found.data?.projects;
  const chosen = address.getAll(name);
  const data = (places ?? []).map(({ id, name: label, client }) => ({
    value: id,
    label: client === null ? label : `${label} · ${client}`,
  }));
  const isListed = (id: string): boolean => data.some(({ value }) => value === id);
  const unlisted = chosen.filter((id) => !isListed(id)).map((id) => ({ value: id, label: id }));
  const once = [...new Map([...data, ...unlisted].map((one) => [one.value, one])).values()];
  return (
    <MultiSelect
      label={t(`filter.${name}`)}
      placeholder={t("filter.typeName")}
      data={once}
      value={chosen}
      onChange={(values) => setAddress(withValues(address, name, values))}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options }) => options}
      comboboxProps={IN_PLACE}
      searchable
      clearable
    />
  );
}
