import { Checkbox } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../client/api.ts";
import { useFormat } from "../../format/use-format.ts";
import { ConfirmDialog } from "../../parts/page/confirm-dialog.tsx";
import styles from "./source.module.css";
import type { Source } from "./source.tsx";

/** Asks before a source is deleted, and names what goes; its numbers stay unless that is chosen. */
export function DeleteSource({
  source,
  isOpen,
  close,
  done,
}: {
  readonly source: Source;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly done: () => void;
}): ReactNode {
  const { t } = useTranslation("source");
  const { number } = useFormat();
  const client = useQueryClient();
  const [numbersToo, setNumbersToo] = useState(false);
  const { name, held } = source;
  const counts = {
    numbers: number(held.numbers),
    projects: number(held.projects),
    clients: number(held.clients),
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      close={close}
      title={t("deleting.title", { name })}
      verb={t("delete")}
      isDangerous
      {...(numbersToo && { mustType: { label: t("deleting.type", { name }), text: name } })}
      act={async () => {
        await api.deleteSource({
          params: { source: name },
          query: { numbers: numbersToo ? "true" : "false" },
        });
        await client.invalidateQueries({ queryKey: ["listSources"] });
        done();
      }}
    >
      <p>{t("deleting.goes")}</p>
      {held.numbers === 0 ? null : (
        <>
          <p className={styles.gap}>{t(numbersToo ? "deleting.lost" : "deleting.stay", counts)}</p>
          <Checkbox
            mt={12}
            label={t("deleting.numbersToo")}
            checked={numbersToo}
            onChange={(event) => setNumbersToo(event.currentTarget.checked)}
          />
        </>
      )}
    </ConfirmDialog>
  );
}
