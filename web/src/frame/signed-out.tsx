import { Button, Modal } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../client/session.tsx";
import { setSignedOut, useSignedOut } from "../client/signed-out.ts";

/** Over the page when the session ended: what was typed stays. Signing in happens in another tab; back here the page goes on. */
export function SignedOut(): ReactNode {
  const { t } = useTranslation();
  const isOut = useSignedOut();
  const { refetch } = useSession();
  useEffect(() => {
    if (!isOut) return;
    const seen = async (): Promise<void> => {
      const { isSuccess } = await refetch();
      if (isSuccess) setSignedOut(false);
    };
    const focused = (): void => void seen();
    addEventListener("focus", focused);
    return () => removeEventListener("focus", focused);
  }, [isOut, refetch]);
  return (
    <Modal opened={isOut} onClose={() => undefined} withCloseButton={false} title={t("signedOut.title")}>
      <p>{t("signedOut.text")}</p>
      <Button component="a" href="/login" target="_blank" mt={16}>
        {t("signedOut.go")}
      </Button>
    </Modal>
  );
}
