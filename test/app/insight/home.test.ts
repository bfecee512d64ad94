import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import type { AppPorts, SourceOptions } from "../../../src/app/app.ts";
import { clientLosses } from "../../../src/app/insight/anomalies.ts";
import { homeNeeds, homeOverview, homeTotals } from "../../../src/app/insight/home.ts";
import { listSetAside, setAside, takeBackSetAside } from "../../../src/app/insight/set-aside.ts";
import { compareRuns } from "../../../src/app/runs/compare-runs.ts";
import { createLogger } from "../../../src/base/log.ts";
import { compose } from "../../../src/compose.ts";
import type { ClientChange } from "../../../src/model/diff.ts";
import { openSqliteWriter } from "../../../src/store/sqlite/sqlite.ts";
import { tempDir } from "../../helpers/temp.ts";
import { type Crm, type DriveOptions, drive } from "../../store/driver.ts";

/** So many numbers from `first` on. */
const numbers = (first: number, count: number): bigint[] =>
  [...Array(count).keys()].map((at) => 79_160_000_000n + BigInt(first + at));

/** A source of the config file that nothing was collected from. */
const UNUSED: SourceOptions = {
  name: "unused",
  connector: "datamaster",
  baseUrl: "http://unused.test",
  token: "t",
  region: null,
  otherRegions: "auto",
  rps: "auto",
  concurrency: 10,
  keep: [],
};

/** Ports over a store in which these runs were made. */
async function after(...runs: readonly (readonly [Crm, DriveOptions?])[]): Promise<AppPorts> {
  const path = join(tempDir(), "datamaster.db");
  const writer = await openSqliteWriter(path);
  for (const [crm, options] of runs) await drive(writer, crm, options);
  await writer.close();
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
  return compose({
    configured: { file: null, networks: [], sources: [{ options: UNUSED, settings: {} }] },
    store: `sqlite:${path}`,
    log: createLogger({ level: "error", format: "json", stream, color: false }),
  });
}

const FIRST: Crm = {
  "1": { p1: [numbers(0, 40)], p2: [numbers(40, 10)] },
  "2": { p3: [numbers(100, 200)] },
};
/** Client 1 lost 30 of its 50, client 2 one of its 200. */
const SECOND: Crm = {
  "1": { p1: [numbers(0, 10)], p2: [numbers(40, 10)] },
  "2": { p3: [numbers(100, 199)] },
};

test("a client that lost far more than the others is named with what it had", async () => {
  const ports = await after([FIRST], [SECOND]);
  expect(await homeNeeds(ports)).toEqual([
    {
      kind: "loss",
      source: "crm",
      from: 1,
      run: 2,
      clientId: "1",
      client: "Client 1",
      lost: 30,
      had: 50,
      others: 1 / 200,
    },
  ]);
});

test("a loss that somebody says is right is no news, until its time is over or it is taken back", async () => {
  const ports = await after([FIRST], [SECOND]);
  const client = { source: "crm", client: "1" };
  await setAside(ports, { ...client, reason: "cleaned by them", days: 1 });
  expect(await homeNeeds(ports)).toEqual([]);
  const compared = await compareRuns(ports, 1, 2);
  expect(compared.anomalies).toMatchObject([
    { id: "1", gone: 30, before: 50, after: 20, setAside: { reason: "cleaned by them" } },
  ]);
  const [{ name, ends } = { name: "", ends: "" }] = await listSetAside(ports);
  expect(name).toBe("Client 1");
  expect(await listSetAside(ports, Date.parse(ends ?? ""))).toEqual([]);
  await takeBackSetAside(ports, "crm", "1");
  expect(await homeNeeds(ports)).toHaveLength(1);
  const admin = await ports.openAdmin();
  const acts = admin.audit.list({ action: "anomaly", since: null, limit: 9 }).map(({ detail }) => detail.did);
  admin.close();
  expect(acts).toEqual(["taken back", "set aside"]);
  await expect(setAside(ports, { ...client, client: "9", reason: "?", days: null })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("a run that was stopped can be compared: what it did not read counts as unchanged", async () => {
  const ports = await after([FIRST], [SECOND, { stopAfterPages: 1 }]);
  const { to, totals, anomalies } = await compareRuns(ports, 1, 2);
  expect(to).toMatchObject({ run: 2, status: "stopped" });
  expect(totals.numbers).toEqual({ new: 0, gone: 30, moved: 0 });
  expect(anomalies).toMatchObject([{ id: "1", gone: 30, setAside: null }]);
});

test("a loss that all clients share, and a small one, is no news", () => {
  const loss = (id: string, gone: number): ClientChange => ({
    id,
    name: id,
    pairs: { came: 0, went: gone },
    numbers: { new: 0, gone, moved: 0 },
  });
  const holdsNow = (): number => 50;
  expect(clientLosses([loss("1", 50), loss("2", 50)], 200, holdsNow)).toEqual([]);
  expect(clientLosses([loss("1", 19)], 1000, () => 0)).toEqual([]);
  expect(clientLosses([loss("1", 60), loss("2", 1)], 10_000, holdsNow)).toHaveLength(1);
});

test("what a run set aside is told until it is read", async () => {
  const ports = await after([FIRST], [FIRST, { dead: ["project:p3"] }]);
  expect(await homeNeeds(ports)).toEqual([{ kind: "quarantined", source: "crm", run: 2, units: 1 }]);
  const mended = await after([FIRST], [FIRST, { dead: ["project:p3"] }], [FIRST]);
  expect(await homeNeeds(mended)).toEqual([]);
});

test("a source shows its newest run, what it last held whole, and its trend", async () => {
  const ports = await after([FIRST], [SECOND], [FIRST, { stopAfterPages: 1 }], [FIRST, { source: "other" }]);
  const { sources, latest } = await homeOverview(ports);
  expect(sources.map(({ name, isKnown }) => [name, isKnown])).toEqual([
    ["unused", true],
    ["crm", false],
    ["other", false],
  ]);
  expect(sources[1]).toMatchObject({
    newest: { run: 3, status: "stopped" },
    finished: { run: 2, status: "complete", numbers: 219, new: 0, gone: 31 },
    trend: [250, 219],
  });
  expect(sources[0]).toMatchObject({ connector: "datamaster", newest: null, finished: null, trend: [] });
  expect(latest.map(({ run }) => run)).toEqual([4, 3, 2, 1]);
  // What the stopped run read stays, and the same numbers at another source count once.
  expect(await homeTotals(ports)).toMatchObject({ numbers: 250, clients: 4, projects: 6, suppressed: 0 });
});
