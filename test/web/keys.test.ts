import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openWindow } from "../../tools/shots/browser.ts";
import { Visitor } from "../../tools/shots/visitor.ts";
import { openStage, type Stage } from "./visitor.ts";

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage({ clients: 4, hasSources: true });
  const { scene } = stage;
  await new Visitor(scene.address).post("/links", {
    secret: scene.setup.split("#")[1],
    name: "Anna Petrova",
    email: scene.emails.admin,
    password: scene.password,
  });
  const view = { width: 1440, height: 900, theme: "light", language: "en" } as const;
  const context = await openWindow(stage.browser, scene, "admin", view);
  context.setDefaultTimeout(120_000);
  page = await context.newPage();
});

afterAll(() => stage?.close());

const head = (name: string) => page.getByRole("heading", { level: 1, name });
const onRussianLayout = (key: string, code: string) =>
  page.evaluate(
    `document.body.dispatchEvent(new KeyboardEvent("keydown", ${JSON.stringify({ key, code, bubbles: true })}))`,
  );

describe("keys of the dashboard", () => {
  beforeEach(async () => {
    await page.goto("/settings/appearance");
    await head("Settings").waitFor();
  });

  test("g and a letter go to a page, on a Russian layout too", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await head("Runs").waitFor();
    await onRussianLayout("п", "KeyG");
    await onRussianLayout("ы", "KeyS");
    await head("Sources").waitFor();
  });

  test("brackets walk the tabs", async () => {
    const chosen = (name: string) => page.locator('main [aria-current="page"]', { hasText: name }).waitFor();
    await page.keyboard.press("]");
    await chosen("My account");
    await page.keyboard.press("[");
    await chosen("Appearance");
  });

  test("1 to 9 go to a source's card, and s presses its verb", async () => {
    await page.goto("/");
    const card = page.getByRole("article", { name: "franchise" });
    await card.waitFor();
    await page.keyboard.press("s");
    await page.keyboard.press("2");
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe("franchise");
    await page.keyboard.press("s");
    await card.getByText(/Complete|Collecting/).waitFor();
    const other = page.getByRole("article", { name: "main-sales" });
    expect(await other.getByText("Not yet collected").isVisible()).toBe(true);
  });

  test("letters are text in a field, and do nothing where the switch has them off", async () => {
    await page.keyboard.press("/");
    await page.getByPlaceholder("Paste a number").fill("");
    await page.keyboard.type("gr");
    await page.keyboard.press("Escape");
    await page.getByPlaceholder("Paste a number").waitFor({ state: "detached" });
    expect(await head("Settings").isVisible()).toBe(true);

    await page.getByRole("switch", { name: "Keys of one letter" }).uncheck();
    await page.locator("html[data-keys=off]").waitFor({ state: "attached" });
    await page.locator("body").click({ position: { x: 5, y: 500 } });
    await page.keyboard.press("?");
    await page.keyboard.press("]");
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Paste a number").waitFor();
    expect(page.url()).toContain("/settings/appearance");
    expect(await page.getByText("Everywhere").isVisible()).toBe(false);
    await page.keyboard.press("Escape");
    await page.getByPlaceholder("Paste a number").waitFor({ state: "detached" });
    await page.getByRole("switch", { name: "Keys of one letter" }).check();
    await page.locator("html[data-keys=on]").waitFor({ state: "attached" });
  });

  test("the browser finds nothing that keeps the dashboard from being installed", async () => {
    const devtools = await page.context().newCDPSession(page);
    const manifest = await devtools.send("Page.getAppManifest");
    expect(manifest.errors).toEqual([]);
    const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
    // A test's window is private; nothing else is wrong.
    expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(["in-incognito"]);
  });
});
