import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import { Code } from "../../parts/runs/state-badge.tsx";
import styles from "./compare.module.css";
import type { Comparison } from "./compare.tsx";

type Numbers = Comparison["totals"]["numbers"];

interface ByGroupProps {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, numbers: Numbers])[];
  readonly isRegion?: boolean;
}

const SHOWN = 8;

/** Gone and new by country or type, those with most first, the rest as one line. */
export function ByGroup({ title, rows, isRegion }: ByGroupProps): ReactNode {
  const { t } = useTranslation("compare");
  const { language } = useFormat();
  const names = new Intl.DisplayNames([language], { type: "region", fallback: "code" });
  const rest = rows.slice(SHOWN);
  const nameOf = (name: string): ReactNode =>
    isRegion === true ? (
      <span className={styles.region}>
        <Code>{name}</Code>
        <span>{/^[A-Z]{2}$/.test(name) ? names.of(name) : t("noCountry")}</span>
      </span>
    ) : (
      t(`common:numberType.${name}`)
    );
  return (
    <Card title={title} isFlush>
      <table className={styles.table}>
        <thead className="hidden-text">
          <tr>
            <th>{title}</th>
            <th>{t("gone")}</th>
            <th>{t("new")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map(([name, numbers]) => (
            <Row key={name} name={nameOf(name)} numbers={numbers} />
          ))}
          {rest.length === 0 ? null : (
            <Row
              name={t("moreGroups", { count: rest.length })}
              numbers={sumOf(rest.map(([, numbers]) => numbers))}
            />
          )}
        </tbody>
      </table>
    </Card>
  );
}

function Row({ name, numbers }: { readonly name: ReactNode; readonly numbers: Numbers }): ReactNode {
  const format = useFormat();
  return (
    <tr>
      <td>{name}</td>
      <td className="right num gone">{format.difference(-numbers.gone)}</td>
      <td className="right num good">{format.difference(numbers.new)}</td>
    </tr>
  );
}

function sumOf(all: readonly Numbers[]): Numbers {
  const sum = (of: (numbers: Numbers) => number): number => all.reduce((total, one) => total + of(one), 0);
  return { new: sum((one) => one.new), gone: sum((one) => one.gone), moved: sum((one) => one.moved) };
}
