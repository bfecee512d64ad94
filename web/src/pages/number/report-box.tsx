import { Button, Group, Modal } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/api.ts";
import { useDo } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { Lines } from "../../parts/page/query-state.tsx";
import styles from "./number.module.css";

type Report = Answer<"reportNumber">;

/** All that is known of the number, for the person whom it belongs to. Made when it is opened, and recorded. */
export function ReportBox({ id, close }: { readonly id: string; readonly close: () => void }): ReactNode {
  const { t } = useTranslation("number");
  const make = useDo("reportNumber", ["showNumber"]);
  const { mutate } = make;
  useEffect(() => mutate({ params: { id } }), [mutate, id]);
  return (
    <Modal
      opened
      onClose={close}
      title={t("reportBox.title")}
      size="lg"
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      {make.error !== null ? (
        <ProblemAlert error={make.error} retry={() => mutate({ params: { id } })} />
      ) : make.data === undefined ? (
        <Lines count={5} />
      ) : (
        <ReportText report={make.data} />
      )}
    </Modal>
  );
}

function ReportText({ report }: { readonly report: Report }): ReactNode {
  const { t } = useTranslation("number");
  const format = useFormat();
  return (
    <div className={styles.form}>
      <p className="strong num">{report.phone}</p>
      <p className="t2">{t("reportBox.made", { time: format.time(report.at) })}</p>
      <h3>{t("reportBox.stays")}</h3>
      <List
        lines={report.stays.map(
          ({ client, project, firstSeen, goneRun, cameRun }) =>
            [
              `${cameRun} ${client} ${project}`,
              `${client} · ${project}, ${t("since", { time: format.time(firstSeen) })}${goneRun === null ? "" : `, ${t("goneIn", { run: goneRun })}`}`,
            ] as const,
        )}
      />
      <h3>{t("reportBox.texts")}</h3>
      <List
        lines={report.texts.map(({ where, text, project }) => [`${where} ${project} ${text}`, text] as const)}
      />
      <h3>{t("reportBox.files")}</h3>
      <List lines={report.files.map(({ path }) => [path, path] as const)} />
      <Group justify="flex-end">
        <Button variant="default" onClick={() => save(report)}>
          {t("reportBox.download")}
        </Button>
      </Group>
    </div>
  );
}

function List({ lines }: { readonly lines: readonly (readonly [key: string, text: string])[] }): ReactNode {
  const { t } = useTranslation("number");
  if (lines.length === 0) return <p className="t3">{t("reportBox.none")}</p>;
  return (
    <ul className={styles.dots}>
      {lines.map(([key, text]) => (
        <li key={key}>{text}</li>
      ))}
    </ul>
  );
}

function save(report: Report): void {
  const address = URL.createObjectURL(
    new Blob([JSON.stringify(report, null, 2)], { type: "application/json" }),
  );
  const link = document.createElement("a");
  link.href = address;
  link.download = `subject-report-${report.at.slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(address);
}
