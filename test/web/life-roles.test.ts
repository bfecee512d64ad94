import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Role } from "../../src/contract/contract.ts";
import type { Sim } from "../../src/sim/sim.ts";
import { letIn, type Scene } from "../../tools/shots/scene.ts";
import type { Visitor as Caller } from "../../tools/shots/visitor.ts";
import { readCsv } from "../helpers/csv.ts";
import { openStage, type Stage, Visitor } from "./visitor.ts";

const PATIENT = { timeout: 100_000, interval: 100 };

let stage: Stage;
let scene: Scene;
let folder: string;
let crm: Sim;
/** The project that the first run could not read. */
let dead: number;

beforeAll(async () => {
  stage = await openStage();
  ({ scene, folder, crm } = stage);
  const admin = await letIn(scene.address, scene.setup, scene.emails);
  const settings = { connector: "datamaster", baseUrl: crm.url, region: "RU" };
  await admin.post("/sources", { name: "main-sales", settings, secrets: { token: crm.token } });
  dead = crm.truth().perProject.find(({ numbers }) => numbers > 0)?.project ?? 0;
  crm.configure({ deadProjects: [dead], deadStatus: 404 });
  await collect(admin);
  crm.configure({ deadProjects: [] });
}, 180_000);

afterAll(() => stage?.close());

/** Collects to the end. */
async function collect(admin: Caller): Promise<void> {
  await admin.post("/runs", { source: "main-sales" });
  const live = async () => ((await admin.get("/runs/live")) as { items: readonly unknown[] }).items;
  while ((await live()).length > 0) await delay(100);
}

async function enter(role: Role): Promise<Visitor> {
  const visitor = await Visitor.open(stage.browser, scene);
  onTestFinished(() => visitor.close());
  await visitor.signIn(role);
  return visitor;
}

const LEAVE = { leave: "Sign out", login: "Sign in" };
const MENU_OF_ALL = ["Home", "Runs", "Numbers", "Data quality", "Analytics", "Sources", "Schedules"];

/** Addresses that the menu does not lead to say so when they are typed. */
async function finds(visitor: Visitor, denied: readonly string[]): Promise<void> {
  for (const address of denied) {
    await visitor.page.goto(address);
    await visitor.sees("Not for your role");
    await visitor.look(address);
  }
}

async function hasNo(visitor: Visitor, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const verb = visitor.page.getByRole("button", { name, exact: true });
    const link = visitor.page.getByRole("link", { name, exact: true });
    expect([name, await verb.or(link).count()]).toEqual([name, 0]);
  }
}

/** A mobile number that the first run found, and nobody would take for made up. */
function someNumber(at: number): string {
  const found = crm
    .truth()
    .pairs.filter(([project]) => project !== dead)
    .map(([, number]) => number);
  return found.filter((number) => /^\+79(?!.*(\d)\1\1)\d{9}$/.test(number))[at * 50] ?? "";
}

