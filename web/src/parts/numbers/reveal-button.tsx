import { ActionIcon } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useReveals } from "./reveals.tsx";
import { useRevealing } from "./use-revealing.ts";

/** The eye beside a masked number; nothing where it may not be shown, or is. No tab stop: on a focused row it is `r`. */
export function RevealButton({ id, phone }: { readonly id: string; readonly phone: string }): ReactNode {
  const { t } = useTranslation();
  const { mayReveal, reveal } = useRevealing();
  const isShown = useReveals().phoneOf(id) !== null;
  if (!mayReveal || isShown) return null;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={26}
      tabIndex={-1}
      aria-label={t("reveal.one", { end: phone.replace(/\D/g, "").slice(-2) })}
      onClick={(event) => {
        event.stopPropagation();
        reveal([id]);
      }}
    >
      <IconEye size={16} />
    </ActionIcon>
  );
}
