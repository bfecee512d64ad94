import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconDownload, IconShieldCheck } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { type Answer, addressOf, api } from "../../client/api.ts";
import { useAnswer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import { AuditRows } from "./audit-rows.tsx";
import styles from "./settings.module.css";

const FILTERS = ["action", "who", "since", "until"] as const;
type Filter = (typeof FILTERS)[number];

/** Who did what with the data: filters stand in the address. */
export function AuditTab(): ReactNode {
  const [params, setParams] = useSearchParams();
  const given = Object.fromEntries(
    FILTERS.flatMap((key) => (params.get(key) ? [[key, params.get(key)]] : [])),
  );
  const filter = given as Partial<Record<Filter, string>>;
  const set = (key: Filter, value: string): void =>
    setParams((before) => {
      if (value === "") before.delete(key);
      else before.set(key, value);
      return before;
    });
  return (
    <div className={styles.stack}>
      <Chain />
      <Filters filter={filter} set={set} />
      <Entries key={JSON.stringify(filter)} filter={filter} clear={() => setParams({})} />
    </div>
  );
}

interface FiltersProps {
  readonly filter: Partial<Record<Filter, string>>;
  readonly set: (key: Filter, value: string) => void;
}

function Filters({ filter, set }: FiltersProps): ReactNode {
  const { t, i18n } = useTranslation("settings");
  const facets = useAnswer("auditFacets", {});
  const { actions = [], people = [] } = facets.data ?? {};
  const named = (action: string): string =>
    i18n.exists(`settings:action.${action}`) ? t(`action.${action}`) : action;
  return (
    <div className={styles.filters}>
      <NativeSelect
        label={t("audit.action")}
        value={filter.action ?? ""}
        data={[
          { value: "", label: t("audit.all") },
          ...actions.map((action) => ({ value: action, label: named(action) })),
        ]}
        onChange={(event) => set("action", event.currentTarget.value)}
      />
      <NativeSelect
        label={t("audit.who")}
        value={filter.who ?? ""}
        data={[{ value: "", label: t("audit.everybody") }, ...people]}
        onChange={(event) => set("who", event.currentTarget.value)}
      />
      <TextInput
        label={t("audit.since")}
        type="date"
        value={filter.since ?? ""}
        onChange={(event) => set("since", event.currentTarget.value)}
      />
      <TextInput
        label={t("audit.until")}
        type="date"
        value={filter.until ?? ""}
        onChange={(event) => set("until", event.currentTarget.value)}
      />
      <Button
        variant={filter.action === "export" ? "light" : "default"}
        onClick={() => set("action", filter.action === "export" ? "" : "export")}
        aria-pressed={filter.action === "export"}
      >
        {t("audit.exports")}
      </Button>
    </div>
  );
}

interface EntriesProps {
  readonly filter: Partial<Record<Filter, string>>;
  readonly clear: () => void;
}

function Entries({ filter, clear }: EntriesProps): ReactNode {
  const { t } = useTranslation("settings");
  const first = useAnswer("listAudit", { query: filter });
  const [more, setMore] = useState<readonly Answer<"listAudit">[]>([]);
  const pages = first.data === undefined ? [] : [first.data, ...more];
  const next = pages.at(-1)?.next ?? null;
  const load = async (): Promise<void> => {
    if (next === null) return;
    const page = await api.listAudit({ query: { ...filter, cursor: next } });
    setMore([...more, page]);
  };
  const isFiltered = Object.keys(filter).length > 0;
  const file = (format: "csv" | "jsonl") => addressOf("downloadAudit", { query: { ...filter, format } });
  return (
    <Panel
      title={t("audit.title")}
      query={first}
      isFlush={(first.data?.items.length ?? 0) > 0}
      isEmpty={({ items }) => items.length === 0}
      empty={
        <EmptyState
          title={t(isFiltered ? "audit.noneFiltered" : "audit.none")}
          actions={isFiltered ? <Button onClick={clear}>{t("clearFilters")}</Button> : null}
        />
      }
      actions={
        <div className={styles.buttons}>
          {(["csv", "jsonl"] as const).map((format) => (
            <Button
              key={format}
              size="xs"
              variant="default"
              component="a"
              href={file(format)}
              leftSection={<IconDownload size={16} />}
            >
              {t(`audit.${format}`)}
            </Button>
          ))}
        </div>
      }
      foot={
        next === null ? undefined : (
          <Button size="xs" variant="default" onClick={() => void load()}>
            {t("audit.more")}
          </Button>
        )
      }
    >
      {() => <AuditRows entries={pages.flatMap(({ items }) => items)} />}
    </Panel>
  );
}

/** Whether every entry is as it was written. */
function Chain(): ReactNode {
  const { t } = useTranslation("settings");
  const { time } = useFormat();
  const [isAsked, setAsked] = useState(false);
  const check = useAnswer("checkAudit", {}, { enabled: isAsked });
  const found = check.data;
  return (
    <div className={styles.chain} role="status">
      <Button
        variant="default"
        leftSection={<IconShieldCheck size={16} />}
        loading={check.isFetching}
        onClick={() => (isAsked ? void check.refetch() : setAsked(true))}
      >
        {t("audit.check")}
      </Button>
      {found === undefined ? (
        <p className="t2">{t("audit.checkText")}</p>
      ) : found.broken === null ? (
        <p className="good">{t("audit.whole", { count: found.entries, time: time(found.at) })}</p>
      ) : (
        <p className="act">{t(`audit.broken.${found.broken.why}`, { seq: found.broken.seq })}</p>
      )}
    </div>
  );
}
