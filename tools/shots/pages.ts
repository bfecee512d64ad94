import type { Page } from "playwright-core";
import type { Role } from "../../src/contract/contract.ts";

/** One picture: a page as somebody of a role sees it. */
export interface Shot {
  readonly name: string;
  readonly path: string;
  /** Null: nobody is signed in. */
  readonly role: Role | null;
  /** What is pressed before the picture. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Every page, most as the admin sees it. */
export const PAGES: readonly Shot[] = [
  { name: "login", path: "/login", role: null },
  { name: "setup", path: "/setup#used", role: null },
  { name: "home", path: "/", role: "admin" },
  { name: "home-viewer", path: "/", role: "viewer" },
  { name: "runs", path: "/runs", role: "admin" },
  { name: "run", path: "/runs/5", role: "admin" },
  { name: "run-projects", path: "/runs/5?tab=projects", role: "admin" },
  { name: "run-live", path: "/runs/7", role: "operator" },
  { name: "run-live-projects", path: "/runs/7?tab=projects", role: "operator" },
  { name: "run-quarantine", path: "/runs/6?tab=quarantine", role: "admin" },
  { name: "run-changes", path: "/runs/5?tab=changes", role: "admin" },
  { name: "run-settings", path: "/runs/5?tab=settings", role: "admin" },
  { name: "compare", path: "/runs/compare?a=4&b=5", role: "admin" },
  { name: "numbers", path: "/numbers", role: "admin" },
  { name: "numbers-viewer", path: "/numbers", role: "viewer" },
  {
    name: "number",
    path: "/numbers",
    role: "admin",
    prepare: async (page) => {
      await page.locator("[aria-rowindex='2']").first().press("Enter");
    },
  },
  { name: "exports", path: "/exports", role: "exporter" },
  { name: "new-export", path: "/exports/new", role: "exporter" },
  { name: "quality", path: "/quality", role: "admin" },
  { name: "analytics", path: "/analytics", role: "admin" },
  { name: "sources", path: "/sources", role: "admin" },
  { name: "source", path: "/sources/main-sales", role: "admin" },
  { name: "wizard", path: "/sources/new", role: "admin" },
  { name: "schedules", path: "/schedules", role: "admin" },
  { name: "suppressions", path: "/suppressions", role: "admin" },
  { name: "settings-users", path: "/settings/users", role: "admin" },
  { name: "settings-tokens", path: "/settings/tokens", role: "admin" },
  { name: "settings-privacy", path: "/settings/privacy", role: "admin" },
  { name: "settings-audit", path: "/settings/audit", role: "auditor" },
  { name: "settings-health", path: "/settings/health", role: "admin" },
  { name: "settings-appearance", path: "/settings/appearance", role: "viewer" },
  { name: "settings-account", path: "/settings/account", role: "admin" },
];
