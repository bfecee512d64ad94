import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./phone.module.css";
import { useReveals } from "./reveals.tsx";

/** A number, masked or, for as long as it is revealed, whole with the time that is left. */
export function Phone({ id, phone }: { readonly id: string; readonly phone: string }): ReactNode {
  const { t } = useTranslation();
  const reveals = useReveals();
  const whole = reveals.phoneOf(id);
  if (whole !== null) {
    const seconds = reveals.secondsOf(id);
    const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    return (
      <span className={styles.phone}>
        {whole}
        <span className={styles.left} title={t("reveal.shown", { count: seconds })}>
          {left}
        </span>
      </span>
    );
  }
  return (
    <span className={styles.phone}>
      <span aria-hidden>{starred(phone)}</span>
      <span className="hidden-text">{t("reveal.masked", { end: phone.replace(/\D/g, "").slice(-2) })}</span>
    </span>
  );
}

/** Stars are paler than digits. */
function starred(phone: string): ReactNode {
  const from = phone.indexOf("*");
  const to = phone.lastIndexOf("*") + 1;
  if (from < 0) return phone;
  return (
    <>
      {phone.slice(0, from)}
      <span className={styles.star}>{phone.slice(from, to)}</span>
      {phone.slice(to)}
    </>
  );
}
