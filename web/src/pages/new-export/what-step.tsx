import {
  Checkbox,
  MultiSelect,
  NumberInput,
  Radio,
  SegmentedControl,
  Select,
  TagsInput,
  TextInput,
} from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { useViewWords } from "../numbers/use-chip-text.ts";
import styles from "./new-export.module.css";
import type { Draft, DraftFilter, DraftState } from "./use-draft.ts";

type Kind = "newOwn" | "held" | "run" | "new" | "gone" | "diff" | "rejected" | "view" | "picked";
const KINDS: readonly Kind[] = ["newOwn", "held", "new", "gone", "run", "diff", "rejected"];
const TYPES: readonly DraftFilter["types"][number][] = [
  ...(["MOBILE", "FIXED_LINE", "FIXED_LINE_OR_MOBILE", "TOLL_FREE", "PREMIUM_RATE", "SHARED_COST"] as const),
  ...(["VOIP", "PERSONAL_NUMBER", "PAGER", "UAN", "VOICEMAIL", "UNKNOWN"] as const),
];

/** Which rows. */
export function WhatStep(state: DraftState): ReactNode {
  const { t } = useTranslation("new-export");
  const { draft, change } = state;
  const runs = useFinishedRuns();
  const viewWords = useViewWords();
  const kind = kindOf(draft);
  const newest = runs[0]?.run ?? 1;
  // What came from the list of numbers stands first, and can be come back to.
  const [given] = useState(draft.what);
  const isGiven = given.kind === "view" || given.kind === "picked";
  const kinds = isGiven ? [given.kind, ...KINDS] : KINDS;
  const choose = (next: string): void =>
    change(
      next === given.kind && isGiven ? { of: "numbers", what: given } : draftOf(next as Kind, draft, newest),
    );
  const hasOwnFilter = draft.what.kind === "view" || draft.what.kind === "picked";
  const about = (one: Kind): string =>
    one === "picked" && given.kind === "picked"
      ? t("what.pickedCount", { count: given.ids.length })
      : one === "view" && given.kind === "view"
        ? viewWords(given.view) || t("what.about.held")
        : t(`what.about.${one}`);
  return (
    <div className={styles.fields}>
      <Radio.Group value={kind} onChange={choose} label={t("what.label")} labelProps={{ mb: 8 }}>
        <div className={styles.choices}>
          {kinds.map((one) => (
            <div key={one}>
              <Radio.Card value={one} className={styles.choice} radius="md">
                <Radio.Indicator />
                <span>
                  <span className="strong">{t(`what.${one}`)}</span>
                  <br />
                  <span className="small t2">{about(one)}</span>
                </span>
              </Radio.Card>
              {one === kind ? <Runs {...state} runs={runs} /> : null}
            </div>
          ))}
        </div>
      </Radio.Group>
      {kind === "diff" || kind === "rejected" ? null : (
        <SegmentedControl
          aria-label={t("of.label")}
          value={draft.of}
          onChange={(of) => change({ of: of as Draft["of"], columns: null })}
          data={[
            { value: "numbers", label: t("of.numbers") },
            { value: "pairs", label: t("of.pairs") },
          ]}
        />
      )}
      {kind === "diff" || hasOwnFilter ? null : <Narrowing {...state} isOfNumbers={kind !== "rejected"} />}
      <LeftOut {...state} isOfNumbers={kind !== "rejected"} />
    </div>
  );
}

interface RunChoice {
  readonly run: number;
  readonly label: string;
}

function useFinishedRuns(): readonly RunChoice[] {
  const { t } = useTranslation("new-export");
  const format = useFormat();
  const { data } = useAnswer("listRuns", { query: { status: "complete,partial", limit: "200" } });
  return (data?.items ?? []).map(({ run, source, startedAt }) => ({
    run,
    label: t("run", { run, source, at: format.time(startedAt) }),
  }));
}

function kindOf({ what, of }: Draft): Kind {
  if (of === "rejected") return "rejected";
  return what.kind === "new" && what.since === "lastExport" ? "newOwn" : what.kind;
}

function draftOf(kind: Kind, { of }: Draft, newest: number): Partial<Draft> {
  const numbers = { of: of === "rejected" ? ("numbers" as const) : of };
  switch (kind) {
    case "newOwn":
      return { ...numbers, what: { kind: "new", since: "lastExport" } };
    case "held":
      return { ...numbers, what: { kind } };
    case "run":
      return { ...numbers, what: { kind, run: newest } };
    case "new":
    case "gone":
      return { ...numbers, what: { kind, since: Math.max(1, newest - 1) } };
    case "diff":
      return {
        of: "pairs",
        what: { kind, from: Math.max(1, newest - 1), to: newest },
        columns: null,
        split: null,
      };
    case "view":
    case "picked":
      return {};
    case "rejected":
      return { of: "rejected", what: { kind: "held" }, columns: null };
  }
}

