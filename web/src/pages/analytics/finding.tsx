import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChartBar, IconDownload, IconTable } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../parts/page/card.tsx";
import { type CsvCell, csvOf, saveText } from "../../parts/tables/csv.ts";
import { PlainTable } from "../../parts/tables/plain-table.tsx";

/** The table of a chart: heads, and rows of texts and figures. */
export interface ChartTable {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly CsvCell[])[];
  /** Columns that phones leave out. */
  readonly wide?: readonly number[];
  /** How a figure of a column is written; default: as it is. */
  readonly shown?: (cell: CsvCell, column: number) => ReactNode;
}

interface FindingProps {
  /** What the data say, in a sentence. */
  readonly title: string;
  /** Of the file, without ending. */
  readonly name: string;
  readonly table: ChartTable;
  readonly note?: ReactNode;
  /** Null: the table is all there is. */
  readonly children: ReactNode | null;
}

/** A chart under the sentence it says, with its table and its CSV. */
export function Finding({ title, name, table, note, children }: FindingProps): ReactNode {
  const { t } = useTranslation("analytics");
  const [isTable, setIsTable] = useState(false);
  const showsTable = isTable || children === null;
  const Mark = isTable ? IconChartBar : IconTable;
  const turn = t(isTable ? "showChart" : "showTable", { title });
  return (
    <Card
      title={title}
      isFlush={showsTable}
      foot={note}
      actions={
        <>
          {children === null ? null : (
            <Tooltip label={t(isTable ? "common:chart" : "common:table")}>
              <ActionIcon aria-label={turn} onClick={() => setIsTable(!isTable)}>
                <Mark size={16} />
              </ActionIcon>
            </Tooltip>
          )}
          <Tooltip label={t("common:csv")}>
            <ActionIcon
              aria-label={t("csvOf", { title })}
              onClick={() => saveText(`${name}.csv`, csvOf([table.heads, ...table.rows]))}
            >
              <IconDownload size={16} />
            </ActionIcon>
          </Tooltip>
        </>
      }
    >
      {showsTable ? <TableOf label={title} table={table} /> : children}
    </Card>
  );
}

function TableOf({ label, table }: { readonly label: string; readonly table: ChartTable }): ReactNode {
  const { heads, rows, wide = [], shown = (cell) => cell } = table;
  const numbered = rows.map((cells, id) => ({ id, cells }));
  return (
    <PlainTable<(typeof numbered)[number]>
      label={label}
      rows={numbered}
      idOf={({ id }) => id}
      columns={heads.map((head, column) => ({
        key: head,
        head,
        isWide: wide.includes(column),
        isRight: rows.some((cells) => typeof cells[column] === "number"),
        cell: ({ cells }) => shown(cells[column] ?? null, column),
      }))}
    />
  );
}
