import { Button, CloseButton } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./filter-chips.module.css";

/** A filter that holds: `Source: Main sales`. */
export interface Chip {
  readonly key: string;
  readonly text: string;
}

interface FilterChipsProps {
  readonly chips: readonly Chip[];
  readonly remove: (key: string) => void;
  readonly clear: () => void;
  /** The button or menu that adds a filter. */
  readonly children?: ReactNode;
}

/** The filters of a list as chips; they live in the address. */
export function FilterChips({ chips, remove, clear, children }: FilterChipsProps): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={styles.chips}>
      {chips.map(({ key, text }) => (
        <span key={key} className={styles.chip}>
          {text}
          <CloseButton size={20} onClick={() => remove(key)} aria-label={t("removeFilter", { name: text })} />
        </span>
      ))}
      {children}
      {chips.length > 1 ? (
        <Button variant="subtle" size="xs" onClick={clear}>
          {t("clearFilters")}
        </Button>
      ) : null}
    </div>
  );
}
