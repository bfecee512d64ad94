import { Button, CopyButton } from "@mantine/core";
import { IconCopy, IconFileExport, IconPhoneOff, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { pickForExport } from "../../client/picked.ts";
import { useMay } from "../../client/session.tsx";
import { useReveals } from "../../parts/numbers/reveals.tsx";
import styles from "./action-bar.module.css";
import { exportAddress } from "./filter.ts";
import { SuppressChosen } from "./suppress-chosen.tsx";
import type { Selection } from "./use-selection.ts";

interface ActionBarProps {
  readonly selection: Selection;
  /** All that the filter picks. */
  readonly count: number;
}

/** What can be done with the chosen numbers; stands at the foot of the screen while there are any. */
export function ActionBar({ selection, count }: ActionBarProps): ReactNode {
  const { t } = useTranslation("numbers");
  const { rows, isAll, chooseAll, clear } = selection;
  if (!isAll && rows.length === 0) return null;
  return (
    <section className={styles.bar} aria-label={t("chosen.label")}>
      <strong role="status">{t("chosen.count", { count: isAll ? count : rows.length })}</strong>
      {isAll || rows.length >= count ? null : (
        <Button variant="subtle" size="xs" onClick={chooseAll}>
          {t("chosen.all", { count })}
        </Button>
      )}
      <span className={styles.acts}>
        <ExportChosen selection={selection} />
        {isAll ? null : <CopyChosen selection={selection} />}
        {isAll ? null : <Suppress selection={selection} />}
        <Button variant="subtle" color="gray" size="xs" leftSection={<IconX size={14} />} onClick={clear}>
          {t("chosen.clear")}
        </Button>
      </span>
    </section>
  );
}

function ExportChosen({ selection: { rows, isAll } }: { readonly selection: Selection }): ReactNode {
  const { t } = useTranslation("numbers");
  const [address] = useSearchParams();
  if (!useMay("exports.make")) return null;
  return (
    <Button
      component={Link}
      size="xs"
      leftSection={<IconFileExport size={14} />}
      to={isAll ? exportAddress(address) : "/exports/new?what=picked"}
      onClick={() => pickForExport(rows.map(({ id }) => id))}
    >
      {t("chosen.export")}
    </Button>
  );
}

/** As they are shown: masked where they are. */
function CopyChosen({ selection: { rows } }: { readonly selection: Selection }): ReactNode {
  const { t } = useTranslation("numbers");
  const { phoneOf } = useReveals();
  const text = rows.map(({ id, phone }) => phoneOf(id) ?? phone).join("\n");
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button variant="default" size="xs" leftSection={<IconCopy size={14} />} onClick={copy}>
          {copied ? t("common:copied") : t("chosen.copy")}
        </Button>
      )}
    </CopyButton>
  );
}

function Suppress({ selection }: { readonly selection: Selection }): ReactNode {
  const { t } = useTranslation("numbers");
  const [isOpen, setOpen] = useState(false);
  if (!useMay("suppressions.add")) return null;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPhoneOff size={14} />}
        onClick={() => setOpen(true)}
      >
        {t("chosen.suppress")}
      </Button>
      {isOpen ? <SuppressChosen selection={selection} close={() => setOpen(false)} /> : null}
    </>
  );
}
