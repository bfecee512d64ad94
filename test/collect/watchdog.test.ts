import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { StopRunError } from "../../src/base/errors.ts";
import { createLogger } from "../../src/base/log.ts";
import { type CollectPorts, collect, RunProgress } from "../../src/collect/collect.ts";
import { IngestThreads } from "../../src/collect/ingest-threads.ts";
import { Slots } from "../../src/collect/slots.ts";
import { Watchdog, type WatchdogTimes } from "../../src/collect/watchdog.ts";
import { compose } from "../../src/compose.ts";
import type { CrmClientPort } from "../../src/crm/crm.ts";
import type { Limiter, Permit } from "../../src/limits/limits.ts";
import { createMemoryLimiter } from "../../src/limits/memory-limiter.ts";
import { WHOLE_SOURCE } from "../../src/model/run.ts";
import { CLIENTS, PROJECTS_EACH, soundRoutes } from "../faults/crm.ts";
import { fakeCrm } from "../helpers/fake-crm.ts";
import { tempDir } from "../helpers/temp.ts";

/** A limiter that never lets some of its waiters go: they wait until they give up. */
class ForgetfulLimiter implements Limiter {
  readonly #limiter = createMemoryLimiter({ concurrency: 10, limits: [] });
  readonly #forgets: (asked: number) => boolean;
  #asked = 0;

  constructor(forgets: (asked: number) => boolean) {
    this.#forgets = forgets;
  }

  acquire(signal: AbortSignal): Promise<Permit> {
    return this.#forgets(++this.#asked) ? untilAborted(signal) : this.#limiter.acquire(signal);
  }

  state() {
    return this.#limiter.state();
  }

