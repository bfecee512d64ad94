import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext } from "playwright-core";
import { ensureDashboard } from "../src/server/server.ts";
import { openBrowser, openWindow } from "../tools/shots/browser.ts";
import { letIn, openScene, type Scene } from "../tools/shots/scene.ts";
import type { Visitor } from "../tools/shots/visitor.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CLIENTS = 600;
const LOADS = 9;
const ROUNDS = 3;
const BROWSERS = 3;
const VIEW = { width: 1440, height: 900, theme: "light", language: "en" } as const;
const TICKS_A_SECOND = 100;
const SOURCE = "bench";

/** How long the first load takes, and what a run costs while three browsers look on. */
export async function dashboardInBrowsers(): Promise<void> {
  await ensureDashboard(() => console.log("making the dashboard"));
  const folder = mkdtempSync(join(tmpdir(), "datamaster-bench-"));
  const scene = await openScene({
    folder: join(folder, "scene"),
    root: ROOT,
    clients: CLIENTS,
    isLivedIn: false,
    onStep: () => {},
  });
  const browser = await openBrowser();
  try {
    console.log(`\nweb: ${CLIENTS} clients; machine's load ${loadavg()[0]?.toFixed(1)}`);
    const admin = await letIn(scene.address, scene.setup, scene.emails);
    const [crm] = scene.sims;
    const settings = { connector: "datamaster", baseUrl: crm?.url ?? "", region: "RU" };
    await admin.post("/sources", { name: SOURCE, settings, secrets: { token: crm?.token ?? "" } });
    await collect(admin);
    await firstLoads(browser, scene);
    await runsWithPages(browser, scene, admin);
  } finally {
    await browser.close();
    await scene.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function firstLoads(browser: Browser, scene: Scene): Promise<void> {
  for (const [name, role, path, usable] of [
    ["login", null, "/login", "button[type=submit]"],
    ["Home", "admin", "/", "article button"],
  ] as const) {
    const times: number[] = [];
    let script = 0;
    for (let load = 0; load < LOADS; load++) {
      // A window of its own has an empty cache.
      const context = await openWindow(browser, scene, role, VIEW);
      const page = await context.newPage();
      await page.goto(path, { waitUntil: "commit" });
      await page.locator(usable).first().waitFor();
      times.push(await page.evaluate<number>("performance.now()"));
      script = await page.evaluate<number>(
        "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)",
      );
      await context.close();
    }
    times.sort((one, other) => one - other);
    const at = (share: number): string => `${(times[Math.floor(share * LOADS)] ?? 0).toFixed(0)} ms`;
    console.log(
      `  ${name}, cold: usable after ${at(0.5)} in the middle of ${LOADS} loads (least ${at(0)}), ${(script / 1000).toFixed(0)} kB of script as sent`,
    );
  }
}

/** What a page asked the service for, and when after the run began. */
interface Asked {
  readonly afterMs: number;
  readonly url: string;
  readonly method: string;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Runs alone, with browsers, and with clients that ask what the browsers asked: in turns, so that the machine's mood is shared out. */
async function runsWithPages(browser: Browser, scene: Scene, admin: Visitor): Promise<void> {
  const costs = { alone: [] as Cost[], browsers: [] as Cost[], clients: [] as Cost[] };
  let recorded: readonly Asked[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    costs.alone.push(await costOf(scene, admin, () => Promise.resolve(() => Promise.resolve())));
    const asked: Asked[][] = [];
    // Signed in before: a password is hashed for a good part of a second.
    const windows = await Promise.all(
      Array.from({ length: BROWSERS }, () => openWindow(browser, scene, "admin", VIEW)),
    );
    costs.browsers.push(await costOf(scene, admin, (run) => openPages(windows, run, asked)));
    recorded = asked;
    costs.clients.push(await costOf(scene, admin, async () => replay(recorded)));
  }
  const alone = tell("no page open", costs.alone);
  tell(`${BROWSERS} browsers`, costs.browsers, alone);
  const requests = recorded.reduce((sum, one) => sum + one.length, 0);
  tell(`${BROWSERS} clients asking the same ${requests} requests`, costs.clients, alone);
}

function tell(name: string, costs: readonly Cost[], alone?: Cost): Cost {
  const middle = (of: (cost: Cost) => number): number =>
    costs.map(of).sort((one, other) => one - other)[Math.floor(costs.length / 2)] ?? 0;
  const cost = { seconds: middle((one) => one.seconds), cpuSeconds: middle((one) => one.cpuSeconds) };
  const ratio = (of: (cost: Cost) => number): string =>
    alone === undefined ? "" : ` (${(of(cost) / of(alone)).toFixed(2)} x)`;
  console.log(
    `  a run with ${name}: ${cost.seconds.toFixed(1)} s${ratio((one) => one.seconds)}, ${cost.cpuSeconds.toFixed(1)} s CPU of the service${ratio((one) => one.cpuSeconds)}; ${costs.map((one) => one.cpuSeconds.toFixed(1)).join(", ")}`,
  );
  return cost;
}

/** A run from its start to its end, with whoever looks on. */
async function costOf(
  scene: Scene,
  admin: Visitor,
  look: (run: number) => Promise<() => Promise<void>>,
): Promise<Cost> {
  const before = cpuSeconds(scene.pid);
  const startedAt = performance.now();
  const { run } = (await admin.post("/runs", { source: SOURCE, full: true })) as { run: number };
  const leave = await look(run);
  await untilOver(admin);
  const cost = {
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: cpuSeconds(scene.pid) - before,
  };
  await leave();
  return cost;
}

async function collect(admin: Visitor): Promise<void> {
  await admin.post("/runs", { source: SOURCE });
  await untilOver(admin);
}

async function untilOver(admin: Visitor): Promise<void> {
  while (((await admin.get("/runs/live")) as { items: readonly unknown[] }).items.length > 0)
    await delay(200);
}

/** Home, the run and the numbers, each in a browser window of its own; notes what they ask. */
async function openPages(
  windows: readonly BrowserContext[],
  run: number,
  asked: Asked[][],
): Promise<() => Promise<void>> {
  const startedAt = performance.now();
  const open = async (context: BrowserContext, path: string): Promise<void> => {
    const page = await context.newPage();
    const own: Asked[] = [];
    asked.push(own);
    page.on("request", (request) => {
      if (!request.url().includes("/api/")) return;
      const afterMs = performance.now() - startedAt;
      const [url, method, body] = [request.url(), request.method(), request.postData()];
      void request
        .allHeaders()
        .then((headers) => own.push({ afterMs, url, method, body, headers }))
        .catch(() => {});
    });
    await page.goto(path, { waitUntil: "commit" });
  };
  const paths = ["/", `/runs/${run}`, "/numbers"];
  await Promise.all(windows.map((context, at) => open(context, paths[at % paths.length] ?? "/")));
  return async () => {
    await Promise.all(windows.map((context) => context.close()));
  };
}

/** Asks what was recorded at the same times again, and reads the streams. */
function replay(recorded: readonly (readonly Asked[])[]): () => Promise<void> {
  const end = new AbortController();
  const { signal } = end;
  const send = async ({ afterMs, url, method, body, headers }: Asked): Promise<void> => {
    await delay(afterMs, undefined, { signal });
    const own = Object.entries(headers).filter(([name]) => /^(cookie|accept|content-type|x-)/.test(name));
    const answer = await fetch(url, {
      method,
      headers: Object.fromEntries(own),
      signal,
      ...(body !== null && { body }),
    });
    await answer.arrayBuffer();
  };
  const all = recorded.flat().map((one) => send(one).catch(() => {}));
  return async () => {
    end.abort();
    await Promise.all(all);
  };
}

/** Time on a processor of a process and its threads, as /proc tells. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}
