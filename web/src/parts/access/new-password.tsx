import { PasswordInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface NewPasswordProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What the service says is wrong with it. */
  readonly error?: string | undefined;
}

const LEAST = 12;
const ADVISED = 15;

/** A new password, with its strength in words. The service decides what is taken. */
export function NewPassword({ value, onChange, error }: NewPasswordProps): ReactNode {
  const { t } = useTranslation("second-factor");
  const { length } = [...value];
  const strength =
    length === 0
      ? t("password.advice")
      : length < LEAST
        ? t("password.short", { count: LEAST - length })
        : length < ADVISED
          ? t("password.fair")
          : t("password.good");
  return (
    <PasswordInput
      label={t("password.new")}
      description={strength}
      inputWrapperOrder={["label", "input", "description", "error"]}
      name="new-password"
      autoComplete="new-password"
      required
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      visibilityToggleButtonProps={{ "aria-label": t("password.show") }}
    />
  );
}
