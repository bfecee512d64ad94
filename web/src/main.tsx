import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./theme/fonts.css";
import "./theme/global.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import { newQueryClient } from "./client/queries.ts";
import { askAhead } from "./client/session.tsx";
import { startWords } from "./i18n/i18n.ts";
import { newRouter } from "./router.tsx";
import { allowStyles, ThemeProvider } from "./theme/provider.tsx";

async function main(): Promise<void> {
  allowStyles();
  // All that the first page needs is asked for at once: its words, its code, who looks at it.
  const words = startWords();
  const client = newQueryClient();
  askAhead(client);
  const router = newRouter();
  await words;
  const root = document.getElementById("root");
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <ThemeProvider>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ThemeProvider>
    </StrictMode>,
  );
}

void main();
