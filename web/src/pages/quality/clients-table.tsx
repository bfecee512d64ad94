import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSummary } from "../../client/use-summary.ts";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PlainTable } from "../../parts/tables/plain-table.tsx";
import type { Quality } from "./quality.tsx";
import { Share } from "./reasons-table.tsx";

type Client = Quality["clients"][number];

interface ClientsTableProps {
  readonly quality: Quality;
  readonly source: string | null;
}

/** Whose fields give no number, worst share first, and how often a client's projects repeat a number. */
export function ClientsTable({ quality, source }: ClientsTableProps): ReactNode {
  const { t } = useTranslation("quality");
  const format = useFormat();
  const { query } = useSummary(source);
  const repeated = useMemo(
    () => new Map((query.data?.summary?.clients ?? []).map((one) => [one.key, one.pairs - one.numbers])),
    [query.data],
  );
  const { clients, clientCount } = quality;
  const isOne = new Set(clients.map((client) => client.source)).size < 2;
  if (clients.length === 0)
    return (
      <Card>
        <EmptyState title={t("empty.title")} text={t("empty.text")} />
      </Card>
    );
  return (
    <Card
      isFlush
      foot={
        clients.length < clientCount
          ? t("clientsShown", { shown: clients.length, all: clientCount })
          : undefined
      }
    >
      <PlainTable<Client>
        label={t("tabs.clients")}
        rows={clients}
        idOf={({ key }) => key}
        columns={[
          { key: "client", head: t("col.client"), cell: ({ name }) => <b>{name}</b> },
          ...(isOne
            ? []
            : [
                {
                  key: "source",
                  head: t("col.source"),
                  isWide: true,
                  cell: (client: Client) => client.source,
                },
              ]),
          {
            key: "records",
            head: t("col.records"),
            isRight: true,
            isWide: true,
            cell: ({ records }) => format.number(records),
          },
          {
            key: "rejected",
            head: t("col.rejected"),
            isRight: true,
            cell: ({ rejected }) => format.number(rejected),
          },
          {
            key: "share",
            head: t("col.share"),
            isRight: true,
            cell: ({ rejected, records, name }) => <Share share={rejected / records} name={name} />,
          },
          {
            key: "mostly",
            head: t("col.mostly"),
            isWide: true,
            cell: ({ reason }) => (reason === null ? "" : t(`reason.${reason}`)),
          },
          {
            key: "repeated",
            head: t("col.repeated"),
            isRight: true,
            isWide: true,
            cell: ({ key }) => format.number(repeated.get(key)),
          },
        ]}
      />
    </Card>
  );
}
