import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { routesPlugin } from "./routes-plugin.ts";

const WEB = fileURLToPath(new URL(".", import.meta.url));
/** Where a `serve` listens that the development server asks. */
const SERVICE = "http://127.0.0.1:8080";

export default defineConfig({
  root: WEB,
  logLevel: "warn",
  plugins: [react(), routesPlugin()],
  // The server exchanges the placeholder for a nonce in each answer.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
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