describe("each role does its work in the browser, and is kept from that of others", () => {
  test("a viewer sees runs and masked numbers, finds whole ones alone, and changes nothing", async () => {
    const ivan = await enter("viewer");
    const { page } = ivan;
    for (const place of MENU_OF_ALL.slice(1)) await ivan.go(place);
    await hasNo(ivan, "New schedule");
    await ivan.go("Sources");
    await hasNo(ivan, "Add a source");
    await ivan.go("Home");
    const start = page.getByRole("article", { name: "main-sales" }).getByRole("button", { name: "Start" });
    expect(await start.getAttribute("aria-disabled")).toBe("true");
    await ivan.go("Numbers");
    await page.locator("tr[data-index]", { hasText: "*" }).first().waitFor();
    expect(await page.locator("tr[data-index]", { hasNotText: "*" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: /^Reveal/ }).count()).toBe(0);
    const box = page.getByRole("textbox", { name: "Find a number" });
    await box.fill(someNumber(1).slice(-6));
    await ivan.press("Find");
    await ivan.sees("Your role may look for whole numbers only.");
    await box.fill(someNumber(1).replace("+7", "8 "));
    await ivan.press("Find");
    await page.getByText("found", { exact: false }).first().waitFor();
    await finds(ivan, ["/exports", "/exports/new", "/sources/new", "/settings/users", "/settings/audit"]);
    await ivan.signOut({ person: /Ivan Orlov/, ...LEAVE });
    await ivan.leave();
  }, 300_000);

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

  test("an exporter finds a number by its last digits, reveals it, and takes a file home", async () => {
    const maria = await enter("exporter");
    const { page } = maria;
    const number = someNumber(2);
    await maria.go("Numbers");
    await page.getByRole("textbox", { name: "Find a number" }).fill(number.slice(-6));
    await maria.press("Find");
    await page.getByRole("search").getByRole("listitem").getByRole("button").first().click();
    const panel = page.getByRole("complementary", { name: "Details of the number" });
    await panel.getByRole("button", { name: "Reveal" }).click();
    await expect
      .poll(async () => (await panel.getByRole("heading").first().textContent())?.replace(/\D/g, ""), PATIENT)
      .toContain(number.slice(1));
    await maria.go("Exports");
    await page.getByRole("link", { name: "New export" }).first().click();
    await maria.at("New export");
    await page.getByText("All that is held now").click();
    await page.getByRole("button", { name: /File/ }).last().click();
    await page.getByRole("radio", { name: /^CSV For programs/ }).click();
    const button = page.getByRole("button", { name: /^Export [\d\s]+ rows$/ });
    const rows = Number((await button.textContent())?.replace(/\D/g, ""));
    await button.click();
    await maria.at("Exports");
    const newest = page.getByRole("row").nth(1);
    await newest.getByText(/^Ready, /).waitFor();
    const coming = page.waitForEvent("download");
    await newest.getByRole("link", { name: "Download" }).click();
    const place = join(folder, "maria.csv");
    await (await coming).saveAs(place);
    const file = readCsv(place);
    expect(file.rows).toHaveLength(rows);
    expect(file.rows.map(({ phone }) => phone)).toContain(number);
    await finds(maria, ["/sources/new", "/settings/users", "/settings/audit"]);
    await maria.signOut({ person: /Maria Sokolova/, ...LEAVE });
    await maria.leave();
  }, 300_000);

  test("an auditor reads who did what, answers a person's question, and erases the number", async () => {
    const olga = await enter("auditor");
    const { page } = olga;
    await page.goto("/settings/audit");
    await olga.at("Settings");
    await olga.press("Check the chain");
    await olga.sees(/^Verified at /);
    await page.getByRole("row", { name: scene.emails.admin }).first().waitFor();
    await olga.go("Numbers");
    const number = someNumber(3);
    await page.getByRole("textbox", { name: "Find a number" }).fill(number);
    await olga.press("Find");
    await page.getByRole("search").getByRole("listitem").getByRole("button").first().click();
    const panel = page.getByRole("complementary", { name: "Details of the number" });
    await panel.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Subject report" }).click();
    const report = page.getByRole("dialog", { name: "Subject report" });
    const coming = page.waitForEvent("download");
    await report.getByRole("button", { name: "Download as JSON" }).click();
    const place = join(folder, "report.json");
    await (await coming).saveAs(place);
    const told = JSON.parse(readFileSync(place, "utf8")) as { phone: string; stays: readonly unknown[] };
    // An auditor sees whole numbers nowhere.
    expect(told.phone).toMatch(new RegExp(`\\*.*${number.slice(-2)}$`));
    expect(told.stays.length).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    await panel.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Erase" }).click();
    const erase = page.getByRole("dialog", { name: "Erase this number" });
    await erase.getByLabel("Reason").fill("request of 3 November");
    await erase.getByLabel("Its last 4 digits").fill(number.slice(-4));
    await erase.getByRole("button", { name: "Erase for good" }).click();
    await erase.getByText(/^Erased on /).waitFor();
    await erase.getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("textbox", { name: "Find a number" }).fill(`${number} `);
    await olga.press("Find");
    await olga.sees(/Erased on /);
    await olga.go("Home");
    const start = page.getByRole("article", { name: "main-sales" }).getByRole("button", { name: "Start" });
    expect(await start.getAttribute("aria-disabled")).toBe("true");
    await finds(olga, ["/exports/new", "/sources/new", "/settings/users"]);
    await olga.signOut({ person: /Olga Lebedeva/, ...LEAVE });
    await olga.leave();
  }, 300_000);
});
