import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AppPorts } from "../../../src/app/app.ts";
import { type DeliverOptions, type DeliveryPlan, deliverRun } from "../../../src/app/exports/deliver-run.ts";
import { createLogger } from "../../../src/base/log.ts";
import { compose } from "../../../src/compose.ts";
import type { Run } from "../../../src/model/run.ts";
import { HELD_NOW } from "../../../src/store/store.ts";
import { here, simFor } from "../../collect/here.ts";
import { type Bench, SMALL } from "../../collect/setup.ts";
import { tempDir } from "../../helpers/temp.ts";

interface Setting {
  readonly bench: Bench;
  readonly ports: AppPorts;
  readonly folder: string;
  readonly outgoing: string;
  plan(more?: Partial<DeliveryPlan>): DeliveryPlan;
}

async function setting(): Promise<Setting> {
  const bench = here(await simFor(SMALL));
  const folder = tempDir();
  const outgoing = join(folder, "outgoing");
  const log = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
  const inbox = join(folder, "inbox");
  mkdirSync(inbox);
  return {
    bench,
    folder: inbox,
    outgoing,
    ports: compose({ store: `sqlite:${bench.database}`, outgoing, log }),
    plan: (more = {}) => ({
      name: "shelf",
      preset: "all",
      after: [],
      file: "{source}-{date}-{run}.csv",
      onlyNew: false,
      evenIfPartial: false,
      to: { kind: "folder", path: inbox, mode: "0640" },
      requestAt: () => ({ of: "numbers", format: "csv", filter: HELD_NOW }),
      ...more,
    }),
  };
}

const OPTIONS: DeliverOptions = {
  byHand: false,
  dryRun: false,
  signal: new AbortController().signal,
  watch: () => {},
  pauses: [0, 0],
};

const rowsOf = (file: string): number => readFileSync(file, "utf8").trimEnd().split("\n").length - 1;

