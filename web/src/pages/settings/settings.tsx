import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useParams } from "react-router";
import type { Permission } from "../../../../src/contract/contract.ts";
import { useMe } from "../../client/session.tsx";
import { Denied } from "../../parts/page/denied.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { Tabs } from "../../parts/page/tabs.tsx";
import { AccountTab } from "./account-tab.tsx";
import { AppearanceTab } from "./appearance-tab.tsx";
import { AuditTab } from "./audit-tab.tsx";
import { HealthTab } from "./health-tab.tsx";
import { PrivacyTab } from "./privacy-tab.tsx";
import { TokensTab } from "./tokens-tab.tsx";
import { UsersTab } from "./users-tab.tsx";

interface Tab {
  readonly name: "users" | "tokens" | "privacy" | "audit" | "health" | "appearance" | "account";
  /** Absent: for everybody. */
  readonly may?: Permission;
  readonly Body: () => ReactNode;
}

const TABS: readonly Tab[] = [
  { name: "users", may: "users.manage", Body: UsersTab },
  { name: "tokens", may: "tokens.manage", Body: TokensTab },
  { name: "privacy", may: "settings.see", Body: PrivacyTab },
  { name: "audit", may: "audit.see", Body: AuditTab },
  { name: "health", may: "health.see", Body: HealthTab },
  { name: "appearance", Body: AppearanceTab },
  { name: "account", Body: AccountTab },
];

/** Who may come in, what was done, and how one's own account is: a tab each, and only those that the role has. */
export function Page(): ReactNode {
  const { t } = useTranslation("settings");
  const { tab } = useParams();
  const { permissions } = useMe();
  const [own] = useState(() => TABS.filter(({ may }) => may === undefined || permissions.includes(may)));
  const present = own.find(({ name }) => name === tab);
  const isDenied = present === undefined && TABS.some(({ name }) => name === tab);
  if (present === undefined && !isDenied)
    return <Navigate to={`/settings/${own[0]?.name ?? "account"}`} replace />;
  return (
    <>
      <PageHead title={t("title")} />
      <Tabs
        label={t("title")}
        tabs={own.map(({ name }) => ({
          key: name,
          to: `/settings/${name}`,
          label: t(`tab.${name}`),
          isChosen: name === present?.name,
        }))}
      />
      {present === undefined ? <Denied /> : <present.Body key={present.name} />}
    </>
  );
}