/** Which run or runs a choice is about. */
function Runs({
  draft: { what },
  change,
  runs,
}: DraftState & { readonly runs: readonly RunChoice[] }): ReactNode {
  const { t } = useTranslation("new-export");
  const data = runs.map(({ run, label }) => ({ value: String(run), label }));
  const select = (label: string, value: number, set: (run: number) => void): ReactNode => (
    <Select
      mt={8}
      label={label}
      data={data}
      value={String(value)}
      onChange={(run) => run !== null && set(Number(run))}
      searchable
      allowDeselect={false}
    />
  );
  if (what.kind === "run")
    return select(t("runs.after"), what.run, (run) => change({ what: { ...what, run } }));
  if (what.kind === "gone")
    return select(t("runs.since"), what.since, (since) => change({ what: { ...what, since } }));
  if (what.kind === "new" && what.since !== "lastExport")
    return select(t("runs.since"), what.since, (since) => change({ what: { kind: "new", since } }));
  if (what.kind !== "diff") return null;
  return (
    <div className={styles.pair}>
      {select(t("runs.from"), what.from, (from) => change({ what: { ...what, from } }))}
      {select(t("runs.to"), what.to, (to) => change({ what: { ...what, to } }))}
    </div>
  );
}

function Narrowing({
  draft: { filter },
  narrow,
  isOfNumbers,
}: DraftState & { readonly isOfNumbers: boolean }): ReactNode {
  const { t } = useTranslation("new-export");
  const { data: home } = useAnswer("showHome");
  const sources = [...new Set([...(home?.sources.map(({ name }) => name) ?? []), ...filter.sources])];
  return (
    <>
      <MultiSelect
        label={t("filter.sources")}
        placeholder={filter.sources.length === 0 ? t("filter.allSources") : ""}
        data={sources}
        value={[...filter.sources]}
        onChange={(chosen) => narrow({ sources: chosen })}
        clearable
      />
      {isOfNumbers ? (
        <div className={styles.pair}>
          <TagsInput
            label={t("filter.regions")}
            placeholder="RU, KZ"
            value={[...filter.regions]}
            onChange={(regions) =>
              narrow({
                regions: regions
                  .map((one) => one.toUpperCase())
                  .filter((one) => /^([A-Z]{2}|001)$/.test(one)),
              })
            }
            splitChars={[",", " "]}
          />
          <MultiSelect
            label={t("filter.types")}
            placeholder={filter.types.length === 0 ? t("filter.allTypes") : ""}
            data={TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
            value={[...filter.types]}
            onChange={(types) => narrow({ types: types as DraftFilter["types"] })}
            clearable
            searchable
          />
          <TagsInput
            label={t("filter.operators")}
            placeholder={t("filter.operatorsHint")}
            value={[...filter.operators]}
            onChange={(operators) => narrow({ operators })}
          />
          <NumberInput
            label={t("filter.minProjects")}
            min={1}
            max={1_000_000}
            allowDecimal={false}
            value={filter.minProjects}
            onChange={(value) => narrow({ minProjects: Math.max(1, Number(value) || 1) })}
          />
        </div>
      ) : null}
    </>
  );
}

/** What stays out by itself, and what may be taken in all the same. */
function LeftOut({ draft, change, isOfNumbers }: DraftState & { readonly isOfNumbers: boolean }): ReactNode {
  const { t } = useTranslation("new-export");
  const mayInclude = useMay("suppressions.manage");
  if (!isOfNumbers) return null;
  return (
    <div className={styles.choices}>
      {draft.what.kind === "diff" ? null : (
        <Checkbox
          label={t("placeholders")}
          checked={!draft.placeholders}
          onChange={(event) => change({ placeholders: !event.currentTarget.checked })}
        />
      )}
      <Checkbox
        label={t("suppressed")}
        description={mayInclude ? undefined : t("suppressedAlways")}
        checked={!draft.includeSuppressed}
        disabled={!mayInclude}
        onChange={(event) => change({ includeSuppressed: !event.currentTarget.checked, reason: null })}
      />
      {draft.includeSuppressed ? (
        <TextInput
          label={t("reason")}
          required
          value={draft.reason ?? ""}
          onChange={(event) => change({ reason: event.currentTarget.value || null })}
        />
      ) : null}
    </div>
  );
}