describe("a delivery after a run", () => {
  it("puts the export of that run whole into a folder, and says what it was", async () => {
    const { bench, ports, folder, outgoing, plan } = await setting();
    const { run } = await bench.collect();
    const [outcome] = await deliverRun(ports, run, [plan()], OPTIONS);
    const name = `crm-${run.startedAt.slice(0, 10)}-${run.run}.csv`;
    expect(outcome).toMatchObject({ state: "delivered", attempts: 1, place: folder, error: null });
    expect(readdirSync(folder)).toEqual([name]);
    expect(rowsOf(join(folder, name))).toBe(run.totals.numbers);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o640);
    expect(outcome?.files).toEqual([
      {
        name,
        rows: run.totals.numbers,
        bytes: statSync(join(folder, name)).size,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    expect(readdirSync(outgoing)).toEqual([]);
    const { audit, known } = await bench.read((reader) => ({
      audit: reader.audit.list({ action: "deliver", since: null, limit: 9 }),
      known: reader.deliveries.list(null, 9),
    }));
    expect(known).toEqual([
      expect.objectContaining({ run: run.run, state: "delivered", files: outcome?.files }),
    ]);
    expect(audit.map(({ detail }) => detail)).toEqual([
      { ends: audit[1]?.seq, state: "delivered", attempts: 1 },
      expect.objectContaining({ delivery: "shelf", run: run.run, place: folder, of: "numbers" }),
    ]);
  });

  it("comes once by itself, and again when a person names the run", async () => {
    const { bench, ports, folder, plan } = await setting();
    const { run } = await bench.collect();
    await deliverRun(ports, run, [plan()], OPTIONS);
    const [name = ""] = readdirSync(folder);
    writeFileSync(join(folder, name), "taken");
    expect(await deliverRun(ports, run, [plan()], OPTIONS)).toMatchObject([{ state: "already" }]);
    expect(readFileSync(join(folder, name), "utf8")).toBe("taken");
    expect(await deliverRun(ports, run, [plan()], { ...OPTIONS, byHand: true })).toMatchObject([
      { state: "delivered", attempts: 2 },
    ]);
    expect(rowsOf(join(folder, name))).toBe(run.totals.numbers);
  });

  it("comes again under the same name where its process died while it sent", async () => {
    const { bench, ports, folder, plan } = await setting();
    const { run } = await bench.collect();
    const admin = await ports.openAdmin();
    const record = { run: run.run, name: "shelf", preset: "all", place: "", at: run.startedAt };
    admin.deliveries.note({ ...record, state: "sending", attempts: 1, files: null, error: null });
    admin.close();
    expect(await deliverRun(ports, run, [plan()], OPTIONS)).toMatchObject([
      { state: "delivered", attempts: 2 },
    ]);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("is held back after a partial run and after a pilot, unless it is to come then too", async () => {
    const { bench, ports, folder, plan } = await setting();
    const { run } = await bench.collect({ scope: { clients: [], exclude: [], limit: 2 } });
    const partial: Run = { ...run, scope: { clients: [], exclude: [], limit: null }, status: "partial" };
    expect(await deliverRun(ports, run, [plan({ evenIfPartial: true })], OPTIONS)).toMatchObject([
      { state: "held" },
    ]);
    expect(await deliverRun(ports, partial, [plan()], OPTIONS)).toMatchObject([{ state: "held" }]);
    expect(readdirSync(folder)).toEqual([]);
    expect(await deliverRun(ports, partial, [plan({ evenIfPartial: true })], OPTIONS)).toMatchObject([
      { state: "delivered" },
    ]);
    expect(
      await deliverRun(ports, partial, [plan({ name: "other" })], { ...OPTIONS, byHand: true }),
    ).toMatchObject([{ state: "delivered" }]);
  });

  it("goes only to what is for its source", async () => {
    const { bench, ports, plan } = await setting();
    const { run } = await bench.collect();
    const plans = [plan({ after: ["other"] }), plan({ name: "mine", after: ["crm", "other"] })];
    expect((await deliverRun(ports, run, plans, OPTIONS)).map(({ name }) => name)).toEqual(["mine"]);
  });

  it("tries again what may work, then tells why it did not, and the next one still comes", async () => {
    const { bench, ports, folder, plan } = await setting();
    const { run } = await bench.collect();
    const environment = { PATH: process.env.PATH ?? "" };
    const script = `echo x >> ${folder}/tries; echo no route to +79161234567 >&2; exit 7`;
    const hook = plan({
      name: "hook",
      to: { kind: "command", run: ["/bin/sh", "-c", script], timeoutSeconds: 60, environment },
    });
    const outcomes = await deliverRun(ports, run, [hook, plan()], OPTIONS);
    expect(outcomes).toMatchObject([
      { state: "failed", attempts: 3, error: { code: "DELIVERY_FAILED" } },
      { state: "delivered" },
    ]);
    expect(readFileSync(join(folder, "tries"), "utf8")).toBe("x\nx\nx\n");
    const [failed] = await bench.read((reader) => reader.deliveries.list(run.run, 9));
    expect(failed).toMatchObject({
      name: "hook",
      state: "failed",
      error: expect.stringContaining("ended with 7"),
    });
    expect(failed?.error).toContain("+7916***4567");
  });

  it("refuses a folder that is not there, at once", async () => {
    const { bench, ports, folder, plan } = await setting();
    const { run } = await bench.collect();
    const to = { kind: "folder", path: join(folder, "nowhere"), mode: "0600" } as const;
    expect(await deliverRun(ports, run, [plan({ to })], OPTIONS)).toMatchObject([
      { state: "failed", attempts: 1, error: { code: "DELIVERY_REFUSED" } },
    ]);
    expect(existsSync(to.path)).toBe(false);
  });

  it("holds only what is new since the run that was delivered before, where it is to", async () => {
    const { bench, ports, folder, plan } = await setting();
    const only = plan({ onlyNew: true, file: "{run}.csv" });
    const { run: first } = await bench.collect();
    await deliverRun(ports, first, [only], OPTIONS);
    bench.sim.change({ projects: 0.5, add: 2 });
    const { run: second } = await bench.collect();
    bench.sim.change({ projects: 0.5, add: 2 });
    const { run: third } = await bench.collect();
    await deliverRun(ports, third, [only], OPTIONS);
    const since = await bench.numbers({ newSince: first.run });
    expect(since.length).toBeGreaterThan(second.totals.new);
    expect(readdirSync(folder).sort()).toEqual([`${first.run}.csv`, `${third.run}.csv`].sort());
    expect(rowsOf(join(folder, `${first.run}.csv`))).toBe(first.totals.numbers);
    expect(rowsOf(join(folder, `${third.run}.csv`))).toBe(since.length);
  });

  it("only tells of its files where it is tried out", async () => {
    const { bench, ports, folder, plan } = await setting();
    const { run } = await bench.collect();
    const [outcome] = await deliverRun(ports, run, [plan()], { ...OPTIONS, dryRun: true });
    expect(outcome).toMatchObject({ state: "dry", files: [{ rows: run.totals.numbers }] });
    expect(readdirSync(folder)).toEqual([]);
    expect(await bench.read((reader) => reader.deliveries.list(null, 9))).toEqual([]);
  });
});
