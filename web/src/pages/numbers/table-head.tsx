import { ActionIcon, Checkbox, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconEye, IconEyeOff, IconLock } from "@tabler/icons-react";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { ApiProblem } from "../../client/problem.ts";
import { REVEALS_AT_ONCE, useReveals } from "../../parts/numbers/reveals.tsx";
import { useRevealing } from "../../parts/numbers/use-revealing.ts";
import { ColumnChoice, useColumns } from "./columns.tsx";
import { type SortName, sortOf, withValues } from "./filter.ts";
import styles from "./number-table.module.css";
import type { NumberPages, NumberRow } from "./use-numbers.ts";
import type { Selection } from "./use-selection.ts";

interface TableHeadProps {
  readonly list: UseInfiniteQueryResult<NumberPages, ApiProblem>;
  readonly rows: readonly NumberRow[];
}

/** How many there are, in which order, how fast they were found; reveals the rows on the screen. */
export function TableHead({ list, rows }: TableHeadProps): ReactNode {
  const { t } = useTranslation("numbers");
  const [address] = useSearchParams();
  const { by, isDown } = sortOf(address);
  return (
    <div className={styles.head}>
      <span>
        {list.data === undefined ? null : <strong>{t("count", { count: list.data.count })}</strong>}
        <span className="t2">
          {list.data === undefined ? null : " · "}
          {t(`order.${by}${isDown ? "Down" : "Up"}`)}
        </span>
      </span>
      <span className={styles.tail}>
        <span className={styles.took}>
          {list.data === undefined ? null : t("foundIn", { ms: list.data.tookMs })}
        </span>
        <RevealRows rows={rows} />
        <ColumnChoice />
      </span>
    </div>
  );
}

function RevealRows({ rows }: { readonly rows: readonly NumberRow[] }): ReactNode {
  const { t } = useTranslation("numbers");
  const reveals = useReveals();
  const { reveal, mayReveal } = useRevealing();
  if (!mayReveal) {
    return (
      <Tooltip label={t("masked")} multiline w={260}>
        <span role="img" aria-label={t("masked")}>
          <IconLock size={16} />
        </span>
      </Tooltip>
    );
  }
  const isAnyShown = rows.some(({ id }) => reveals.phoneOf(id) !== null);
  const label = isAnyShown ? t("hideRows") : t("revealRows");
  const press = (): void => (isAnyShown ? reveals.hide() : reveal(onScreen(rows)));
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        onClick={press}
        disabled={rows.length === 0}
      >
        {isAnyShown ? <IconEyeOff size={18} /> : <IconEye size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}

/** The numbers of the rows that can be seen now, in their order. */
function onScreen(rows: readonly NumberRow[]): string[] {
  const seen = [...document.querySelectorAll<HTMLElement>("[data-index]")].filter((line) => {
    const { top, bottom } = line.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  });
  return seen
    .map((line) => Number(line.dataset.index))
    .sort((one, other) => one - other)
    .flatMap((at) => rows[at]?.id ?? [])
    .slice(0, REVEALS_AT_ONCE);
}

interface ColumnHeadsProps {
  /** Those that were read. */
  readonly rows: readonly NumberRow[];
  readonly selection: Selection;
}

/** Heads of the columns; those that can be sorted by are buttons. The box chooses all rows that were read, or none. */
export function ColumnHeads({ rows, selection }: ColumnHeadsProps): ReactNode {
  const { t } = useTranslation("numbers");
  const columns = useColumns();
  const isAny = selection.isAll || selection.rows.length > 0;
  const isEach = selection.isAll || rows.every(({ id }) => selection.has(id));
  return (
    <thead className={styles.block}>
      <tr aria-rowindex={1} className={styles.columns}>
        <th scope="col" className={styles.choice}>
          <Checkbox
            size="xs"
            checked={isEach}
            indeterminate={isAny && !isEach}
            onChange={() => selection.toggleMany(rows)}
            aria-label={t("chooseRows")}
          />
        </th>
        <SortHead name="number" className={styles.phone} />
        {columns.has("type") ? (
          <th scope="col" className={styles.type}>
            {t("columns.type")}
          </th>
        ) : null}
        {columns.has("places") ? <SortHead name="places" className={styles.place} /> : null}
        {columns.has("first") ? <SortHead name="first" className={styles.first} /> : null}
        {columns.has("last") ? <SortHead name="last" className={styles.last} /> : null}
        {columns.has("marks") ? <th scope="col">{t("columns.marks")}</th> : null}
      </tr>
    </thead>
  );
}

function SortHead({
  name,
  className,
}: {
  readonly name: SortName;
  readonly className: string | undefined;
}): ReactNode {
  const { t } = useTranslation("numbers");
  const [address, setAddress] = useSearchParams();
  const { by, isDown } = sortOf(address);
  const isBy = by === name;
  const press = (): void => {
    const order = isBy && isDown ? "asc" : isBy ? "desc" : name === "number" ? "asc" : "desc";
    setAddress(withValues(withValues(address, "sort", [name]), "order", [order]), { replace: true });
  };
  const label = t(`columns.${name}`);
  return (
    <th
      scope="col"
      className={className}
      aria-sort={isBy ? (isDown ? "descending" : "ascending") : undefined}
    >
      <button type="button" className={styles.sort} onClick={press} aria-label={t("sortBy", { name: label })}>
        {label}
        {isBy ? (
          isDown ? (
            <IconArrowDown size={14} aria-hidden />
          ) : (
            <IconArrowUp size={14} aria-hidden />
          )
        ) : null}
      </button>
    </th>
  );
}
