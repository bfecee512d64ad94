import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../parts/page/copy-button.tsx";
import styles from "./wizard.module.css";

/** A source as datamaster.yaml would hold it; no secret is in it. */
export function Yaml({ text }: { readonly text: string }): ReactNode {
  const { t } = useTranslation("wizard");
  return (
    <>
      <section className={styles.yaml} aria-label={t("yamlTitle")} tabIndex={-1}>
        <pre>{text}</pre>
      </section>
      <CopyButton text={text} label={t("copyYaml")} />
    </>
  );
}
