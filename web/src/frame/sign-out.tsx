import { Menu } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useForgetSession } from "../client/session.tsx";

/** Ends the session and leads to the login. */
export function SignOut(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const forget = useForgetSession();
  const leave = async (): Promise<void> => {
    forget();
    await navigate("/login");
  };
  return (
    <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
      {t("account.signOut")}
    </Menu.Item>
  );
}
