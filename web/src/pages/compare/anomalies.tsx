import { Alert, Button, Group, Modal, NativeSelect, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconBellOff } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import styles from "./compare.module.css";
import type { Comparison } from "./compare.tsx";

type Anomaly = Comparison["anomalies"][number];

/** Clients that lost far more than the others: each may be set aside with a reason, so that nobody is warned again. */
export function Anomalies({ data }: { readonly data: Comparison }): ReactNode {
  return data.anomalies.map((anomaly) => (
    <One key={anomaly.id} anomaly={anomaly} from={data.from.run} to={data.to} />
  ));
}

interface OneProps {
  readonly anomaly: Anomaly;
  readonly from: number;
  readonly to: Comparison["to"];
}

function One({ anomaly, from, to }: OneProps): ReactNode {
  const { t } = useTranslation("compare");
  const format = useFormat();
  const mayChange = useMay("runs.control");
  const [isAsking, setAsking] = useState(false);
  const takeBack = useDo("takeBackSetAside", ["compareRuns", "listNeeds", "listSetAside"]);
  const { id, name, gone, before, othersShare, setAside } = anomaly;
  const source = { source: to.source, client: id };
  return (
    <Alert
      color={setAside === null ? "yellow" : "gray"}
      icon={setAside === null ? <IconAlertTriangle size={18} /> : <IconBellOff size={18} />}
      title={t("odd.title", { name, gone, before, others: format.percent(othersShare) })}
    >
      <p>{setAside === null ? t("odd.text") : <SetAsideText setAside={setAside} />}</p>
      <div className={styles.acts}>
        <Link to={`?a=${from}&b=${to.run}&tab=gone&client=${encodeURIComponent(id)}`}>
          {t("odd.show", { n: gone })}
        </Link>
        {!mayChange ? null : setAside === null ? (
          <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
            {t("odd.right")}
          </Button>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            loading={takeBack.isPending}
            onClick={() => takeBack.mutate({ query: source })}
          >
            {t("odd.takeBack")}
          </Button>
        )}
      </div>
      {takeBack.error === null ? null : <ProblemAlert error={takeBack.error} />}
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t("odd.rightTitle", { name })}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <Reason {...source} close={() => setAsking(false)} />
      </Modal>
    </Alert>
  );
}

function SetAsideText({ setAside }: { readonly setAside: NonNullable<Anomaly["setAside"]> }): ReactNode {
  const { t } = useTranslation("compare");
  const { day } = useFormat();
  const { who, at, reason, ends } = setAside;
  const key = ends === null ? "odd.asideForGood" : "odd.asideUntil";
  return t(key, { who, at: day(at), reason, ends: ends === null ? "" : day(ends) });
}

const DAYS = ["30", "90", "365", ""] as const;

interface ReasonProps {
  readonly source: string;
  readonly client: string;
  readonly close: () => void;
}

function Reason({ source, client, close }: ReasonProps): ReactNode {
  const { t } = useTranslation("compare");
  const [reason, setReason] = useState("");
  const [days, setDays] = useState<string>("90");
  const save = useDo("setAside", ["compareRuns", "listNeeds", "listSetAside"]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { source, client, reason: reason.trim(), days: days === "" ? null : Number(days) };
    save.mutate({ body }, { onSuccess: close });
  };
  return (
    <form onSubmit={submit} className={styles.stack}>
      <p className="t2">{t("odd.rightText")}</p>
      <TextInput
        label={t("odd.reason")}
        value={reason}
        maxLength={300}
        required
        data-autofocus
        autoComplete="off"
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("odd.until")}
        value={days}
        data={DAYS.map((value) => ({
          value,
          label: t(value === "" ? "odd.forGood" : "odd.days", { days: value }),
        }))}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      {save.error === null ? null : <ProblemAlert error={save.error} />}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={close}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" loading={save.isPending} disabled={reason.trim() === ""}>
          {t("odd.right")}
        </Button>
      </Group>
    </form>
  );
}
