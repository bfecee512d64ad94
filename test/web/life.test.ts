import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureDashboard } from "../../src/server/server.ts";
import { axeFindings, openBrowser, overflowOf } from "../../tools/shots/browser.ts";
import { openScene, type Scene } from "../../tools/shots/scene.ts";
import { ROOT } from "../helpers/root.ts";
import { tempDir } from "../helpers/temp.ts";

/** Under load a step may take long; what is awaited comes by itself. */
const PATIENT = { timeout: 180_000 };

let browser: Browser;
let scene: Scene;

beforeAll(async () => {
  await ensureDashboard(() => undefined);
  browser = await openBrowser();
  scene = await openScene({
    folder: join(tempDir(afterAll), "scene"),
    root: ROOT,
    clients: 12,
    isLivedIn: false,
    onStep: () => undefined,
  });
});

afterAll(async () => {
  await browser?.close();
  await scene?.close();
});

/** A window; what its console calls an error is told at the end. */
async function openPage(): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({
    baseURL: scene.address,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    colorScheme: "light",
  });
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    // Nobody is signed in at first: that answer is expected.
    if (message.type() === "error" && !message.text().includes("401")) errors.push(message.text());
  });
  page.on("pageerror", ({ message }) => errors.push(message));
  return { page, errors };
}

const card = (page: Page, source: string) => page.getByRole("article", { name: source });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function serious(page: Page): Promise<string[]> {
  return (await axeFindings(page)).filter((finding) => /^(serious|critical)/.test(finding));
}

describe("the life of a dashboard, in a browser", () => {
  test("goes from the set-up link over a stopped and continued run to signing out", async () => {
    const { page, errors } = await openPage();
    const [main] = scene.sims;
    // So many pages are answered, then the CRM waits: the run can be stopped in its midst.
    main?.configure({ holdPhones: 6 });

    await page.goto(scene.setup);
    await page.getByLabel("Name").fill("Pavel Smirnov");
    await page.getByLabel("E-mail").fill(scene.emails.admin);
    await page.locator("input[type=password]").fill(scene.password);
    await press(page, "Create and continue");
    await page.getByText("Second factor").first().waitFor();

    await page.goto("/");
    await card(page, "main-sales").getByText("Not yet collected").waitFor(PATIENT);
    await card(page, "main-sales").getByRole("button", { name: "Start" }).click();
    await card(page, "main-sales").getByText("Collecting").waitFor(PATIENT);
    await page.getByRole("link", { name: /^Run 1 \S/ }).waitFor(PATIENT);
    await card(page, "main-sales").getByRole("button", { name: "Stop" }).click();
    await card(page, "main-sales")
      .getByRole("button", { name: /Stop at once|Continue/ })
      .waitFor(PATIENT);
    main?.configure({ holdPhones: null });
    await card(page, "main-sales").getByText("Stopped", { exact: true }).waitFor(PATIENT);
    await card(page, "main-sales").getByRole("button", { name: "Continue" }).click();
    await card(page, "main-sales").getByText("Complete", { exact: true }).waitFor(PATIENT);
    expect(await card(page, "main-sales").textContent()).toContain("Counts agree with the CRM.");

    expect(await serious(page)).toEqual([]);
    await page.getByRole("button", { name: "EN, Language: English" }).click();
    await page.getByRole("menuitem", { name: "Русский" }).click();
    await page.getByRole("heading", { name: "Главная" }).waitFor();
    await page.getByRole("button", { name: "Тема: Как в системе" }).click();
    await page.getByRole("menuitem", { name: "Тёмная" }).click();
    await page.locator("html[data-mantine-color-scheme=dark]").waitFor();
    expect(await serious(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overflowOf(page)).toBe(0);

    await page.locator("header button").last().click();
    await page.getByRole("menuitem", { name: "Выйти" }).click();
    await page.getByRole("heading", { name: "Вход" }).waitFor(PATIENT);
    expect((await page.request.get("/api/v1/home")).status()).toBe(401);
    expect(errors).toEqual([]);
  }, 600_000);
});