  takeSpent() {
    return this.#limiter.takeSpent();
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** A log whose lines can be read. */
function openLog() {
  const lines: { level: string; code?: string; msg: string }[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { lines, log: createLogger({ level: "info", format: "json", stream, color: false }) };
}

const TIMES = { warnMs: 500, recoverMs: 3_000, stopMs: 600_000 };

/** Collects a sound CRM, with some ports of the test's own. */
async function collectWith(own: (ports: CollectPorts) => Partial<CollectPorts>, times: typeof TIMES = TIMES) {
  const crm = await fakeCrm(soundRoutes());
  const { lines, log } = openLog();
  const database = join(tempDir(), "datamaster.db");
  const app = compose({ store: `sqlite:${database}`, log });
  const source = { connector: "datamaster", region: "RU", otherRegions: "auto", keep: [] } as const;
  const client = await app.openCrm({
    ...source,
    name: "crm",
    baseUrl: crm.url,
    token: crm.token,
    rps: "auto",
    concurrency: 10,
  });
  const ingest = await app.startIngest(source);
  const ports = {
    connector: await app.findConnector("datamaster"),
    client,
    limiter: createMemoryLimiter({ concurrency: 10, limits: [] }),
    ingest,
    log,
  };
  try {
    const described = { name: "crm", connector: "datamaster", baseUrl: crm.url };
    const run = await ingest.startRun({ source: described, scope: WHOLE_SOURCE, incremental: null });
    const progress = new RunProgress(run, [], null);
    const options = { concurrency: 10, patienceMs: 60_000, account: "crm", watchdog: times };
    const { signal } = new AbortController();
    const result = await collect({ ...ports, ...own(ports) }, run, options, progress, signal);
    return { ...result, lines };
  } finally {
    await ingest.close();
    await client.close();
  }
}

const WHOLE = { status: "complete", totals: { clients: CLIENTS, projects: CLIENTS * PROJECTS_EACH } };

test("a request whose turn was lost is named, and asks anew", async () => {
  const limiter = new ForgetfulLimiter((asked) => asked === 2);
  const { run, error, lines } = await collectWith(() => ({ limiter }));
  expect(error).toBeNull();
  expect(run).toMatchObject(WHOLE);
  const warnings = lines.filter(({ code }) => code === "STALLED").map(({ msg }) => msg);
  expect(warnings).toContainEqual(
    expect.stringMatching(
      /^Nothing has moved for \d+ s\. Waiting: the projects of client \d for leave to send/,
    ),
  );
  expect(warnings).toContainEqual(
    expect.stringMatching(/^Stuck and tried again: the projects of client \d for leave to send \(\d+ s\)\.$/),
  );
});

test("a request that no deadline ends is given up and sent again", async () => {
  let sent = 0;
  const hanging = (client: CrmClientPort): CrmClientPort => ({
    get: (request, signal, pace = (send) => send()) =>
      ++sent === 6 ? pace(() => untilAborted(signal)) : client.get(request, signal, pace),
    signIn: (signal) => client.signIn(signal),
    close: () => client.close(),
  });
  const { run, error, lines } = await collectWith(({ client }) => ({ client: hanging(client) }));
  expect(error).toBeNull();
  expect(run).toMatchObject(WHOLE);
  // The one that hung was sent twice, and the list of clients is counted again at the end.
  const requests = 1 + CLIENTS + 15 + 1 + 1;
  expect(run.totals).toMatchObject({ retries: 1, quarantined: 0, requests });
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: "warn",
      code: "STALLED",
      msg: expect.stringMatching(/^Stuck and tried again: .* for the CRM's answer \(\d+ s\)\.$/),
    }),
  );
});

test("a pace that lets nobody go any more stops the run, which can be continued", async () => {
  const limiter = new ForgetfulLimiter((asked) => asked > 3);
  const times = { warnMs: 300, recoverMs: 600_000, stopMs: 1_500 };
  const { run, error } = await collectWith(() => ({ limiter }), times);
  expect(error).toMatchObject({ code: "STALLED", exitCode: 1 });
  expect(run).toMatchObject({ status: "failed", error: "STALLED", totals: { quarantined: 0 } });
});

/** A watchdog over slots that a test moves by hand; `looked` is called at each of its looks. */
async function watch(times: Partial<WatchdogTimes>, limiter: Limiter, looked: (looks: number) => void) {
  const { lines, log } = openLog();
  const settings = {
    connector: "datamaster",
    store: "sqlite:none",
    region: null,
    keep: [],
    otherRegions: [],
  };
  const ingest = await IngestThreads.start(new URL("./hung-thread.js", import.meta.url), settings);
  const slots = new Slots(new AbortController().signal);
  let looks = 0;
  const watchdog = new Watchdog({
    ports: { ingest, log, limiter },
    slots,
    isParked: () => {
      looked(++looks);
      return false;
    },
    stopRun: () => {},
    times,
  });
  onTestFinished(() => {
    watchdog.close();
    ingest.abandon(new StopRunError("STALLED", "The test is over."));
  });
  return { lines, ingest, slots };
}

const free = (): Limiter => createMemoryLimiter({ concurrency: 1, limits: [] });

test("waiting for a pace is meant: it is neither told nor given up", async () => {
  const limiter = createMemoryLimiter({ concurrency: 5, limits: [{ requests: 1, windowMs: 60_000 }] });
  const { promise, resolve } = Promise.withResolvers<void>();
  const times = { warnMs: 40, recoverMs: 80, stopMs: 160 };
  const { lines, slots } = await watch(times, limiter, (looks) => looks === 30 && resolve());
  const [first, second] = [slots.open(null), slots.open(null)];
  slots.enter(second, "limiter");
  const permit = await limiter.acquire(first.signal);
  const waits = limiter.acquire(second.signal).catch((error) => error);
  await promise;
  expect(lines.filter(({ code }) => code === "STALLED")).toEqual([]);
  expect(second.signal.aborted).toBe(false);
  second.abort("over");
  expect(await waits).toBe("over");
  permit.done({ kind: "answered" });
});

test("a thread that writes the database and answers no more is named, and then given up with all calls to it", async () => {
  const { lines, ingest } = await watch({ warnMs: 200, storeStopMs: 600 }, free(), () => {});
  const stuck = { code: "STALLED", message: expect.stringContaining("nothing more can be saved") };
  await expect(ingest.resumeRun(1)).rejects.toMatchObject(stuck);
  await expect(ingest.resumeRun(1)).rejects.toMatchObject(stuck);
  await ingest.close();
  expect(lines.map(({ msg }) => msg)).toContainEqual(expect.stringMatching(/^The database has not answered/));
});

test("an event loop that stood still is told once, with figures", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const standStill = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
  const { lines } = await watch({ warnMs: 200, lagMs: 500 }, free(), (looks) => {
    if (looks === 2) standStill();
    if (looks === 8) resolve();
  });
  await promise;
  const told = lines.filter(({ msg }) => msg.startsWith("This program itself stood still"));
  expect(told).toEqual([expect.objectContaining({ level: "warn", lagMs: expect.any(Number) })]);
});
