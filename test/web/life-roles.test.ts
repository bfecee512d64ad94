import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Role } from "../../src/contract/contract.ts";
import { ensureDashboard } from "../../src/server/server.ts";
import type { Sim } from "../../src/sim/sim.ts";
import { openBrowser } from "../../tools/shots/browser.ts";
import { letIn, openScene, type Scene } from "../../tools/shots/scene.ts";
import type { Visitor as Caller } from "../../tools/shots/visitor.ts";
import { ROOT } from "../helpers/root.ts";
import { tempDir } from "../helpers/temp.ts";
import { Visitor } from "./visitor.ts";

let browser: Browser;
let scene: Scene;
let crm: Sim;

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
  const [sim] = scene.sims;
  if (sim === undefined) throw new Error("there is no CRM");
  crm = sim;
  const admin = await letIn(scene.address, scene.setup, scene.emails);
  const settings = { connector: "datamaster", baseUrl: crm.url, region: "RU" };
  await admin.post("/sources", { name: "main-sales", settings, secrets: { token: crm.token } });
  const [dead] = crm.truth().perProject.filter(({ numbers }) => numbers > 0);
  crm.configure({ deadProjects: [dead?.project ?? 0], deadStatus: 404 });
  await collect(admin);
  crm.configure({ deadProjects: [] });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await scene?.close();
});

/** Collects to the end. */
async function collect(admin: Caller): Promise<void> {
  await admin.post("/runs", { source: "main-sales" });
  const live = async () => ((await admin.get("/runs/live")) as { items: readonly unknown[] }).items;
  while ((await live()).length > 0) await delay(100);
}

async function enter(role: Role): Promise<Visitor> {
  const visitor = await Visitor.open(browser, scene);
  onTestFinished(() => visitor.close());
  await visitor.signIn(role);
  return visitor;
}

const LEAVE = { leave: "Sign out", login: "Sign in" };
/** Addresses that the menu does not lead to say so when they are typed. */
async function finds(visitor: Visitor, denied: readonly string[]): Promise<void> {
  for (const address of denied) {
    await visitor.page.goto(address);
    await visitor.sees("Not for your role");
    await visitor.look(address);
  }
}

describe("each role does its work in the browser, and is kept from that of others", () => {
  test("an operator starts, retries and puts numbers on the do-not-call list, and reveals none", async () => {
    const anna = await enter("operator");
    const { page } = anna;
    await page.goto("/runs/1?tab=quarantine");
    await anna.at("Run 1");
    await anna.press("Retry");
    await page.waitForURL(/\/runs(\/2)?$/);
    await page.goto("/runs/2");
    await anna.sees(/^Complete in /);
    await anna.go("Home");
    await anna.press("Start");
    await page.getByRole("article", { name: "main-sales" }).getByText("Complete", { exact: true }).waitFor();
    await anna.go("Do-not-call list");
    await anna.go("Numbers");
    await page.locator("tr[data-index]").first().click();
    const panel = page.getByRole("complementary", { name: "Details of the number" });
    await panel.getByRole("button", { name: "Do not call" }).waitFor();
    expect(await panel.getByRole("button", { name: "Reveal" }).isDisabled()).toBe(true);
    await finds(anna, ["/exports", "/sources/new", "/settings/tokens"]);
    await anna.signOut({ person: /Anna Petrova/, ...LEAVE });
    await anna.leave();
  }, 300_000);
});
