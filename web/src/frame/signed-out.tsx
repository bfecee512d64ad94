import { Modal } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { loaded } from "../client/newer.ts";
import { useSession } from "../client/session.tsx";
import { setSignedOut, useSignedOut } from "../client/signed-out.ts";
import { loadWords } from "../i18n/i18n.ts";

const SignInForm = lazy(async () => {
  const parts = [import("../parts/access/sign-in-form.tsx"), loadWords("login")] as const;
  const [form] = await loaded(Promise.all(parts));
  return { default: form.SignInForm };
});

/** Over the page when the session ended: what was typed stays. One signs in here, or in another tab; then the page goes on. */
export function SignedOut(): ReactNode {
  const { t } = useTranslation();
  const isOut = useSignedOut();
  const { data: me, refetch } = useSession();
  const goOn = async (): Promise<void> => {
    const { data, isSuccess } = await refetch();
    if (!isSuccess) return;
    // Another person sees nothing of what was shown before.
    if (data.id !== me?.id) location.reload();
    else setSignedOut(false);
  };
  useEffect(() => {
    if (!isOut) return;
    const focused = (): void => void goOn();
    addEventListener("focus", focused);
    return () => removeEventListener("focus", focused);
  });
  return (
    <Modal opened={isOut} onClose={() => undefined} withCloseButton={false} title={t("signedOut.title")}>
      <p className="t2">{t("signedOut.text")}</p>
      <Suspense fallback={null}>
        <SignInForm {...(me?.email ? { email: me.email } : {})} onIn={goOn} />
      </Suspense>
    </Modal>
  );
}
