import { ActionIcon, Menu } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { languageOf, setLanguage } from "../i18n/i18n.ts";

/** English or Russian; kept in this browser. */
export function LanguageChoice(): ReactNode {
  const { t, i18n } = useTranslation();
  const present = languageOf(i18n.language);
  return (
    <Menu position="bottom-end" width={160}>
      <Menu.Target>
        <ActionIcon aria-label={`${t("language.short")}, ${t("language.label")}`}>
          <b className="caption">{t("language.short")}</b>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(["en", "ru"] as const).map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            rightSection={language === present ? <IconCheck size={16} /> : null}
            onClick={() => void setLanguage(language)}
          >
            {t(`language.${language}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
