import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { ensureDashboard } from "../../src/server/server.ts";

const PROGRAM = "/usr/bin/chromium";

/** What pages said to their console and what their policy refused; requests by URL. */
export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly violations: string[];
  readonly errors: string[];
  readonly urls: string[];
}

/** Debian's Chromium for one file of tests, and the dashboard, which is built where it is missing. */
export function browserForFile(): { open(options?: BrowserContextOptions): Promise<Watched> } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    await ensureDashboard(() => {});
    browser = await chromium.launch({ executablePath: PROGRAM, args: ["--no-sandbox"] });
  });
  afterAll(async () => await browser?.close());
  return {
    async open(options = {}) {
      if (browser === undefined) throw new Error("the browser is not there");
      const context = await browser.newContext({
        locale: "en-GB",
        viewport: { width: 1280, height: 900 },
        ...options,
      });
      // Under load a page may take long; what is awaited comes by itself.
      context.setDefaultTimeout(100_000);
      onTestFinished(() => context.close());
      const page = await context.newPage();
      return { page, context, ...watch(page) };
    },
  };
}

function watch(page: Page): Omit<Watched, "page" | "context"> {
  const [violations, errors, urls]: [string[], string[], string[]] = [[], [], []];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("request", (request) => urls.push(request.url()));
  return { violations, errors, urls };
}
