import type { Plugin } from "vite";

const NAME = "virtual:routes";

/**
 * Gives the dashboard `virtual:routes`: `{operation: [method, path]}` of the whole API, read from src/contract while building, so that
 * no schema and no zod comes into the bundle.
 */
export function routesPlugin(): Plugin {
  return {
    name: "datamaster-routes",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    async load(id) {
      if (id !== `\0${NAME}`) return null;
      const { routes } = await import("../src/contract/contract.ts");
      const table = Object.entries<{ method: string; path: string }>(routes).map(
        ([operation, { method, path }]) => [operation, [method, path]],
      );
      return `export const routes = ${JSON.stringify(Object.fromEntries(table))};`;
    },
  };
}
