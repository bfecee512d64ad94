import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { Role } from "../../src/contract/contract.ts";
import type { Scene } from "./scene.ts";

/** Debian's. */
const CHROMIUM = "/usr/bin/chromium";

const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface AxeViolation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly theme: "light" | "dark";
  readonly language: "en" | "ru";
}

/** Starts the browser; whoever opens it closes it. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
}

/** A window of its own in which somebody of that role is signed in; null: nobody. */
export async function openWindow(
  browser: Browser,
  scene: Scene,
  role: Role | null,
  view: View,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: scene.address,
    viewport: { width: view.width, height: view.height },
    colorScheme: view.theme,
    locale: view.language === "ru" ? "ru-RU" : "en-GB",
    timezoneId: "Europe/Moscow",
  });
  if (role === null) return context;
  const answer = await context.request.post("/api/v1/session", {
    data: { email: scene.emails[role], password: scene.password },
    headers: { origin: scene.address },
  });
  if (!answer.ok()) throw new Error(`signing in as ${role} was answered ${answer.status()}`);
  return context;
}

/** Waits until a page shows what it has: its head is there and nothing in it says that it loads. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor({ timeout: 15_000 });
  // What has come may bring parts that load in their turn.
  await page.locator("[aria-busy=true]").first().waitFor({ state: "detached", timeout: 20_000 });
  await page.evaluate("document.fonts.ready.then(() => undefined)");
}

/** What axe finds against WCAG 2.2 A and AA and best practice, one line a rule: `serious color-contrast: …`. */
export async function axeFindings(page: Page): Promise<string[]> {
  const require = createRequire(import.meta.url);
  await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const found = (await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(AXE_TAGS)} })`)) as {
    readonly violations: readonly AxeViolation[];
  };
  return found.violations.map(
    ({ id, impact, nodes }) =>
      `${impact} ${id}: ${nodes
        .slice(0, 4)
        .map(({ target }) => target.join(" "))
        .join(" | ")}`,
  );
}

/** How many px the page is wider than its window. */
export async function overflowOf(page: Page): Promise<number> {
  return await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
