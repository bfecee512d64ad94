import { Button, FileButton, Group, Modal, Select, TextInput } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, useDo } from "../../client/queries.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { SimpleTable } from "../../parts/tables/simple-table.tsx";
import { ChangeReport } from "./change-report.tsx";
import styles from "./suppressions.module.css";

interface ImportDialogProps {
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** A file of numbers: its column is guessed, its numbers are counted, then it is added. */
export function ImportDialog({ isOpen, close }: ImportDialogProps): ReactNode {
  const { t } = useTranslation("suppressions");
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      size="xl"
      title={t("import.title")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <Steps close={close} />
    </Modal>
  );
}

/** So much of a file is looked at for its columns. */
const LOOKED_AT = 900_000;

function Steps({ close }: { readonly close: () => void }): ReactNode {
  const { t } = useTranslation("suppressions");
  const [file, setFile] = useState<File | null>(null);
  const guess = useDo("guessSuppressions");
  const take = (chosen: File | null): void => {
    if (chosen === null) return;
    setFile(chosen);
    guess.mutate({ file: chosen.slice(0, LOOKED_AT) });
  };
  return (
    <div className={styles.fields}>
      <p className="small t2">{t("import.about")}</p>
      <Group gap={8}>
        <FileButton onChange={take} accept=".csv,.txt,.tsv,.gz,text/plain,text/csv">
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconFileUpload size={16} />}
              loading={guess.isPending}
            >
              {t(file === null ? "import.choose" : "import.other")}
            </Button>
          )}
        </FileButton>
        <span className="small">{file?.name}</span>
      </Group>
      {guess.error === null ? null : <ProblemAlert error={guess.error} title={t("import.unread")} />}
      {guess.data === undefined || file === null ? null : (
        <Chosen key={file.name} file={file} guess={guess.data} close={close} />
      )}
    </div>
  );
}

interface ChosenProps {
  readonly file: File;
  readonly guess: Answer<"guessSuppressions">;
  readonly close: () => void;
}

function Chosen({ file, guess, close }: ChosenProps): ReactNode {
  const { t } = useTranslation("suppressions");
  const [column, setColumn] = useState(String(guess.column ?? 1));
  const [reason, setReason] = useState("");
  const plan = useDo("importSuppressions");
  const act = useDo("importSuppressions", ["listSuppressions", "suppressionFacts"]);
  const why = reason.trim();
  const query = { column, name: file.name.slice(0, 200), ...(why === "" ? {} : { reason: why }) };
  const names = guess.columns.map(({ name }, at) => name ?? t("import.column", { at: at + 1 }));
  if (act.data !== undefined) return <ChangeReport kind="add" change={act.data} close={close} />;
  const error = act.error ?? plan.error;
  return (
    <>
      {guess.column === null ? <p className="act">{t("import.none")}</p> : null}
      <Select
        label={t("import.which")}
        data={guess.columns.map(({ numbers }, at) => ({
          value: String(at + 1),
          label: t("import.option", { name: names[at], count: numbers }),
        }))}
        value={column}
        onChange={(chosen) => {
          if (chosen === null) return;
          setColumn(chosen);
          plan.reset();
        }}
        allowDeselect={false}
      />
      <SimpleTable label={t("import.rows")} head={names.map((name) => <th key={name}>{name}</th>)}>
        {guess.rows
          .map((cells, at) => ({ cells, key: `row ${at}` }))
          .map(({ cells, key }) => (
            <tr key={key}>
              {names.map((name, place) => (
                <td key={name} className="nowrap">
                  {cells[place] ?? ""}
                </td>
              ))}
            </tr>
          ))}
      </SimpleTable>
      <TextInput
        label={t("reason.label")}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {plan.data === undefined ? null : <ChangeReport kind="add" change={plan.data} isPlan />}
      {error === null ? null : <ProblemAlert error={error} title={t("notDone")} />}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={close}>
          {t("common:cancel")}
        </Button>
        {plan.data === undefined ? (
          <Button
            loading={plan.isPending}
            onClick={() => plan.mutate({ file, query: { ...query, dry: "yes" } })}
          >
            {t("import.read")}
          </Button>
        ) : (
          <Button
            loading={act.isPending}
            disabled={plan.data.changed === 0}
            onClick={() => act.mutate({ file, query })}
          >
            {t("add.act", { count: plan.data.changed })}
          </Button>
        )}
      </Group>
    </>
  );
}
