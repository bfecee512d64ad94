import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
async function shots(names: readonly string[]): Promise<void> {
  const wanted = PAGES.filter(({ name }) => names.length === 0 || names.includes(name));
  mkdirSync(OUT, { recursive: true });
  const scene = await openScene({
    folder: join(OUT, "scene"),
    root: ROOT,
    clients: 120,
    onStep: (text) => console.log(text),
  });
  const browser = await openBrowser();
  try {
    const problems: string[] = [];
    for (const theme of ["light", "dark"] as const) {
      for (const language of ["en", "ru"] as const) {
        for (const size of WIDTHS)
          problems.push(...(await look(browser, scene, wanted, { ...size, theme, language })));
      }
    }
    for (const problem of new Set(problems)) console.log(problem);
    console.log(`${wanted.length * 8} pictures in ${OUT}; ${problems.length} problems`);
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    await browser.close();
    await scene.close();
    rmSync(join(OUT, "scene"), { recursive: true, force: true });
  }
}

/** All wanted pages in one view; one window a role. */
async function look(browser: Browser, scene: Scene, wanted: readonly Shot[], view: View): Promise<string[]> {
  const problems: string[] = [];
  const roles = [...new Set(wanted.map(({ role }) => role))];
  for (const role of roles) {
    const context = await openWindow(browser, scene, role, view);
    const page = await context.newPage();
    const name = `${view.width}-${view.theme}-${view.language}`;
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

await shots(process.argv.slice(2));
