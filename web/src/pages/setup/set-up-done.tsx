import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useSession } from "../../client/session.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import styles from "./setup.module.css";

/** What one would do next. */
export function SetUpDone({ isFirst }: { readonly isFirst: boolean }): ReactNode {
  const { t } = useTranslation("setup");
  const { data: me } = useSession();
  return (
    <>
      <PageHead title={t("ready", { name: me?.name ?? "" })} sub={t(isFirst ? "readyFirst" : "readyText")} />
      <div className={styles.links}>
        {isFirst ? (
          <Button component={Link} to="/sources/new" leftSection={<IconPlus size={16} />}>
            {t("addSource")}
          </Button>
        ) : null}
        <Button component={Link} to="/" variant={isFirst ? "default" : "filled"}>
          {t("home")}
        </Button>
      </div>
    </>
  );
}
