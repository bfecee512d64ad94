import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { Run } from "../../src/model/run.ts";
import { openSqliteReader } from "../../src/store/sqlite/sqlite.ts";
import { simFor } from "../collect/here.ts";
import { type Running, run, start } from "../helpers/run.ts";
import { tempDir } from "../helpers/temp.ts";
import { Browser, PASSWORD } from "./people.ts";

/** From the signal to the end, as docs/service.md says. */
const PROMISED_MS = 10_000;
const SERVE = ["serve", "--api-only", "--port", "0", "--json"];

interface Serving {
  readonly running: Running;
  readonly address: string;
  readonly setup: string | null;
}

async function serve(cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Serving> {
  const running = start(SERVE, { cwd, env: { CRM_TOKEN: "test-token", ...env }, timeoutMs: 110_000 });
  const [line] = await running.waitFor(/^\{.*\}$/m);
  return { running, ...(JSON.parse(line) as { address: string; setup: string | null }) };
}

interface Stream {
  /** Resolves when what came so far fits. */
  until(fits: RegExp): Promise<void>;
  /** Reads on to its end; all that came. */
  toEnd(): Promise<string>;
}

async function openStream(address: string, cookie: string): Promise<Stream> {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  const answer = await fetch(`${address}/api/v1/events`, { headers: { cookie }, signal: end.signal });
  const pieces = (answer.body as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const decoder = new TextDecoder();
  let text = "";
  const more = async (): Promise<boolean> => {
    const { value, done } = await pieces.next();
    if (done !== true) text += decoder.decode(value, { stream: true });
    return done !== true;
  };
  return {
    async until(fits) {
      while (!fits.test(text))
        if (!(await more())) throw new Error(`the stream ended without ${fits}: ${text}`);
    },
    async toEnd() {
      while (await more());
      return text;
    },
  };
}

it("serves a store by one process, ends in good order at a signal, and goes on with what ran", async () => {
  // After some pages its answers hang: the end must not wait for them.
  const sim = await simFor({ clients: 30, seed: 3, holdPhones: 8, token: "test-token" });
  const cwd = tempDir();
  const source = `{connector: datamaster, baseUrl: "${sim.url}", token: "\${CRM_TOKEN}", region: RU, concurrency: 2}`;
  writeFileSync(join(cwd, "datamaster.yaml"), `sources:\n  crm: ${source}\n`);

  const first = await serve(cwd);
  const second = await run(SERVE, { cwd });
  expect(second.code).toBe(2);
  expect(JSON.parse(second.stdout)).toMatchObject({ error: { code: "SERVICE_RUNS" } });

  const anna = new Browser(first.address, {});
  const secret = first.setup?.split("#")[1];
  const account = { name: "Anna", email: "anna@example.com", password: PASSWORD };
  expect((await anna.ask("POST", "/links", { secret, ...account })).status).toBe(200);
  await anna.load();
  const cookie = anna.cookie ?? "";
  const pages = [await openStream(first.address, cookie), await openStream(first.address, cookie)];
  expect((await anna.ask("POST", "/runs", { source: "crm" })).status).toBe(202);
  for (const page of pages) await page.until(/event: run\.progress\n.*"records":[1-9]/);
  const asked = performance.now();
  first.running.kill();
  const heard = await Promise.all(pages.map((page) => page.toEnd()));
  for (const text of heard) expect(text).toMatch(/event: server\.draining/);
  expect(await first.running.finished).toMatchObject({ code: 0, signal: null });
  expect(performance.now() - asked).toBeLessThan(PROMISED_MS);
  const saved = runIn(cwd);
  expect(saved).toMatchObject({ run: 1, status: "stopped" });
  expect(saved?.totals.records).toBeGreaterThan(0);

  // Where the setting says so, it waits for somebody to continue it.
  sim.resetStats();
  const waiting = await serve(cwd, { DATAMASTER_SERVE__CONTINUE_RUNS: "false" });
  expect(await waiting.running.stop()).toMatchObject({ code: 0 });
  expect([sim.stats().requests, runIn(cwd)]).toEqual([0, saved]);

  sim.configure({ holdPhones: null });
  const again = await serve(cwd);
  expect(again.setup).toBeNull();
  const after = new Browser(again.address, {});
  after.cookie = cookie;
  await expect
    .poll(async () => (await after.ask("GET", "/runs/1")).body, { timeout: 60_000, interval: 200 })
    .toMatchObject({ run: { run: 1, status: "complete" } });
  await again.running.stop();
});

/** The first run, as the store has it while nobody serves it. */
function runIn(cwd: string): Run | undefined {
  const reader = openSqliteReader(join(cwd, "datamaster.db"));
  try {
    return reader.findRun(1);
  } finally {
    reader.close();
  }
}
