import { Button, Checkbox, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/api.ts";
import { useAnswer, useDo } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { Phone } from "../../parts/numbers/phone.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { QueryState } from "../../parts/page/query-state.tsx";
import styles from "./number.module.css";
import type { ShownNumber } from "./shown-number.ts";

type Preview = Answer<"previewErasure">;

/** Erases the number: what goes, the reason, its last digits; then the receipt. */
export function EraseBox({
  shown,
  close,
}: {
  readonly shown: ShownNumber;
  readonly close: () => void;
}): ReactNode {
  const { t } = useTranslation("number");
  const preview = useAnswer("previewErasure", { params: { id: shown.id } }, { staleMs: 0 });
  const erase = useDo("eraseNumber", ["showNumber", "listNumbers", "countNumbers", "listNumberChoices"]);
  return (
    <Modal
      opened
      onClose={close}
      title={t("eraseBox.title")}
      size="lg"
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      {erase.data === undefined ? (
        <QueryState query={preview}>
          {(found) => (
            <>
              <p className="strong">
                <Phone id={shown.id} phone={shown.phone} />
              </p>
              <Finds found={found} />
              <EraseForm
                files={found.files.length}
                isPending={erase.isPending}
                close={close}
                erase={(body) => erase.mutate({ params: { id: shown.id }, body })}
              />
              {erase.error === null ? null : <ProblemAlert error={erase.error} />}
            </>
          )}
        </QueryState>
      ) : (
        <Receipt done={erase.data} phone={shown.phone} close={close} />
      )}
    </Modal>
  );
}

function Finds({ found }: { readonly found: Preview }): ReactNode {
  const { t } = useTranslation("number");
  const { places, texts, rejected, pages, suppressed, files } = found;
  const lines = [
    places > 0 ? t("eraseBox.places", { count: places }) : "",
    texts > 0 ? t("eraseBox.texts", { count: texts }) : "",
    rejected > 0 ? t("eraseBox.rejected", { count: rejected }) : "",
    pages > 0 ? t("eraseBox.pages", { count: pages }) : "",
    suppressed > 0 ? t("eraseBox.suppressed") : "",
  ].filter((line) => line !== "");
  return (
    <div className={styles.finds}>
      {lines.length === 0 ? (
        <p>{t("eraseBox.nothing")}</p>
      ) : (
        <>
          <p>{t("eraseBox.finds")}</p>
          <ul className={styles.dots}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
      {files.length === 0 ? null : (
        <>
          <p>{t("eraseBox.files", { count: files.length })}</p>
          <ul className={styles.dots}>
            {files.map(({ path }) => (
              <li key={path}>
                <code>{path}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="t2">{t("eraseBox.trace")}</p>
    </div>
  );
}

interface EraseFormProps {
  readonly files: number;
  readonly isPending: boolean;
  readonly erase: (body: { lastDigits: string; reason: string; deletesFiles: boolean }) => void;
  readonly close: () => void;
}

function EraseForm({ files, isPending, erase, close }: EraseFormProps): ReactNode {
  const { t } = useTranslation("number");
  const [reason, setReason] = useState("");
  const [lastDigits, setLastDigits] = useState("");
  const [deletesFiles, setDeletesFiles] = useState(false);
  const isReady = reason.trim() !== "" && /^\d{4}$/.test(lastDigits);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) erase({ lastDigits, reason: reason.trim(), deletesFiles });
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      <TextInput
        data-autofocus
        label={t("eraseBox.reason")}
        placeholder={t("eraseBox.reasonPlaceholder")}
        value={reason}
        required
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput
        label={t("eraseBox.lastDigits")}
        description={t("eraseBox.lastDigitsText")}
        value={lastDigits}
        required
        maxLength={4}
        inputMode="numeric"
        autoComplete="off"
        w={180}
        onChange={(event) => setLastDigits(event.currentTarget.value.replaceAll(/\D/g, ""))}
      />
      {files === 0 ? null : (
        <Checkbox
          label={t("eraseBox.deletesFiles")}
          checked={deletesFiles}
          onChange={(event) => setDeletesFiles(event.currentTarget.checked)}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t("cancel")}
        </Button>
        <Button type="submit" color="red" loading={isPending} disabled={!isReady}>
          {t("eraseBox.go")}
        </Button>
      </Group>
    </form>
  );
}

interface ReceiptProps {
  readonly done: Answer<"eraseNumber">;
  /** Masked. */
  readonly phone: string;
  readonly close: () => void;
}

/** What was done, to be printed and put on file. */
function Receipt({ done, phone, close }: ReceiptProps): ReactNode {
  const { t } = useTranslation("number");
  const format = useFormat();
  const lines: readonly (readonly [string, number])[] = [
    [t("receipt.places"), done.places],
    [t("receipt.texts"), done.texts],
    [t("receipt.rejected"), done.rejected],
    [t("receipt.deleted"), done.deleted],
  ];
  return (
    <div className={styles.form} role="status">
      <h3>{t("receipt.title", { time: format.time(done.at) })}</h3>
      <p className="num">{phone}</p>
      <dl className={styles.facts}>
        {lines.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{format.number(count)}</dd>
          </div>
        ))}
      </dl>
      {done.left.length === 0 ? null : (
        <>
          <p className="act">{t("receipt.left")}</p>
          <ul className={styles.dots}>
            {done.left.map(({ path }) => (
              <li key={path}>
                <code>{path}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>{t("receipt.text")}</p>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => window.print()}>
          {t("receipt.print")}
        </Button>
        <Button onClick={close}>{t("close")}</Button>
      </Group>
    </div>
  );
}
