import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useMe } from "../client/session.tsx";
import { Mark } from "./brand.tsx";
import styles from "./menu.module.css";
import { MENU, type Place } from "./places.ts";

/** The menu at the left: 224 px, icons alone under 1360 px, none on phones. */
export function Menu(): ReactNode {
  const { t } = useTranslation();
  const { permissions } = useMe();
  return (
    <nav className={styles.nav} aria-label={t("menu.label")}>
      <div className={styles.inner}>
        <div className={styles.brand}>
          <Mark />
          <span>
            {t("product")}
            <small>{t("productSub")}</small>
          </span>
        </div>
        {MENU.map(({ heading, places }) => {
          const allowed = places.filter(({ may }) => may === undefined || permissions.includes(may));
          if (allowed.length === 0) return null;
          return (
            <div key={heading ?? ""}>
              {heading === null ? null : <p className={styles.heading}>{t(`menu.${heading}`)}</p>}
              <ul>
                {allowed.map((place) => (
                  <Item key={place.name} place={place} />
                ))}
              </ul>
            </div>
          );
        })}
      </div>
    </nav>
  );
}

function Item({ place }: { readonly place: Place }): ReactNode {
  const { t } = useTranslation();
  const { icon: Icon, name, to } = place;
  return (
    <li>
      <NavLink className={styles.item} to={to} end={to === "/"} title={t(`menu.${name}`)}>
        <Icon size={17} stroke={1.9} aria-hidden />
        <span>{t(`menu.${name}`)}</span>
      </NavLink>
    </li>
  );
}
