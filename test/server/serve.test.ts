import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { simFor } from "../collect/here.ts";
import { type Running, run, start } from "../helpers/run.ts";
import { tempDir } from "../helpers/temp.ts";
import { Browser, PASSWORD } from "./people.ts";

const SERVE = ["serve", "--api-only", "--port", "0", "--json"];

async function serve(cwd: string): Promise<{ running: Running; address: string; setup: string | null }> {
  const running = start(SERVE, { cwd, env: { CRM_TOKEN: "test-token" }, timeoutMs: 110_000 });
  const [line] = await running.waitFor(/^\{.*\}$/m);
  return { running, ...(JSON.parse(line) as { address: string; setup: string | null }) };
}

/** Reads an event stream as far as it is asked to. */
async function openStream(address: string, cookie: string): Promise<(fits: RegExp) => Promise<void>> {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  const answer = await fetch(`${address}/api/v1/events`, { headers: { cookie }, signal: end.signal });
  const pieces = (answer.body as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const decoder = new TextDecoder();
  let text = "";
  return async (fits) => {
    while (!fits.test(text)) {
      const { value, done } = await pieces.next();
      if (done === true) throw new Error(`the stream ended without ${fits}: ${text}`);
      text += decoder.decode(value, { stream: true });
    }
  };
}

it("serves a store by one process, ends in good order at a signal, and goes on with what ran", async () => {
  const sim = await simFor({ clients: 30, seed: 3, latencyMs: 200, token: "test-token" });
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
  const until = await openStream(first.address, cookie);
  expect((await anna.ask("POST", "/runs", { source: "crm" })).status).toBe(202);
  await until(/event: run\.progress\n.*"records":[1-9]/);
  first.running.kill();
  await until(/event: server\.draining/);
  expect(await first.running.finished).toMatchObject({ code: 0, signal: null });

  sim.configure({ latencyMs: 0 });
  const again = await serve(cwd);
  expect(again.setup).toBeNull();
  const after = new Browser(again.address, {});
  after.cookie = cookie;
  await expect
    .poll(async () => (await after.ask("GET", "/runs/1")).body, { timeout: 60_000, interval: 200 })
    .toMatchObject({ run: { run: 1, status: "complete" } });
  await again.running.stop();
});
