import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { setNonce } from "get-nonce";
import type { ReactNode } from "react";
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
  return (
    <MantineProvider
      theme={theme}
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
