import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { routesPlugin } from "./routes-plugin.ts";

const WEB = fileURLToPath(new URL(".", import.meta.url));
/** Where a `serve` listens that the development server asks. */
const SERVICE = "http://127.0.0.1:8080";

export default defineConfig({
  root: WEB,
  logLevel: "warn",
  plugins: [react(), routesPlugin(), preloadParts()],
  // The server exchanges the placeholder for a nonce in each answer.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // Each file costs a request, which costs both sides more than the bytes of a little more: what the first page needs lies in one
    // file, what many pages share in another, styles in one.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "base", tags: ["$initial"], priority: 2 },
            { name: "parts", minShareCount: 4, priority: 1 },
          ],
        },
      },
    },
    target: "es2023",
    // Fonts and pictures as files: the policy allows no data: addresses but for pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    manifest: true,
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { "/api": SERVICE, "/health": SERVICE, "/openapi.json": SERVICE, "/docs": SERVICE },
  },
});

/** Has browsers ask for what nearly every page needs before the first script runs. */
function preloadParts(): Plugin {
  return {
    name: "preload-parts",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle = {} }) =>
        Object.values(bundle)
          .filter((file) => file.type === "chunk" && file.name === "parts")
          .map(({ fileName }) => ({
            tag: "link",
            attrs: { rel: "modulepreload", crossorigin: true, href: `/${fileName}` },
          })),
    },
  };
}
