import { Combobox, Modal, TextInput, useCombobox } from "@mantine/core";
import { type Icon, IconAddressBook, IconPlayerPlay, IconSearch } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useMe } from "../client/session.tsx";
import { searchFor } from "../client/sought.ts";
import styles from "./commands.module.css";
import { PLACES } from "./places.ts";

interface Command {
  readonly id: string;
  readonly text: string;
  readonly icon: Icon;
  readonly act: () => void;
}

/** Search and commands (`/`, Ctrl+K): a number in any spelling, a run by its number, a page by its name. */
export function Commands({
  isOpen,
  close,
}: {
  readonly isOpen: boolean;
  readonly close: () => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={isOpen} onClose={close} yOffset="12vh" centered={false}>
      <Modal.Overlay />
      <Modal.Content aria-label={t("search.label")}>
        <Modal.Body p={8}>
          <CommandBox close={close} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function CommandBox({ close }: { readonly close: () => void }): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const combobox = useCombobox();
  const commands = useCommands(text);
  const choose = (id: string): void => {
    close();
    commands.find((command) => command.id === id)?.act();
  };
  return (
    <Combobox store={combobox} withinPortal={false} onOptionSubmit={choose}>
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.resetSelectedOption();
          }}
          onFocus={() => combobox.selectFirstOption()}
          leftSection={<IconSearch size={16} />}
          placeholder={t("search.placeholder")}
          aria-label={t("search.label")}
          autoComplete="off"
        />
      </Combobox.EventsTarget>
      {commands.length === 0 ? (
        <p className={`${styles.none} t2 small`} role="status">
          {t("search.none")}
        </p>
      ) : null}
      <Combobox.Options
        className={styles.options}
        aria-label={t("search.label")}
        hidden={commands.length === 0}
      >
        {commands.map(({ id, text: label, icon: Mark }, at) => (
          <Combobox.Option key={id} value={id} selected={at === 0} className={styles.option}>
            <Mark size={16} stroke={1.9} aria-hidden />
            {label}
          </Combobox.Option>
        ))}
      </Combobox.Options>
    </Combobox>
  );
}

/** What a typed text may mean, likeliest first. */
function useCommands(text: string): readonly Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { permissions } = useMe();
  const go = (to: string) => () => void navigate(to);
  const sought = text.trim();
  const digits = sought.replace(/\D/g, "");
  const commands: Command[] = [];
  const run = runOf(sought, t("run.name", { run: "" }));
  if (run !== null) {
    commands.push({
      id: "run",
      text: t("search.run", { run }),
      icon: IconPlayerPlay,
      act: go(`/runs/${run}`),
    });
  }
  if (digits.length >= 4 && permissions.includes("numbers.see")) {
    const act = (): void => {
      searchFor(sought);
      void navigate("/numbers");
    };
    commands.push({ id: "number", text: t("search.number"), icon: IconAddressBook, act });
  }
  for (const { name, to, icon, may } of PLACES) {
    const page = t(`menu.${name}`);
    if (may !== undefined && !permissions.includes(may)) continue;
    if (!page.toLowerCase().includes(sought.toLowerCase())) continue;
    commands.push({ id: `page ${name}`, text: t("search.go", { page }), icon, act: go(to) });
  }
  return commands;
}

/** `5`, `#5`, `run 5`, or the first letters of that word. */
function runOf(sought: string, word: string): string | null {
  const [, before = "", run] = /^(?:[#№]|(\p{L}*)\s+)?(\d{1,6})$/u.exec(sought) ?? [];
  return run !== undefined && word.toLowerCase().startsWith(before.toLowerCase()) ? run : null;
}
