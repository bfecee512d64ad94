import { SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Answer, useAnswer } from "../../client/queries.ts";
import { usePages } from "../../client/use-pages.ts";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { FilterChips } from "../../parts/page/filter-chips.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { StateBadge, type Tone } from "../../parts/runs/state-badge.tsx";
import { DataGrid, type GridColumn } from "../../parts/tables/data-grid.tsx";
import { SimpleTable } from "../../parts/tables/simple-table.tsx";
import styles from "./run.module.css";
import { countsOf, type RunView } from "./run.tsx";

type Unit = Answer<"listUnits">["items"][number];
const STATES = ["all", "reading", "due", "done", "quarantined"] as const;
type Shown = (typeof STATES)[number];

const TONES: Readonly<Record<Unit["state"], Tone>> = {
  reading: "run",
  due: "idle",
  done: "good",
  quarantined: "look",
  reverted: "idle",
};
/** What is being read changes all the time. */
const EVERY_MS = 2_000;
const SHOWN = 8;

/** The projects that are being read just now; nothing once the run is over. */
export function UnitsCard({ view }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const format = useFormat();
  const { run } = view.data.run;
  const isLive = view.live !== undefined;
  const units = useAnswer(
    "listUnits",
    { params: { run }, query: { state: "reading", limit: SHOWN } },
    { enabled: isLive, everyMs: EVERY_MS, keepsLast: true },
  );
  if (!isLive) return null;
  // Clients tell their projects before any project is read.
  const isListing = view.live?.pages.done === 0;
  return (
    <Panel
      title={t("units.reading")}
      query={units}
      isFlush
      isEmpty={({ items }) => items.length === 0}
      empty={<EmptyState title={t(isListing ? "units.listing" : "units.noneReading")} />}
      foot={<Link to="?tab=projects">{t("units.all", { n: countsOf(view).projects })}</Link>}
    >
      {({ items }) => (
        <SimpleTable
          label={t("units.reading")}
          head={
            <>
              <th>{t("units.project")}</th>
              <th data-wide>{t("units.client")}</th>
              <th data-wide className="right">
                {t("units.pages")}
              </th>
              <th className="right">{t("units.records")}</th>
              <th className="right">{t("units.numbers")}</th>
            </>
          }
        >
          {items.map((unit) => (
            <tr key={unit.unit}>
              <td className="strong">{unit.name || unit.id}</td>
              <td data-wide>{unit.client}</td>
              <td data-wide className="right">
                {format.number(unit.pages)}
              </td>
              <td className="right">{format.number(unit.records)}</td>
              <td className="right">{format.number(unit.numbers)}</td>
            </tr>
          ))}
        </SimpleTable>
      )}
    </Panel>
  );
}

/** All projects of a run: searched, by state, of one client. */
export function Units({ view }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const [shown, setShown] = useState<Shown>("all");
  const [kind, setKind] = useState<"phones" | "projects">("phones");
  const [typed, setTyped] = useState("");
  const [client, setClient] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const [text] = useDebouncedValue(typed.trim(), 250);
  const { run } = view.data.run;
  const isLive = view.live !== undefined;
  const columns = useColumns(setClient);
  const states = STATES.filter((state) => isLive || (state !== "reading" && state !== "due"));
  const units = usePages(
    "listUnits",
    {
      params: { run },
      query: {
        kind,
        ...(shown !== "all" && { state: shown }),
        ...(text !== "" && { text }),
        ...(client !== null && { client: client.id }),
      },
    },
    isLive ? { everyMs: EVERY_MS * 2 } : {},
  );
  return (
    <Card isFlush>
      <UnitTools
        {...{ typed, setTyped, kind, setKind, shown, setShown, states, client }}
        dropClient={() => setClient(null)}
      />
      <QueryState
        query={units.query}
        skeleton={<Lines count={12} height={30} />}
        isEmpty={() => units.items.length === 0}
        empty={<EmptyState title={t(text === "" && client === null ? "units.none" : "units.noneFound")} />}
      >
        {() => (
          <DataGrid
            label={t("tabs.projects")}
            columns={columns}
            rows={units.items}
            idOf={(unit) => String(unit.unit)}
            total={units.isComplete ? units.items.length : null}
            onEnd={units.more}
            phone={(unit) => <PhoneRow unit={unit} />}
          />
        )}
      </QueryState>
    </Card>
  );
}

