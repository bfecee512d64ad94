import { ActionIcon, Button, CopyButton as Copying, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** Copies a text; an icon, or a button where `label` names what is copied. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }): ReactNode {
  const { t } = useTranslation();
  return (
    <Copying value={text}>
      {({ copied, copy }) => {
        const Mark = copied ? IconCheck : IconCopy;
        const word = copied ? t("copied") : (label ?? t("copy"));
        if (label !== undefined) {
          return (
            <Button variant="default" leftSection={<Mark size={16} />} onClick={copy} aria-live="polite">
              {word}
            </Button>
          );
        }
        return (
          <Tooltip label={word}>
            <ActionIcon size="sm" onClick={copy} aria-label={word}>
              <Mark size={16} />
            </ActionIcon>
          </Tooltip>
        );
      }}
    </Copying>
  );
}
