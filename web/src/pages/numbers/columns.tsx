import { ActionIcon, Checkbox, Popover, Tooltip } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { type CSSProperties, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDo } from "../../client/queries.ts";
import { useMe, useSession } from "../../client/session.tsx";
import styles from "./columns.module.css";

/** Columns beside the number, in their order. */
const COLUMNS = ["type", "places", "first", "last", "marks"] as const;
export type ColumnName = (typeof COLUMNS)[number];

/** CSS tracks; `narrow`: where the table has less room, nothing where it is left out then. */
const TRACKS: Readonly<Record<ColumnName, { readonly wide: string; readonly narrow: string }>> = {
  type: { wide: "minmax(140px, 1fr)", narrow: "minmax(130px, 1fr)" },
  places: { wide: "minmax(160px, 1.5fr)", narrow: "minmax(150px, 1.4fr)" },
  first: { wide: "120px", narrow: "120px" },
  last: { wide: "110px", narrow: "" },
  marks: { wide: "minmax(90px, 0.6fr)", narrow: "minmax(90px, 0.7fr)" },
};
const ALWAYS = "20px 216px";

/** The columns that the person chose. */
export function useColumns(): ReadonlySet<ColumnName> {
  return new Set(useMe().preferences.numberColumns ?? COLUMNS);
}

/** How a table of these columns is laid out. */
export function tracksOf(columns: ReadonlySet<ColumnName>): CSSProperties {
  const shown = COLUMNS.filter((name) => columns.has(name));
  const of = (room: "wide" | "narrow"): string =>
    [ALWAYS, ...shown.map((name) => TRACKS[name][room]).filter((track) => track !== "")].join(" ");
  return { "--tracks": of("wide"), "--tracks-narrow": of("narrow") } as CSSProperties;
}

/** Chooses columns; kept with the account. */
export function ColumnChoice(): ReactNode {
  const { t } = useTranslation("numbers");
  const me = useMe();
  const { refetch } = useSession();
  const save = useDo("saveMe");
  const shown = useColumns();
  const [isOpen, setOpen] = useState(false);
  const toggle = (name: ColumnName): void => {
    const numberColumns = COLUMNS.filter((one) => (one === name ? !shown.has(one) : shown.has(one)));
    save.mutate(
      { body: { preferences: { ...me.preferences, numberColumns } } },
      { onSuccess: () => void refetch() },
    );
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={t("chooseColumns")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("chooseColumns")}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            className={styles.button}
          >
            <IconColumns3 size={18} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("chooseColumns")}>
        <div className={styles.list}>
          {COLUMNS.map((name) => (
            <Checkbox
              key={name}
              label={t(`columns.${name}`)}
              checked={shown.has(name)}
              onChange={() => toggle(name)}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
