import { IconCircleCheck, IconCloudOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useAnswer } from "../client/queries.ts";
import { useMe } from "../client/session.tsx";
import { useConnection } from "../live/use-live.ts";
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
        <Foot />
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

/** Whether the service is reached, and which version it is. */
function Foot(): ReactNode {
  const { t } = useTranslation();
  const { isUp } = useConnection();
  const { data } = useAnswer("showFacts", {}, { staleMs: Number.POSITIVE_INFINITY });
  const Icon = isUp ? IconCircleCheck : IconCloudOff;
  return (
    <div className={styles.foot}>
      <p>
        <Icon size={15} className={isUp ? "good" : "look"} aria-hidden />
        {t(isUp ? "menu.connected" : "menu.cutOff")}
      </p>
      <p className="t3">{data === undefined ? "" : t("menu.version", { version: data.version })}</p>
    </div>
  );
}
