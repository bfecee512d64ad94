import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, Outlet, ScrollRestoration, useLocation } from "react-router";
import { SessionProvider, useSession } from "../client/session.tsx";
import { ErrorBoundary } from "../parts/page/error-boundary.tsx";
import { ProblemAlert } from "../parts/page/problem-alert.tsx";
import { BottomBar } from "./bottom-bar.tsx";
import { Commands } from "./commands.tsx";
import { ExportToasts } from "./export-toasts.tsx";
import styles from "./frame.module.css";
import { useFrameKeys } from "./frame-keys.ts";
import { KeysHelp } from "./keys-help.tsx";
import { Menu } from "./menu.tsx";
import { NewerBar } from "./newer-bar.tsx";
import { OfflineBar } from "./offline-bar.tsx";
import { SignedOut } from "./signed-out.tsx";
import { TopBar } from "./top-bar.tsx";

const ACCOUNT = "/settings/account";

/** Menu, top bar and the page between; leads to the login where nobody is signed in. */
export function Frame(): ReactNode {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.data !== undefined) {
    // Until the second factor is set up the service answers nothing else.
    if (session.data.needsSecondFactor && pathname !== ACCOUNT) return <Navigate to={ACCOUNT} replace />;
    return (
      <SessionProvider me={session.data}>
        <Inside />
      </SessionProvider>
    );
  }
  if (session.error?.isSignedOut === true) {
    const next = pathname === "/" ? "" : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/login${next}`} replace />;
  }
  if (session.error === null) return null;
  return (
    <main className={styles.alone}>
      <ProblemAlert error={session.error} retry={() => void session.refetch()} />
    </main>
  );
}

function Inside(): ReactNode {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<"commands" | "keys" | null>(null);
  const { pathname } = useLocation();
  useFrameKeys(setOpened);
  return (
    <div className={styles.app}>
      <a className={styles.skip} href="#main">
        {t("skip")}
      </a>
      <Menu />
      <TopBar openSearch={() => setOpened("commands")} openKeys={() => setOpened("keys")} />
      <main className={styles.main} id="main" tabIndex={-1}>
        <OfflineBar />
        <NewerBar />
        <ErrorBoundary key={pathname}>
          <Outlet />
        </ErrorBoundary>
      </main>
      <BottomBar />
      <Commands isOpen={opened === "commands"} close={() => setOpened(null)} />
      <KeysHelp isOpen={opened === "keys"} close={() => setOpened(null)} />
      <ExportToasts />
      <SignedOut />
      <ScrollRestoration getKey={(location) => location.key} />
    </div>
  );
}
