import { Menu } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api } from "../client/api.ts";
import { useForgetSession } from "../client/session.tsx";

/** Ends the session and leads to the login. */
export function SignOut(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const forget = useForgetSession();
  const leave = async (): Promise<void> => {
    // Where the service does not answer, the page still shows nothing any more.
    await api.signOut().catch(() => undefined);
    forget();
    await navigate("/login");
  };
  return (
    <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
      {t("account.signOut")}
    </Menu.Item>
  );
}
