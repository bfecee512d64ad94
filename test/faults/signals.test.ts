import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { at } from "../bad-input/told.ts";
import { type Fault, fakeCrm } from "../helpers/fake-crm.ts";
import { start } from "../helpers/run.ts";
import { tempDir } from "../helpers/temp.ts";
import { soundNumbers, soundRoutes, trialOf } from "./crm.ts";
import { HTML_PAGE, JSON_TYPE, ok, onSocket, PAGE, rawBytes, status } from "./variant.ts";

const PROJECT = "/projects/203/phones";
const LIST = "/clients/2/projects";
const ALL = "all phones";
/** Commands are started side by side; on a busy machine that takes its time. */
const LONGEST_MS = 240_000;

/** Where the CRM fails, and how, for as long as the run goes on. */
const FAULTS: readonly (readonly [row: number, name: string, where: string, fault: Fault])[] = [
  [1, "429 with a minute", PROJECT, status(429, { "retry-after": "60" })],
  [3, "429 without a header", ALL, status(429)],
  [4, "429 with twenty minutes", PROJECT, status(429, { "retry-after": "1200" })],
  [6, "500 of one project", PROJECT, status(500)],
  [6, "503 of everything: parked", ALL, status(503)],
  [6, "502 of a list", LIST, status(502)],
  [9, "408", PROJECT, status(408)],
  [12, "402: parked", ALL, status(402)],
  [13, "451: parked", PROJECT, status(451)],
  [14, "503 for ten minutes: parked", ALL, status(503, { "retry-after": "600" })],
  [14, "a web page", ALL, ok(HTML_PAGE)],
  [14, "a redirect elsewhere", ALL, status(302, { location: "https://status.example.com/" })],
  [15, "a reset", ALL, onSocket((socket) => socket.resetAndDestroy())],
  [16, "a cut body", PROJECT, rawBytes("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n", "{")],
  [17, "a silent cut", LIST, rawBytes("HTTP/1.1 200 OK\r\n\r\n", '{"data":[')],
  [18, "no JSON", PROJECT, ok('{"data":[')],
  [20, "gzip that is none", PROJECT, ok(PAGE, { "content-encoding": "gzip" })],
  [22, "silence", ALL, () => {}],
  [
    22,
    "half a body, then silence",
    PROJECT,
    (response) => {
      response.writeHead(200, { ...JSON_TYPE, "content-length": PAGE.length });
      response.write(PAGE.slice(0, 20));
    },
  ],
  [32, "an end before the answer", LIST, rawBytes()],
  [23, "a circle of redirects", PROJECT, status(302, { location: `/api/v1${PROJECT}` })],
];

for (const [row, name, where, fault] of FAULTS) {
  test.concurrent(`row ${row} and 37: SIGTERM while the CRM gives ${name} saves, ends with 4 and is continued`, {
    timeout: LONGEST_MS,
  }, async ({ onTestFinished: later }) => {
    const routes = soundRoutes();
    const hit = Promise.withResolvers<void>();
    for (const path of Object.keys(routes)) {
      if (path !== where && !(where === ALL && path.endsWith("/phones"))) continue;
      const failing: Fault = (response, times, request) => {
        fault(response, times, request);
        hit.resolve();
      };
      routes[path] = failing;
    }
    const crm = await fakeCrm(routes, later);
    const { flags, env } = at(crm);
    const cwd = tempDir(later);
    const collecting = start(["collect", ...flags, "--json"], { cwd, env, later, timeoutMs: LONGEST_MS });
    await hit.promise;
    // Into retries, holds and probes; whatever it has come to by then, the end is the same.
    await delay(200);
    collecting.kill("SIGTERM");
    const stopped = await collecting.finished;
    expect(stopped.code, stopped.stderr).toBe(4);
    expect(JSON.parse(stopped.stdout)).toMatchObject({ run: 1, status: "stopped", quarantined: 0 });
    Object.assign(crm.routes, soundRoutes());
    const bench = trialOf(crm, join(cwd, "datamaster.db"), null);
    const again = await bench.collect();
    expect(again.run).toMatchObject({
      run: 1,
      status: "complete",
      totals: { projects: 15, quarantined: 0 },
    });
    expect(await bench.numbers()).toEqual(soundNumbers());
  });
}
