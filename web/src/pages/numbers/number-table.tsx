import { Button, Skeleton } from "@mantine/core";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { ApiProblem } from "../../client/problem.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { ActionBar } from "./action-bar.tsx";
import { tracksOf, useColumns } from "./columns.tsx";
import { filterText, withoutFilters } from "./filter.ts";
import { NothingFits } from "./nothing-fits.tsx";
import { NumberLine } from "./number-line.tsx";
import styles from "./number-table.module.css";
import { ColumnHeads, TableHead } from "./table-head.tsx";
import { useGridKeys } from "./use-grid-keys.ts";
import type { NumberPages, NumberRow } from "./use-numbers.ts";
import { type Selection, useSelection } from "./use-selection.ts";

interface NumberTableProps {
  readonly list: UseInfiniteQueryResult<NumberPages, ApiProblem>;
  /** How many are held now, as far as is known. */
  readonly total: number | undefined;
  readonly openId: string | null;
  readonly open: (id: string) => void;
}

const ROW = 38;
/** A table whose rows are walked through by keys. */
const GRID = { role: "grid" } as const;
/** So many rows ahead the next page is asked for. */
const AHEAD = 40;

/** Rows as a grid with one tab stop; only those near the screen are drawn, pages come ahead of the scroll. */
export function NumberTable({ list, total, openId, open }: NumberTableProps): ReactNode {
  const { t } = useTranslation("numbers");
  const [address] = useSearchParams();
  const columns = useColumns();
  const selection = useSelection(filterText(address));
  const rows = list.data?.rows ?? [];
  return (
    <section className={styles.table} aria-label={t("title")} style={tracksOf(columns)}>
      <TableHead list={list} rows={rows} />
      {list.error !== null && list.data === undefined ? (
        <ProblemAlert error={list.error} retry={() => void list.refetch()} />
      ) : list.data === undefined ? (
        <Skeletons />
      ) : rows.length === 0 ? (
        <NothingFits />
      ) : (
        <>
          <Grid {...{ list, rows, openId, open, selection }} count={list.data.count} />
          <ActionBar selection={selection} count={list.data.count} />
        </>
      )}
      <Newer list={list} total={total} />
    </section>
  );
}

interface GridProps extends Pick<NumberTableProps, "list" | "openId" | "open"> {
  readonly rows: readonly NumberRow[];
  readonly count: number;
  readonly selection: Selection;
}

function Grid({ list, rows, count, openId, open, selection }: GridProps): ReactNode {
  const { t } = useTranslation("numbers");
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (at) => rows[at]?.id ?? at,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isFetchNextPageError } = list;
  useEffect(() => setTop(body.current?.offsetTop ?? 0), []);
  useEffect(() => {
    const isNear = last + AHEAD >= rows.length;
    if (isNear && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  const { focused, onKeyDown, focus } = useGridKeys({
    rows,
    body,
    open,
    toggle: selection.toggle,
    scrollTo: (at) => virtual.scrollToIndex(at),
  });
  const first = shown.find(({ end }) => end > (virtual.scrollOffset ?? 0))?.index ?? 0;
  return (
    <>
      <table {...GRID} aria-rowcount={count + 1} aria-label={t("title")} className={styles.grid}>
        <ColumnHeads rows={rows} selection={selection} />
        <tbody
          ref={body}
          className={styles.rows}
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {shown.map(({ index, start, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <NumberLine
                key={key}
                row={row}
                index={index}
                top={start - virtual.options.scrollMargin}
                measure={virtual.measureElement}
                isOpen={row.id === openId}
                isTabStop={index === focused}
                isChosen={selection.has(row.id)}
                choose={() => selection.toggle(row)}
                open={() => {
                  focus(index);
                  open(row.id);
                }}
              />
            );
          })}
        </tbody>
      </table>
      <div className={styles.foot}>
        <span>{t("rows", { from: first + 1, to: Math.min(rows.length, last + 1), of: count })}</span>
        {isFetchNextPageError ? (
          <Button variant="default" size="xs" onClick={() => void fetchNextPage()}>
            {t("tryAgain")}
          </Button>
        ) : null}
        <span className={styles.keys}>
          <kbd>J</kbd> <kbd>K</kbd> <kbd>X</kbd> <kbd>Enter</kbd> <kbd>R</kbd> {t("keys")}
        </span>
      </div>
    </>
  );
}

/** Numbers that have come since the list was read wait until they are asked for: rows do not move under the pointer. */
function Newer({ list, total }: Pick<NumberTableProps, "list" | "total">): ReactNode {
  const { t } = useTranslation("numbers");
  const [address] = useSearchParams();
  const isAll = withoutFilters(address).toString() === address.toString();
  const count = isAll && total !== undefined && list.data !== undefined ? total - list.data.count : 0;
  if (count <= 0) return null;
  return (
    <button type="button" className={styles.newer} onClick={() => void list.refetch()}>
      {t("newer", { count })}
    </button>
  );
}

function Skeletons(): ReactNode {
  return (
    <div aria-busy="true">
      {[...Array(12).keys()].map((row) => (
        <Skeleton key={row} height={14} my={12} mx={16} width="92%" />
      ))}
    </div>
  );
}
