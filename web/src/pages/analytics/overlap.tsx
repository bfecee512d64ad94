import { Box } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Summary } from "../../client/use-summary.ts";
import { useFormat } from "../../format/use-format.ts";
import styles from "./analytics.module.css";
import { Finding } from "./finding.tsx";

/** How many numbers the largest clients share, each two of them, as a table with shades. */
export function Overlap({ summary }: { readonly summary: Summary }): ReactNode {
  const { t } = useTranslation("analytics");
  const format = useFormat();
  const { largest, shared, numbers, inClients, inProjects } = summary;
  const title = t("overlap", { share: format.percent(inClients / numbers) });
  const names = largest.map(({ name }) => name);
  return (
    <div className={styles.whole}>
      <Finding
        title={title}
        name="overlap"
        table={{
          heads: ["", ...names],
          rows: shared.map((row, at) => [names[at] ?? "", ...row]),
          shown: (cell) => (typeof cell === "number" ? format.number(cell) : cell),
        }}
      >
        <p className="t2">{t("overlapProjects", { share: format.percent(inProjects / numbers) })}</p>
        <Box role="group" className={`${styles.heat} fades`} aria-label={title} tabIndex={0}>
          <Heat summary={summary} />
        </Box>
      </Finding>
    </div>
  );
}

function Heat({ summary: { largest, shared } }: { readonly summary: Summary }): ReactNode {
  const { t } = useTranslation("analytics");
  const format = useFormat();
  return (
    <table>
      <thead>
        <tr>
          <th>
            <span className="hidden-text">{t("col.client")}</span>
          </th>
          {largest.map(({ key, name }, at) => (
            <th key={key} scope="col" title={name}>
              {at + 1}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {largest.map((one, row) => (
          <tr key={one.key}>
            <th scope="row" title={one.name}>
              {row + 1}. {one.name}
            </th>
            {largest.map((other, column) => {
              const count = shared[row]?.[column] ?? 0;
              const share =
                count / Math.max(1, Math.min(shared[row]?.[row] ?? 0, shared[column]?.[column] ?? 0));
              const isOwn = row === column;
              return (
                <td
                  key={other.key}
                  data-own={isOwn || undefined}
                  data-level={isOwn ? undefined : levelOf(share)}
                  title={isOwn ? undefined : t("overlapCell", { one: one.name, other: other.name, count })}
                >
                  {isOwn ? "·" : count === 0 ? "" : format.number(count)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** By the share of the smaller client's numbers. */
function levelOf(share: number): 0 | 1 | 2 | 3 {
  return share === 0 ? 0 : share < 0.02 ? 1 : share < 0.15 ? 2 : 3;
}
