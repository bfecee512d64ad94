import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Summary } from "../../client/use-summary.ts";
import { useFormat } from "../../format/use-format.ts";
import { Bars } from "../../parts/charts/bars.tsx";
import styles from "./analytics.module.css";
import { Finding } from "./finding.tsx";
import { Overlap } from "./overlap.tsx";

interface SummaryFindingsProps {
  readonly summary: Summary;
  readonly source: string | null;
}

/** So many bars are drawn; the table has all. */
const BARS = 8;
/** Clients with fewer fields say little by their share. */
const TELLING_FIELDS = 20;
const WORST = 10;

/** Where numbers are from, what they are, whose, and how clients overlap. */
export function SummaryFindings({ summary, source }: SummaryFindingsProps): ReactNode {
  return (
    <>
      <div className={styles.third}>
        <ByRegion summary={summary} source={source} />
        <ByType summary={summary} source={source} />
        <ByOperator summary={summary} source={source} />
      </div>
      <Overlap summary={summary} />
      <ByClient summary={summary} source={source} />
    </>
  );
}

interface Part {
  readonly key: string;
  readonly name: string;
  readonly numbers: number;
  readonly to?: string;
}

/** Parts of all numbers, as bars and as a table. */
function Parts({
  title,
  name,
  head,
  parts,
  all,
}: {
  readonly title: string;
  readonly name: string;
  readonly head: string;
  readonly parts: readonly Part[];
  readonly all: number;
}): ReactNode {
  const { t } = useTranslation("analytics");
  const format = useFormat();
  const shown = parts.slice(0, BARS);
  const rest = parts.slice(BARS).reduce((sum, { numbers }) => sum + numbers, 0);
  const bars = shown.map(({ key, name: label, numbers, to }) => ({
    key,
    label,
    value: numbers,
    note: format.percent(numbers / all),
    ...(to !== undefined && { to }),
  }));
  const others = { key: "rest", label: t("others"), value: rest, note: format.percent(rest / all) };
  return (
    <Finding
      title={title}
      name={name}
      table={{
        heads: [head, t("col.numbers"), t("col.share")],
        rows: parts.map((part) => [part.name, part.numbers, part.numbers / all]),
        shown: (cell, column) =>
          typeof cell !== "number" ? cell : column === 2 ? format.percent(cell) : format.number(cell),
      }}
    >
      <Bars bars={rest > 0 ? [...bars, others] : bars} />
    </Finding>
  );
}

function ofSource(source: string | null): string {
  return source === null ? "" : `&source=${encodeURIComponent(source)}`;
}

/** Numbers of each of something, most first. */
function summed<T>(rows: readonly T[], keyOf: (row: T) => string, numbersOf: (row: T) => number) {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + numbersOf(row));
  return [...sums].sort(([, one], [, other]) => other - one);
}

function ByRegion({ summary, source }: SummaryFindingsProps): ReactNode {
  const { t } = useTranslation("analytics");
  const format = useFormat();
  const names = new Intl.DisplayNames(format.language, { type: "region" });
  const nameOf = (region: string): string =>
    /^[A-Z]{2}$/.test(region) ? (names.of(region) ?? region) : region;
  const parts = summed(
    summary.kinds,
    ({ region }) => region,
    ({ numbers }) => numbers,
  ).map(
    ([region, numbers]): Part => ({
      key: region,
      name: nameOf(region),
      numbers,
      to: `/numbers?region=${region}${ofSource(source)}`,
    }),
  );
  const [first] = parts;
  const share = format.percent((first?.numbers ?? 0) / summary.numbers);
  const title = t("region", { name: first?.name ?? "", share });
  return <Parts title={title} name="countries" head={t("col.region")} parts={parts} all={summary.numbers} />;
}

function ByType({ summary, source }: SummaryFindingsProps): ReactNode {
  const { t } = useTranslation("analytics");
  const format = useFormat();
  const parts = summed(
    summary.kinds,
    ({ type }) => type,
    ({ numbers }) => numbers,
  ).map(
    ([type, numbers]): Part => ({
      key: type,
      name: t(`common:numberType.${type}`),
      numbers,
      to: `/numbers?type=${type}${ofSource(source)}`,
    }),
  );
  const [first] = parts;
  const share = format.percent((first?.numbers ?? 0) / summary.numbers);
  const title = t("type", { name: first?.name ?? "", share });
  return <Parts title={title} name="types" head={t("col.type")} parts={parts} all={summary.numbers} />;
}

function ByOperator({ summary }: SummaryFindingsProps): ReactNode {
  const { t } = useTranslation("analytics");
  const format = useFormat();
  const parts = summary.operators.map(
    ({ name, numbers }): Part => ({ key: name ?? "", name: name ?? t("unknown"), numbers }),
  );
  const first = parts.find(({ key }) => key !== "");
  const title =
    first === undefined
      ? t("operatorNone")
      : t("operator", { name: first.name, share: format.percent(first.numbers / summary.numbers) });
  return (
    <Parts title={title} name="operators" head={t("col.operator")} parts={parts} all={summary.numbers} />
  );
}

/** Who types badly: fields without a number, and numbers that a client's projects repeat. */
function ByClient({ summary }: SummaryFindingsProps): ReactNode {
  const { t } = useTranslation("analytics");
  const format = useFormat();
  const worst = summary.clients
    .filter(({ records }) => records >= TELLING_FIELDS)
    .map((client) => ({ ...client, share: client.rejected / client.records }))
    .sort((one, other) => other.share - one.share);
  const [first] = worst;
  const title =
    first === undefined || first.rejected === 0
      ? t("qualityNone")
      : t("quality", { name: first.name, share: format.percent(first.share) });
  return (
    <div className={styles.whole}>
      <Finding
        title={title}
        name="clients"
        note={t("clientsNote", { shown: Math.min(WORST, worst.length) })}
        table={{
          heads: [
            t("col.client"),
            t("col.fields"),
            t("col.rejected"),
            t("col.share"),
            t("col.numbers"),
            t("col.repeated"),
          ],
          rows: worst
            .slice(0, WORST)
            .map(({ name, records, rejected, share, numbers, pairs }) => [
              ...[name, records, rejected, share, numbers, pairs - numbers],
            ]),
          wide: [1, 4, 5],
          shown: (cell, column) =>
            typeof cell !== "number" ? cell : column === 3 ? format.percent(cell) : format.number(cell),
        }}
      >
        {null}
      </Finding>
    </div>
  );
}
