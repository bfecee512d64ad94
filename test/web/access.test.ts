import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { Pages } from "../../src/server/pages.ts";
import { browserForFile } from "../helpers/browser.ts";
import { tempDir } from "../helpers/temp.ts";
import { PASSWORD, type PeopleService, startPeople } from "../server/people.ts";

const browser = browserForFile();
const DIST = fileURLToPath(new URL("../../web/dist/", import.meta.url));

/** What a page would try that could be made to hold foreign markup. */
const INJECTION = `(async () => {
  const script = document.createElement("script");
  script.textContent = "window.injected = true";
  document.body.append(script);
  document.body.insertAdjacentHTML("beforeend", '<img src="x" onerror="window.injected = true">');
  const style = document.createElement("style");
  style.textContent = "body { color: rgb(1, 2, 3) }";
  document.head.append(style);
  await fetch("https://evil.example/").catch(() => {});
  return { injected: "injected" in window, color: getComputedStyle(document.body).color };
})()`;

/** A service with its dashboard. */
function start(folder?: string): Promise<PeopleService> {
  return startPeople({ pages: new Pages(folder) });
}

/** Another site on this machine, whose pages hold this. */
async function otherSite(html: string): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function setUp(page: Page, { desk, server }: PeopleService): Promise<string> {
  const link = await desk.ask("test", "makeSetupLink");
  await page.goto(`${server.address}/setup#${link?.secret}`);
  await page.getByLabel("Name").fill("Anna Petrova");
  await page.getByLabel("E-mail").fill("anna@example.com");
  await page.locator("[name=new-password]").fill(PASSWORD);
  await page.getByRole("button", { name: "Create and continue" }).click();
  await page.getByRole("button", { name: "Not now" }).click();
  await page.getByRole("link", { name: "To Home" }).click();
  await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
  return link?.secret ?? "";
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill("anna@example.com");
  await page.locator("[name=password]").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

describe("the dashboard in a browser", () => {
  test("is set up by the one-time link, and nothing of it or of the session can be read by scripts or logs", async () => {
    const service = await start();
    const { page, context, urls, violations, errors } = await browser.open();
    const secret = await setUp(page, service);
    expect(urls.filter((url) => url.includes(secret))).toEqual([]);
    expect(await page.evaluate("document.cookie")).toBe("");
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: "datamaster", httpOnly: true, sameSite: "Lax" });
    await page.goto(`${service.server.address}/settings/users`);
    await page.getByText("anna@example.com").waitFor();
    expect(urls.filter((url) => !url.startsWith(service.server.address))).toEqual([]);
    expect({ violations, errors }).toEqual({ violations: [], errors: [] });
  });

  test("signs out, holds up who guesses, and signs in again where one was", async () => {
    const service = await start();
    const { page } = await browser.open();
    await setUp(page, service);
    await page.getByRole("button", { name: /Anna Petrova/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.goto(`${service.server.address}/settings/account`);
    await page.waitForURL("**/login?next=%2Fsettings%2Faccount");
    await signIn(page, PASSWORD);
    await page.waitForURL("**/settings/account");
    await page.getByRole("button", { name: /Anna Petrova/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL("**/login");
    for (let tried = 0; tried < 5; tried++) {
      const answered = page.waitForResponse((response) => response.request().method() === "POST");
      await signIn(page, "wrong");
      expect((await answered).status()).toBe(401);
      await page.getByText("E-mail or password is not right.").waitFor();
    }
    await signIn(page, PASSWORD);
    await page.getByText(/Too many failed tries\. Try again in \d+ s\./).waitFor();
    expect(page.url()).toContain("/login");
  });

  test("asks to sign in over the page when the session ended, and what was typed stays", async () => {
    const service = await start();
    const { page } = await browser.open();
    await setUp(page, service);
    await page.goto(`${service.server.address}/settings/users`);
    await page.getByRole("button", { name: "Invite" }).click();
    await page.getByLabel("Name").fill("Igor Volkov");
    await page.getByLabel("E-mail").fill("igor@example.com");
    const { people } = await service.desk.ask("test", "listPeople");
    await service.desk.ask("test", "endSessionsOf", people[0]?.id ?? "");
    await page.getByRole("button", { name: "Make the link" }).click();
    const over = page.getByRole("dialog", { name: "You were signed out" });
    await over.locator("[name=password]").fill(PASSWORD);
    await over.getByRole("button", { name: "Sign in" }).click();
    await over.waitFor({ state: "hidden" });
    expect(await page.getByLabel("Name").inputValue()).toBe("Igor Volkov");
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.getByText(/\/setup#[\w-]{43}/).waitFor();
  });

  test("offers to reload a page of a dashboard that was made anew meanwhile", async () => {
    const folder = join(tempDir(), "dist");
    cpSync(DIST, folder, { recursive: true });
    const service = await start(folder);
    const { page, errors } = await browser.open();
    await setUp(page, service);
    for (const name of readdirSync(join(folder, "assets")))
      if (name.startsWith("runs-")) rmSync(join(folder, "assets", name));
    writeFileSync(join(folder, "index.html"), "<title>The new one</title>");
    await page.getByRole("link", { name: "Runs", exact: true }).first().click();
    await page.getByRole("alert").getByRole("button", { name: "Reload" }).click();
    await page.waitForFunction("document.title === 'The new one'");
    expect(new URL(page.url()).pathname).toBe("/runs");
    expect(errors).toEqual([]);
  });

  test("runs no script and no style that is not its own", async () => {
    const { server } = await start();
    const { page, violations } = await browser.open();
    await page.goto(`${server.address}/login`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    const ran = await page.evaluate<{ injected: boolean; color: string }>(INJECTION);
    expect(ran.injected).toBe(false);
    expect(ran.color).not.toBe("rgb(1, 2, 3)");
    expect(violations.length).toBeGreaterThanOrEqual(3);
  });

  test("is framed by nobody", async () => {
    const { server } = await start();
    const { page } = await browser.open();
    await page.goto(await otherSite(`<iframe src="${server.address}/login"></iframe>`));
    const framed = page.frames()[1];
    expect(framed?.url()).not.toContain("/login");
    expect(await framed?.getByRole("button").count()).toBe(0);
  });

  test("changes nothing for another site's page, though the browser sends the cookie along", async () => {
    const service = await start();
    const { page, context } = await browser.open();
    await setUp(page, service);
    const { address } = service.server;
    // Another port of one host is the same site: SameSite=Lax does not help here.
    const evil = await context.newPage();
    await evil.goto(await otherSite("<p>win a prize</p>"));
    const statuses: number[] = [];
    evil.on("response", (response) => {
      if (response.url().startsWith(address)) statuses.push(response.status());
    });
    const answers = await evil.evaluate<string[]>(`(async () => {
      const send = (init) =>
        fetch("${address}/api/v1/session", { credentials: "include", ...init }).then(({ type }) => type, () => "blocked");
      return [await send({ method: "DELETE" }), await send({ method: "POST", mode: "no-cors", body: "{}" })];
    })()`);
    expect(answers[0]).toBe("blocked");
    await evil.setContent(`<form method="post" enctype="text/plain" action="${address}/api/v1/me/second-factor/removal">
      <input name='{"password":"' value='"}'></form>`);
    const posted = evil.waitForResponse((response) => response.url().includes("second-factor"));
    await evil.evaluate("document.forms[0].submit()");
    expect((await posted).status()).toBe(403);
    expect(statuses.filter((status) => status < 400)).toEqual([]);
    await page.reload();
    await page.getByRole("button", { name: /Anna Petrova/ }).waitFor();
  });
});
