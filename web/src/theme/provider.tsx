import { localStorageColorSchemeManager, MantineProvider, mergeThemeOverrides } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { setNonce } from "get-nonce";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { theme, variables } from "./theme.ts";

const schemeManager = localStorageColorSchemeManager({ key: "datamaster-theme" });

/** The nonce that the server put into this page, for the style elements that Mantine makes. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}

/** Tells the scroll lock of dialogues the nonce too; once, before the first paint. */
export function allowStyles(): void {
  setNonce(styleNonce());
}

/** Mantine with our theme; follows the system until a person chooses. */
export function ThemeProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const close = t("close");
  const named = useMemo(() => {
    const Notification = { defaultProps: { closeButtonProps: { "aria-label": close } } };
    return mergeThemeOverrides(theme, { components: { Notification } });
  }, [close]);
  return (
    <MantineProvider
      theme={named}
      cssVariablesResolver={variables}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Notifications position="bottom-right" limit={4} transitionDuration={0} />
      {children}
    </MantineProvider>
  );
}
