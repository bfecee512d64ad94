import { ActionIcon, Button, Popover } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { type Chip, chipsOf, withoutFilters, withValues } from "./filter.ts";
import styles from "./filter-bar.module.css";
import { type Choices, FilterForm } from "./filter-form.tsx";
import { useChipText } from "./use-chip-text.ts";
import type { NumberRow } from "./use-numbers.ts";

interface FilterBarProps {
  readonly choices: Choices | undefined;
  /** Their places tell the names of clients and projects. */
  readonly rows: readonly NumberRow[];
}

/** What the list is narrowed to, a chip each, and the form that narrows it. */
export function FilterBar({ choices, rows }: FilterBarProps): ReactNode {
  const { t } = useTranslation("numbers");
  const [address, setAddress] = useSearchParams();
  const [isOpen, setOpen] = useState(false);
  const textOf = useChipText(rows);
  const chips = chipsOf(address);
  const remove = ({ name, value }: Chip): void => {
    const left = address.getAll(name).filter((one) => one !== value);
    setAddress(withValues(address, name, left));
  };
  return (
    <div className={styles.bar}>
      {chips.map((chip) => {
        const text = textOf(chip);
        return (
          <span key={`${chip.name} ${chip.value}`} className={styles.chip}>
            {text}
            <ActionIcon
              size={24}
              variant="transparent"
              aria-label={t("removeFilter", { name: text })}
              onClick={() => remove(chip)}
            >
              <IconX size={14} />
            </ActionIcon>
          </span>
        );
      })}
      <Popover
        opened={isOpen}
        onChange={setOpen}
        position="bottom-start"
        width={340}
        middlewares={{ shift: true, flip: true, size: { padding: 8 } }}
        trapFocus
        withinPortal
      >
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconFilter size={16} />}
            onClick={() => setOpen(!isOpen)}
            aria-expanded={isOpen}
          >
            {t("filter.button")}
            {chips.length === 0 ? null : <span className={styles.count}>{chips.length}</span>}
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={styles.form} aria-label={t("filter.button")}>
          <FilterForm choices={choices} close={() => setOpen(false)} />
        </Popover.Dropdown>
      </Popover>
      {chips.length < 2 ? null : (
        <Button variant="subtle" onClick={() => setAddress(withoutFilters(address))}>
          {t("clearFilters")}
        </Button>
      )}
    </div>
  );
}
