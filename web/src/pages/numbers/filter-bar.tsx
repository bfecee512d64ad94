import { ActionIcon, Button, Popover } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useFormat } from "../../format/use-format.ts";
import { useWordsOfNumbers } from "../../parts/use-words-of-numbers.ts";
import { type Chip, chipsOf, withoutFilters, withValues } from "./filter.ts";
import styles from "./filter-bar.module.css";
import { type Choices, FilterForm } from "./filter-form.tsx";
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
              size={20}
              variant="transparent"
              aria-label={t("removeFilter", { name: text })}
              onClick={() => remove(chip)}
            >
              <IconX size={14} />
            </ActionIcon>
          </span>
        );
      })}
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" width={340} trapFocus withinPortal>
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

function useChipText(rows: readonly NumberRow[]): (chip: Chip) => string {
  const { t } = useTranslation("numbers");
  const words = useWordsOfNumbers();
  const format = useFormat();
  return ({ name, value }) => {
    const place = rows.find(
      ({ place }) => (name === "client" ? place.clientId : place.projectId) === value,
    )?.place;
    switch (name) {
      case "source":
        return `${t("filter.source")}: ${value}`;
      case "operator":
        return `${t("filter.operator")}: ${value}`;
      case "region":
        return words.region(value);
      case "type":
        return words.type(value);
      case "flag":
        return words.flag(value);
      case "client":
        return `${t("filter.client")}: ${place?.client ?? value}`;
      case "project":
        return `${t("filter.project")}: ${place?.project ?? value}`;
      case "state":
        return t("chip.state");
      case "placeholder":
        return value === "yes" ? t("chip.placeholderYes") : t("chip.placeholderNo");
      case "suppressed":
        return value === "yes" ? t("chip.suppressedYes") : t("chip.suppressedNo");
      case "firstFrom":
      case "firstTo":
      case "lastFrom":
      case "lastTo":
        return t(`chip.${name}`, { value: Number.isNaN(Date.parse(value)) ? value : format.time(value) });
      default:
        return t(`chip.${name}`, { value });
    }
  };
}
