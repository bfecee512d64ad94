import { ActionIcon, type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconMoon, IconSun, IconSunMoon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

const THEMES = [
  { name: "auto", icon: IconSunMoon },
  { name: "light", icon: IconSun },
  { name: "dark", icon: IconMoon },
] as const satisfies readonly { name: MantineColorScheme; icon: typeof IconSun }[];

/** Theme by the system, light or dark; kept in this browser. */
export function ThemeChoice(): ReactNode {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Present = THEMES.find(({ name }) => name === colorScheme)?.icon ?? IconSunMoon;
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon aria-label={t("theme.label", { name: t(`theme.${colorScheme}`) })}>
          <Present size={18} stroke={1.9} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {THEMES.map(({ name, icon: Icon }) => (
          <Menu.Item
            key={name}
            leftSection={<Icon size={16} />}
            rightSection={colorScheme === name ? <IconCheck size={16} /> : null}
            onClick={() => setColorScheme(name)}
          >
            {t(`theme.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
