import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, expect } from "vitest";
import type { Role } from "../../src/contract/contract.ts";
import { ensureDashboard } from "../../src/server/server.ts";
import type { Sim } from "../../src/sim/sim.ts";
import { axeFindings, openBrowser, overflowOf, settled } from "../../tools/shots/browser.ts";
import { openScene, type Scene, type SceneOptions } from "../../tools/shots/scene.ts";
import { ROOT } from "../helpers/root.ts";
import { tempDir } from "../helpers/temp.ts";

/** Under load a step may take long; what is awaited comes by itself. */
const PATIENT_MS = 100_000;

/** A dashboard over a store of its own with a CRM beside it, and a browser. */
export interface Stage {
  readonly browser: Browser;
  readonly scene: Scene;
  readonly crm: Sim;
  /** Of the scene, with its database. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Opens one for a file of tests, over an empty store unless told otherwise. */
export async function openStage(options: Partial<SceneOptions> = {}): Promise<Stage> {
  await ensureDashboard(() => undefined);
  const folder = join(tempDir(afterAll), "scene");
  const nothing = { clients: 12, isLivedIn: false, onStep: () => undefined };
  const browser = await openBrowser();
  const scene = await openScene({ folder, root: ROOT, ...nothing, ...options }).catch(async (error) => {
    await browser.close();
    throw error;
  });
  const [crm] = scene.sims;
  if (crm === undefined) throw new Error("there is no CRM");
  const close = async (): Promise<void> => {
    await browser.close();
    await scene.close();
  };
  return { browser, scene, crm, folder, close };
}

/** Somebody at a window of their own, who notes what is not well on the way. */
export class Visitor {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #scene: Scene;
  readonly #wrong: string[] = [];
  readonly #looked = new Set<string>();

  private constructor(context: BrowserContext, page: Page, scene: Scene) {
    this.page = page;
    this.#context = context;
    this.#scene = scene;
    page.on("console", (message) => {
      // Until somebody is signed in, the service says so.
      const isExpected = /status of 401/.test(message.text());
      if (message.type() === "error" && !isExpected) this.#note(message.text());
    });
    page.on("pageerror", ({ message }) => this.#note(message));
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^https?:$/.test(protocol) && origin !== scene.address) this.#note(`asks ${origin}`);
    });
  }

  static async open(browser: Browser, scene: Scene): Promise<Visitor> {
    const context = await browser.newContext({
      baseURL: scene.address,
      viewport: { width: 1440, height: 900 },
      locale: "en-GB",
      timezoneId: "Europe/Moscow",
      colorScheme: "light",
    });
    context.setDefaultTimeout(PATIENT_MS);
    return new Visitor(context, await context.newPage(), scene);
  }

  async signIn(role: Role): Promise<void> {
    await this.page.goto("/login");
    await this.page.getByLabel("E-mail").fill(this.#scene.emails[role]);
    await this.page.locator("[name=password]").fill(this.#scene.password);
    await this.press("Sign in");
    await this.at("Home");
  }

  /** Signs out over the menu of the person, and finds that nothing is answered any more. */
  async signOut(words: { person: RegExp; leave: string; login: string }): Promise<void> {
    await this.page.getByRole("button", { name: words.person }).click();
    await this.page.getByRole("menuitem", { name: words.leave }).click();
    await this.page.getByRole("heading", { name: words.login }).waitFor();
    expect((await this.page.request.get("/api/v1/home")).status()).toBe(401);
  }

  /** Waits until a page with this head shows what it has, and looks it over the first time. */
  async at(heading: string | RegExp): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await settled(this.page);
    await this.look();
  }

  /** Notes what axe finds serious, and what is wider than the window; once an address without what follows `?`, or `how` it looks. */
  async look(how = ""): Promise<void> {
    const path = how + new URL(this.page.url()).pathname;
    if (this.#looked.has(path)) return;
    this.#looked.add(path);
    for (const found of await axeFindings(this.page))
      if (/^(serious|critical)/.test(found)) this.#note(found);
    const wider = await overflowOf(this.page);
    if (wider > 0) this.#note(`${wider} px wider than its window`);
  }

  /** Goes somewhere by the menu. */
  async go(place: string): Promise<void> {
    await this.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: place }).click();
    await this.at(place);
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  async choose(label: string, option: string | RegExp): Promise<void> {
    await this.page.getByRole("combobox", { name: label }).click();
    await this.page.getByRole("option", { name: option }).click();
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** Leaves; nothing may have been wrong. */
  async leave(): Promise<void> {
    await this.#context.close();
    expect([...new Set(this.#wrong)]).toEqual([]);
  }

  /** Closes the window whatever happened. */
  close(): Promise<void> {
    return this.#context.close();
  }

  #note(what: string): void {
    this.#wrong.push(`${new URL(this.page.url()).pathname}: ${what}`);
  }
}
