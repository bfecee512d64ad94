import { Button, Skeleton, Switch } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconRefresh, IconWand } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, api } from "../../client/api.ts";
import { useMay } from "../../client/session.tsx";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { Code, Tag, type Tone } from "../../parts/runs/state-badge.tsx";
import type { Target } from "./check-steps.tsx";
import { Choice } from "./choice.tsx";
import type { Change, Form } from "./draft.ts";
import { CountrySelect } from "./fields.tsx";
import styles from "./wizard.module.css";

type Read = Answer<"readSourceSample">;
type SampleRow = Read["records"][number];

const FIRST = 12;

/** 20 records of the CRM, what would be read of them and why; each change of country reads the same ones again. */
export function Preview({
  of,
  form,
  change,
}: {
  readonly of: Target;
  readonly form: Form;
  readonly change: Change;
}): ReactNode {
  const { t } = useTranslation("wizard");
  const [skip, setSkip] = useState(0);
  const [reveal, setReveal] = useState(false);
  const mayReveal = useMay("numbers.reveal");
  const sample = useQuery({
    queryKey: ["takeSourceSample", of, skip],
    queryFn: ({ signal }) => api.takeSourceSample({ body: { of, skip } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const { region, otherRegions = "auto" } = form.settings;
  const id = sample.data?.id;
  const body = { region: region ?? null, otherRegions, reveal };
  const read = useQuery({
    queryKey: ["readSourceSample", id, body],
    queryFn: ({ signal }) => api.readSourceSample({ params: { sample: id ?? "" }, body }, { signal }),
    enabled: id !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const others = (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconRefresh size={16} />}
      loading={sample.isFetching}
      onClick={() => setSkip(sample.data?.next ?? 0)}
    >
      {t("preview.others")}
    </Button>
  );
  return (
    <div className={styles.split}>
      <Card title={t("preview.title")} actions={others} isFlush>
        <p className={styles.lead}>{t("preview.lead")}</p>
        {sample.isError || read.isError ? (
          <div className={styles.inner}>
            <ProblemAlert
              error={sample.error ?? read.error}
              retry={() => void (sample.isError ? sample.refetch() : read.refetch())}
            />
          </div>
        ) : read.data === undefined ? (
          <div className={styles.inner}>
            {Array.from({ length: 8 }, (_, row) => `row ${row}`).map((row) => (
              <Skeleton key={row} height={28} mt={8} />
            ))}
          </div>
        ) : (
          <ReadTable read={read.data} />
        )}
        {mayReveal ? (
          <div className={styles.tableFoot}>
            <Switch
              size="xs"
              label={t("preview.reveal")}
              checked={reveal}
              onChange={(event) => setReveal(event.currentTarget.checked)}
            />
          </div>
        ) : null}
      </Card>
      <HowToRead form={form} change={change} read={read.data} />
    </div>
  );
}

function HowToRead({
  form,
  change,
  read,
}: {
  readonly form: Form;
  readonly change: Change;
  readonly read: Read | undefined;
}): ReactNode {
  const { t } = useTranslation("wizard");
  const { settings } = form;
  const { region, otherRegions = "auto" } = settings;
  const used =
    read === undefined ? undefined : t("reading.used", { count: read.byRegion, of: read.records.length });
  const setRegion = (next: string | null): void => {
    const { region: _, ...rest } = settings;
    change({ settings: next === null ? rest : { ...rest, region: next } });
  };
  return (
    <Card title={t("reading.title")}>
      <div className={styles.fields}>
        <CountrySelect
          label={t("reading.country")}
          description={used}
          value={region ?? null}
          onChange={setRegion}
        />
        <div>
          <Choice
            label={t("reading.others")}
            value={otherRegions === "auto" ? "auto" : "none"}
            onChange={(next) =>
              change({ settings: { ...settings, otherRegions: next === "auto" ? "auto" : [] } })
            }
            data={[
              { value: "auto", label: t("reading.othersAuto") },
              { value: "none", label: t("reading.othersNone") },
            ]}
          />
          {read === undefined || read.others.length === 0 ? null : (
            <p className={`caption t3 ${styles.note}`}>
              {t("reading.occur", { countries: read.others.join(", ") })}
            </p>
          )}
        </div>
        <Switch
          label={t("reading.skipSuppressed")}
          checked={settings.skipSuppressed ?? false}
          onChange={(event) =>
            change({ settings: { ...settings, skipSuppressed: event.currentTarget.checked } })
          }
        />
      </div>
    </Card>
  );
}

function ReadTable({ read }: { readonly read: Read }): ReactNode {
  const { t } = useTranslation("wizard");
  const [isAll, setIsAll] = useState(false);
  const { records } = read;
  if (records.length === 0) return <EmptyState title={t("preview.none")} text={t("preview.noneText")} />;
  const count = (state: SampleRow["state"]): number => records.filter((row) => row.state === state).length;
  const numbers = records.reduce((sum, row) => sum + row.numbers.length, 0);
  // Two records of one project may be the same: they are known by their places.
  const rows = records.map((row, place) => ({ row, place }));
  const shown = isAll ? rows : rows.slice(0, FIRST);
  return (
    <>
      <ul className={styles.counts}>
        <li>{t("preview.numbers", { count: numbers })}</li>
        {(["asIs", "repaired", "doubtful", "none"] as const).map((state) => (
          <li key={state}>
            <RowMark state={state} />
            {t(`preview.counts.${state}`, { count: count(state) })}
          </li>
        ))}
      </ul>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden-text">{t("preview.state")}</span>
            </th>
            <th scope="col">{t("preview.client")}</th>
            <th scope="col">{t("preview.raw")}</th>
            <th scope="col">{t("preview.read")}</th>
            <th scope="col">{t("preview.why")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ row, place }) => (
            <ReadRow key={place} row={row} />
          ))}
        </tbody>
      </table>
      {records.length > FIRST ? (
        <p className={styles.more}>
          {t("preview.shown", { shown: shown.length, of: records.length })}{" "}
          <Button variant="subtle" size="compact-xs" onClick={() => setIsAll(!isAll)}>
            {t(isAll ? "preview.fewer" : "preview.all")}
          </Button>
        </p>
      ) : null}
    </>
  );
}

const TONES: Readonly<Record<SampleRow["state"], Tone>> = {
  asIs: "idle",
  repaired: "run",
  doubtful: "look",
  none: "act",
};

function ReadRow({ row }: { readonly row: SampleRow }): ReactNode {
  const { t } = useTranslation("wizard");
  return (
    <tr>
      <td>
        <RowMark state={row.state} />
        <span className="hidden-text">{t(`preview.states.${row.state}`)}</span>
      </td>
      <td>
        <span className="strong">{row.client}</span>
        <br />
        <span className="t3 caption">{row.project}</span>
      </td>
      <td>
        <code className={styles.raw}>{row.raw === "" ? "–" : row.raw}</code>
      </td>
      <td>
        {row.numbers.length === 0 ? <span className="t3">{t("preview.noNumber")}</span> : null}
        {row.numbers.map(({ number, region, type, ext }) => (
          <div key={number + type} className={styles.number}>
            <span className="num nowrap">{number}</span> <Code>{region}</Code>{" "}
            <span className="t3 caption">
              {t(`types.${type}`)}
              {ext === null ? "" : `, ${t("preview.ext", { ext })}`}
            </span>
          </div>
        ))}
      </td>
      <td>
        <span className={styles.tags}>
          {row.why.map((code) => (
            <Tag key={code} tone={TONES[row.state]}>
              {t(`why.${code}`)}
            </Tag>
          ))}
        </span>
      </td>
    </tr>
  );
}

function RowMark({ state }: { readonly state: SampleRow["state"] }): ReactNode {
  if (state === "asIs") return <IconCircleCheck size={16} className="good" aria-hidden />;
  if (state === "repaired") return <IconWand size={16} className={styles.wand} aria-hidden />;
  if (state === "doubtful") return <IconAlertTriangle size={16} className="look" aria-hidden />;
  return <IconCircleX size={16} className="act" aria-hidden />;
}
