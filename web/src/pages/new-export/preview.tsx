import { IconListSearch } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../client/problem.ts";
import type { Answer } from "../../client/queries.ts";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import { Lines } from "../../parts/page/query-state.tsx";
import { SimpleTable } from "../../parts/tables/simple-table.tsx";
import styles from "./new-export.module.css";

/** The first rows as they will stand in the file, but for the numbers, which are masked until then. */
export function Preview({ query }: { readonly query: UseQueryResult<Answer<"previewExport">> }): ReactNode {
  const { t } = useTranslation("new-export");
  const empty = <EmptyState icon={IconListSearch} title={t("preview.empty")} text={t("preview.emptyText")} />;
  // Nothing was collected yet.
  if (query.data === undefined && query.error instanceof ApiProblem && query.error.status === 404)
    return <Card title={t("preview.title")}>{empty}</Card>;
  return (
    <Panel
      title={t("preview.title")}
      query={query}
      isFlush
      skeleton={<Lines count={12} height={20} />}
      isEmpty={({ first }) => first.length === 0}
      empty={empty}
      foot={<p className="caption t3">{t("preview.masked")}</p>}
    >
      {({ columns, first }) => (
        <SimpleTable label={t("preview.title")} head={columns.map((name) => <th key={name}>{name}</th>)}>
          {numbered(first).map(({ key, cells }) => (
            <tr key={key}>
              {columns.map((name, column) => (
                <td key={name} className={styles.cell} title={cells[column] ?? ""}>
                  {cells[column] ?? ""}
                </td>
              ))}
            </tr>
          ))}
        </SimpleTable>
      )}
    </Panel>
  );
}

/** Rows have no id, and never move. */
function numbered(rows: Answer<"previewExport">["first"]) {
  return rows.map((cells, at) => ({ key: `row ${at}`, cells }));
}
