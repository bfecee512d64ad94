import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { axeFindings, openBrowser, openWindow, overflowOf, settled, type View } from "./shots/browser.ts";
import { PAGES, type Shot } from "./shots/pages.ts";
import { openScene, type Scene } from "./shots/scene.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OUT = join(ROOT, ".datamaster", "shots");
const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

/** Takes every page, or those whose names are given, light and dark, English and Russian, wide and 390 px, and checks each with axe and for overflow. */
async function shots(names: readonly string[], only: readonly string[]): Promise<void> {
  const wanted = PAGES.filter(({ name }) => names.length === 0 || names.includes(name));
  const views = viewsOf(only);
  mkdirSync(OUT, { recursive: true });
  const scene = await openScene({
    folder: join(OUT, "scene"),
    root: ROOT,
    clients: 120,
    isLivedIn: true,
    onStep: (text) => console.log(text),
  });
  const browser = await openBrowser();
  try {
    const problems: string[] = [];
    for (const view of views) problems.push(...(await look(browser, scene, wanted, view)));
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
async function look(browser: Browser, scene: Scene, wanted: readonly Shot[], view: View): Promise<string[]> {
  const problems: string[] = [];
  const roles = [...new Set(wanted.map(({ role }) => role))];
  for (const role of roles) {
    const context = await openWindow(browser, scene, role, view);
    const page = await context.newPage();
    const name = nameOf(view);
    page.on("console", (message) => {
      if (message.type() === "error")
        problems.push(`${name} ${new URL(page.url()).pathname}: ${message.text()}`);
    });
    for (const shot of wanted.filter((one) => one.role === role)) {
      await page.goto(shot.path);
      const found = await settled(page)
        .then(() => findings(shot, page))
        .catch((error: unknown) => [String(error).split("\n")[0] ?? ""]);
      problems.push(...found.map((text) => `${shot.name} ${name}: ${text}`));
      await page.screenshot({ path: join(OUT, `${shot.name}-${name}.png`), fullPage: true });
    }
    await context.close();
  }
  return problems;
}

async function findings(
  shot: Shot,
  page: Awaited<ReturnType<Awaited<ReturnType<Browser["newContext"]>>["newPage"]>>,
): Promise<string[]> {
  await shot.prepare?.(page);
  const wider = await overflowOf(page);
  return [...(wider > 0 ? [`${wider} px wider than its window`] : []), ...(await axeFindings(page))];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { view: { type: "string", multiple: true, default: [] } },
});
await shots(positionals, values.view);
