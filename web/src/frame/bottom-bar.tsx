import { Drawer } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useMe } from "../client/session.tsx";
import styles from "./bottom-bar.module.css";
import { PLACES } from "./places.ts";

/** How many places stand in the bar beside More. */
const SHOWN = 4;

/** The menu of phones: four places and More. */
export function BottomBar(): ReactNode {
  const { t } = useTranslation();
  const { permissions } = useMe();
  const [isOpen, setIsOpen] = useState(false);
  const allowed = PLACES.filter(({ may }) => may === undefined || permissions.includes(may));
  return (
    <nav className={styles.bar} aria-label={t("menu.label")}>
      {allowed.slice(0, SHOWN).map(({ name, to, icon: Icon }) => (
        <NavLink key={name} to={to} end={to === "/"} className={styles.item}>
          <Icon size={20} stroke={1.9} aria-hidden />
          {t([`menu.${name}Short`, `menu.${name}`])}
        </NavLink>
      ))}
      <button type="button" className={styles.item} onClick={() => setIsOpen(true)} aria-haspopup="dialog">
        <IconDots size={20} stroke={1.9} aria-hidden />
        {t("menu.more")}
      </button>
      <Drawer
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        position="bottom"
        title={t("menu.more")}
        closeButtonProps={{ "aria-label": t("close") }}
        transitionProps={{ duration: 0 }}
      >
        <ul>
          {allowed.slice(SHOWN).map(({ name, to, icon: Icon }) => (
            <li key={name}>
              <NavLink to={to} className={styles.wide} onClick={() => setIsOpen(false)}>
                <Icon size={20} stroke={1.9} aria-hidden />
                {t(`menu.${name}`)}
              </NavLink>
            </li>
          ))}
        </ul>
      </Drawer>
    </nav>
  );
}
