import { Alert, Anchor, useMantineColorScheme } from "@mantine/core";
import { IconLock, IconTerminal2 } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useSearchParams } from "react-router";
import { useAnswer } from "../../client/queries.ts";
import { useForgetSession, useSession } from "../../client/session.tsx";
import { setLanguage } from "../../i18n/i18n.ts";
import { SignInForm } from "../../parts/access/sign-in-form.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { QueryState } from "../../parts/page/query-state.tsx";

/** Signing in; leads back to where one wanted to go. */
export function Page(): ReactNode {
  const { t } = useTranslation("login");
  const [params] = useSearchParams();
  const next = placeOf(params.get("next"));
  const facts = useAnswer("signInFacts", {});
  const session = useSession();
  const forget = useForgetSession();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const enter = async (): Promise<void> => {
    forget();
    const { data } = await session.refetch();
    if (data?.language) await setLanguage(data.language);
    if (data?.preferences.theme) setColorScheme(data.preferences.theme);
    await navigate(next, { replace: true });
  };
  if (session.data !== undefined) return <Navigate to={next} replace />;
  return (
    <>
      <PageHead title={t("title")} />
      <QueryState query={facts}>
        {({ isSetUp, isPrivate }) => {
          if (!isSetUp)
            return <EmptyState icon={IconTerminal2} title={t("notSetUp")} text={t("notSetUpText")} />;
          if (!isPrivate) return <Plain />;
          return <SignInForm onIn={enter} />;
        }}
      </QueryState>
    </>
  );
}

/** Over plain HTTP from afar nobody can sign in: a password would be read on its way. */
function Plain(): ReactNode {
  const { t } = useTranslation("login");
  return (
    <Alert color="yellow" icon={<IconLock size={18} />} title={t("plain")} mt={16}>
      <p>{t("plainText")}</p>
      <p>
        <Anchor href={`https://${location.host}${location.pathname}`}>{t("plainLink")}</Anchor>
      </p>
    </Alert>
  );
}

/** Only addresses of this dashboard. */
function placeOf(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : "/";
}
