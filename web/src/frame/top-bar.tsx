import { ActionIcon, Menu } from "@mantine/core";
import { IconKeyboard, IconSearch, IconUserCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useMe } from "../client/session.tsx";
import { Mark } from "./brand.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { RunPill } from "./run-pill.tsx";
import { SignOut } from "./sign-out.tsx";
import { ThemeChoice } from "./theme-choice.tsx";
import styles from "./top-bar.module.css";

interface TopBarProps {
  readonly openSearch: () => void;
  readonly openKeys: () => void;
}

/** Search, the running run, theme, language, person. */
export function TopBar({ openSearch, openKeys }: TopBarProps): ReactNode {
  const { t } = useTranslation();
  return (
    <header className={styles.top}>
      <Link to="/" className={styles.mark} aria-label={t("menu.home")}>
        <Mark />
      </Link>
      <button type="button" className={styles.find} onClick={openSearch} aria-haspopup="dialog">
        <IconSearch size={16} stroke={1.9} aria-hidden />
        <span>{t("search.placeholder")}</span>
        <kbd>/</kbd>
      </button>
      <span className={styles.space} />
      <RunPill />
      <ActionIcon className={styles.small} onClick={openSearch} aria-label={t("search.label")}>
        <IconSearch size={20} stroke={1.9} />
      </ActionIcon>
      <ThemeChoice />
      <LanguageChoice />
      <Person openKeys={openKeys} />
    </header>
  );
}

function Person({ openKeys }: { readonly openKeys: () => void }): ReactNode {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button type="button" className={styles.person}>
          <span className={styles.avatar}>{initials(me.name)}</span>
          <span className={styles.name}>
            <b>{me.name}</b>
            <span>{t(`role.${me.role}`)}</span>
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name} · {t(`role.${me.role}`)}
        </Menu.Label>
        <Menu.Item
          leftSection={<IconUserCircle size={16} />}
          onClick={() => void navigate("/settings/account")}
        >
          {t("account.mine")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openKeys}>
          {t("account.keys")}
        </Menu.Item>
        <SignOut />
      </Menu.Dropdown>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter((word) => word !== "");
  return words
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? "")
    .join("");
}