interface UnitToolsProps {
  readonly typed: string;
  readonly setTyped: (text: string) => void;
  readonly kind: "phones" | "projects";
  readonly setKind: (kind: "phones" | "projects") => void;
  readonly shown: Shown;
  readonly setShown: (state: Shown) => void;
  readonly states: readonly Shown[];
  readonly client: { readonly name: string } | null;
  readonly dropClient: () => void;
}

function UnitTools(props: UnitToolsProps): ReactNode {
  const { typed, setTyped, kind, setKind, shown, setShown, states, client, dropClient } = props;
  const { t } = useTranslation("run");
  return (
    <div className={styles.tools}>
      <TextInput
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        placeholder={t("units.find")}
        aria-label={t("units.find")}
        leftSection={<IconSearch size={16} />}
        className={styles.search}
      />
      <SegmentedControl
        size="xs"
        value={kind}
        onChange={(value) => setKind(value === "projects" ? "projects" : "phones")}
        data={[
          { value: "phones", label: t("units.projects") },
          { value: "projects", label: t("units.lists") },
        ]}
        aria-label={t("units.kind")}
      />
      <SegmentedControl
        size="xs"
        value={shown}
        onChange={(value) => setShown(STATES.find((one) => one === value) ?? "all")}
        data={states.map((state) => ({ value: state, label: t(`units.state.${state}`) }))}
        aria-label={t("units.byState")}
      />
      {client === null ? null : (
        <FilterChips
          chips={[{ key: "client", text: t("units.ofClient", { name: client.name }) }]}
          remove={dropClient}
          clear={dropClient}
        />
      )}
    </div>
  );
}

function useColumns(
  choose: (client: { readonly id: string; readonly name: string }) => void,
): readonly GridColumn<Unit>[] {
  const { t } = useTranslation("run");
  const format = useFormat();
  const figure = (id: "pages" | "records" | "numbers" | "rejected" | "attempts"): GridColumn<Unit> => ({
    id,
    head: t(`units.${id}`),
    width: "110px",
    isRight: true,
    cell: (unit) => <span className="num">{unit[id] === null ? "—" : format.number(unit[id])}</span>,
  });
  return [
    {
      id: "name",
      head: t("units.project"),
      width: "minmax(180px, 2fr)",
      cell: (unit) => <span className="strong">{unit.name || t("unit.id", { id: unit.id })}</span>,
    },
    {
      id: "client",
      head: t("units.client"),
      width: "minmax(140px, 1.4fr)",
      cell: (unit) => (
        <button
          type="button"
          className={styles.link}
          tabIndex={-1}
          onClick={() => choose({ id: unit.clientId, name: unit.client })}
        >
          {unit.client}
        </button>
      ),
    },
    {
      id: "state",
      head: t("units.stateHead"),
      width: "150px",
      cell: (unit) => <StateBadge tone={TONES[unit.state]}>{t(`unit.state.${unit.state}`)}</StateBadge>,
    },
    figure("pages"),
    figure("records"),
    figure("numbers"),
    figure("rejected"),
    figure("attempts"),
  ];
}

function PhoneRow({ unit }: { readonly unit: Unit }): ReactNode {
  const { t } = useTranslation("run");
  const format = useFormat();
  return (
    <div className={styles.phoneRow}>
      <p>
        <b>{unit.name || unit.id}</b>
      </p>
      <p className="small t2">
        {unit.client} · {t(`unit.state.${unit.state}`)}
        {unit.numbers === null ? "" : ` · ${t("units.numbers")}: ${format.number(unit.numbers)}`}
      </p>
    </div>
  );
}
