import { Button } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../parts/page/empty-state.tsx";
import { PageHead } from "../parts/page/page-head.tsx";

/** An address that leads nowhere. */
export function NotFound(): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t("notFound.title")} />
      <EmptyState
        icon={IconMapOff}
        title={t("notFound.text")}
        actions={
          <Button component={Link} to="/" variant="default">
            {t("notFound.home")}
          </Button>
        }
      />
    </>
  );
}
