import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { axeFindings, openBrowser, openWindow, overflowOf, settled, type View } from "./shots/browser.ts";
import { PAGES, type Shot } from "./shots/pages.ts";
import { openScene, type Scene } from "./shots/scene.ts";
import { arrange, leave, reach, STATES, type State } from "./shots/states.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OUT = join(ROOT, ".datamaster", "shots");
const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

/**
 * Takes every page, or those whose names are given, light and dark, English and Russian, wide and 390 px, and checks each with axe and for
 * overflow; with `--state` as it is while nothing is there, nothing has come, nothing can be read, or the service is gone.
 */
async function shots(names: readonly string[], only: readonly string[], state: State | null): Promise<void> {
  const wanted = PAGES.filter(({ name }) => names.length === 0 || names.includes(name));
  const views = viewsOf(only);
  mkdirSync(OUT, { recursive: true });
  const scene = await openScene({
    folder: join(OUT, "scene"),
    root: ROOT,
    clients: 120,
    isLivedIn: state !== "empty",
    hasPeople: true,
    onStep: (text) => console.log(text),
  });
  const browser = await openBrowser();
  try {
    const problems: string[] = [];
    for (const view of views) problems.push(...(await look(browser, scene, wanted, view, state)));
    for (const problem of new Set(problems)) console.log(problem);
    console.log(`${wanted.length * views.length} pictures in ${OUT}; ${problems.length} problems`);
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    await browser.close();
    await scene.close();
    rmSync(join(OUT, "scene"), { recursive: true, force: true });
  }
}

/** All eight views, or those that are named: `1440-dark-ru`. */
function viewsOf(only: readonly string[]): View[] {
  const all = WIDTHS.flatMap((size) =>
    (["light", "dark"] as const).flatMap((theme) =>
      (["en", "ru"] as const).map((language) => ({ ...size, theme, language })),
    ),
  );
  return all.filter((view) => only.length === 0 || only.includes(nameOf(view)));
}

function nameOf({ width, theme, language }: View): string {
  return `${width}-${theme}-${language}`;
}

/** All wanted pages in one view; one window a role. */
async function look(
  browser: Browser,
  scene: Scene,
  wanted: readonly Shot[],
  view: View,
  state: State | null,
): Promise<string[]> {
  const problems: string[] = [];
  const roles = [...new Set(wanted.map(({ role }) => role))];
  for (const role of roles) {
    const context = await openWindow(browser, scene, role, view);
    const page = await context.newPage();
    const name = nameOf(view);
    page.on("console", (message) => {
      // Where nobody is signed in or nothing is answered, the browser says so.
      const isExpected = state !== null || (role === null && /status of 40[01]/.test(message.text()));
      if (message.type() === "error" && !isExpected)
        problems.push(`${name} ${new URL(page.url()).pathname}: ${message.text()}`);
    });
    for (const shot of wanted.filter((one) => one.role === role)) {
      if (state !== null) await arrange(page, state);
      await page.goto(shot.path);
      const found = await come(page, state)
        .then(() => findings(shot, page, state))
        .catch((error: unknown) => [String(error).split("\n")[0] ?? ""]);
      problems.push(...found.map((text) => `${shot.name} ${name}: ${text}`));
      // A grid takes what its window leaves: a picture of the whole page would stretch it without end.
      const fullPage = (await page.locator("[role=grid]").count()) === 0;
      const file = `${shot.name}${state === null ? "" : `-${state}`}-${name}.png`;
      await page.screenshot({ path: join(OUT, file), fullPage });
      if (state !== null) await leave(page);
    }
    await context.close();
  }
  return problems;
}

/** Waits until the page shows what it has, or that it has nothing. */
async function come(page: Page, state: State | null): Promise<void> {
  if (state !== "loading" && state !== "error") await settled(page);
  if (state !== null) await reach(page, state);
}

async function findings(shot: Shot, page: Page, state: State | null): Promise<string[]> {
  if (shot.prepare !== undefined && state === null) {
    await shot.prepare(page);
    await settled(page);
  }
  const wider = await overflowOf(page);
  return [...(wider > 0 ? [`${wider} px wider than its window`] : []), ...(await axeFindings(page))];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { view: { type: "string", multiple: true, default: [] }, state: { type: "string" } },
});
await shots(positionals, values.view, STATES.find((one) => one === values.state) ?? null);
