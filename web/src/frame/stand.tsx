import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Outlet } from "react-router";
import { Mark } from "./brand.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import styles from "./stand.module.css";
import { ThemeChoice } from "./theme-choice.tsx";

/** Pages without frame: one card on the page's ground, theme and language below. */
export function Stand(): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={styles.ground}>
      <main className={styles.card} id="main">
        <p className={styles.brand}>
          <Mark size={40} />
          <span>
            {t("product")}
            <small>{t("productSub")}</small>
          </span>
        </p>
        <Outlet />
      </main>
      <div className={styles.choices}>
        <ThemeChoice />
        <LanguageChoice />
      </div>
    </div>
  );
}
