import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { AppPorts, SourceOptions } from "../../../src/app/app.ts";
import type { DeliveryPlan } from "../../../src/app/exports/deliver-run.ts";
import { RunManager } from "../../../src/app/runs/run-manager.ts";
import { DatamasterError } from "../../../src/base/errors.ts";
import { createEvents } from "../../../src/events/events.ts";
import { told } from "../../../src/messages/messages.ts";
import type { AnyEvent, EventMap, EventName } from "../../../src/model/event.ts";
import type { Sim } from "../../../src/sim/sim.ts";
import { HELD_NOW } from "../../../src/store/store.ts";
import { here, simFor } from "../../collect/here.ts";
import { sourceOf } from "../../collect/setup.ts";
import { deskHere } from "../../helpers/desk.ts";
import { tempDir } from "../../helpers/temp.ts";

interface Service {
  readonly manager: RunManager;
  readonly heard: AnyEvent[];
  of<Name extends EventName>(name: Name): EventMap[Name][];
  /** Resolves with the next event of that name that fits. */
  next<Name extends EventName>(name: Name, fits?: (data: EventMap[Name]) => boolean): Promise<EventMap[Name]>;
}

/** A manager over a store of its own; `sources` by their names. */
async function serviceOf(
  ports: AppPorts,
  sim: Sim,
  sources: Readonly<Record<string, Partial<SourceOptions>>> = { crm: {} },
  plans: readonly DeliveryPlan[] = [],
): Promise<Service> {
  const events = createEvents((error) => {
    throw error;
  });
  const heard: AnyEvent[] = [];
  events.listen((event) => heard.push(event));
  const findSource = async (name: string): Promise<SourceOptions> => {
    const source = sources[name];
    if (source === undefined) {
      throw new DatamasterError(
        "NO_SUCH_SOURCE",
        told("noSource", { name, known: Object.keys(sources).join() }),
      );
    }
    return { ...sourceOf(sim), name, concurrency: 10, ...source };
  };
  const manager = await RunManager.create({
    app: ports,
    desk: deskHere(ports),
    events,
    findSource,
    plans,
  });
  onTestFinished(() => manager.close(false));
  return {
    manager,
    heard,
    of: (name) => heard.filter((event) => event.name === name).map(({ data }) => data) as never,
    next: (name, fits = () => true) =>
      new Promise((resolve) => {
        const stop = events.listen((event) => {
          if (event.name !== name || !fits(event.data as never)) return;
          stop();
          resolve(event.data as never);
        });
      }),
  };
}

/** Hands on to a command that ends once a file is there. */
function handsOnOnce(file: string): DeliveryPlan {
  const script = `until [ -e ${file} ]; do sleep 0.05; done`;
  const environment = { PATH: process.env.PATH ?? "" };
  return {
    name: "hook",
    preset: "all",
    after: [],
    file: "{run}.csv",
    onlyNew: false,
    evenIfPartial: false,
    requestAt: () => ({ of: "numbers", format: "csv", filter: HELD_NOW }),
    to: { kind: "command", run: ["/bin/sh", "-c", script], timeoutSeconds: 60, environment },
  };
}

const SLOW = { clients: 12, seed: 5, latencyMs: 250 };

describe("A run in the service", () => {
  test("is told from its asking to its end, and its log and speed are kept", async () => {
    const bench = here(await simFor({ clients: 6, seed: 5, latencyMs: 20 }));
    const { manager, of } = await serviceOf(bench.ports, bench.sim);
    const started = await manager.start("anna", "crm");
    expect(started).toMatchObject({ run: 1, source: "crm", state: { kind: "collecting" } });
    await manager.whenIdle("crm");
    expect(of("run.opening")).toHaveLength(1);
    expect(of("run.started")).toEqual([{ run: 1, source: "crm", resumed: false }]);
    const [ended] = of("run.ended");
    expect(ended).toMatchObject({ run: 1, source: "crm", status: "complete", error: null });
    expect(ended?.totals?.numbers).toBe(new Set(bench.sim.truth().pairs.map(([, number]) => number)).size);
    await bench.read(({ records }) => {
      const lines = records.lines({ run: 1, level: "info", limit: 200 });
      expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, at) => at + 1));
      expect(lines[0]?.text).toBe("anna began collecting crm, all of it");
      expect(lines.at(-1)?.told).toMatchObject({ key: "logEnded", params: { status: "complete" } });
      expect(lines.some(({ told: said }) => said?.key === "logRead")).toBe(true);
      expect(records.origin(1)).toMatchObject({ who: "anna", settings: { region: "RU" } });
      expect(records.serviceRuns()).toEqual([]);
    });
  });

  test("is never begun twice for one source, and stops with all that was read kept", async () => {
    const bench = here(await simFor(SLOW));
    const { manager, next } = await serviceOf(bench.ports, bench.sim);
    await manager.start("anna", "crm");
    await expect(manager.start("boris", "crm")).rejects.toMatchObject({ code: "RUN_ACTIVE" });
    await next("run.progress", ({ records }) => records > 0);
    const ended = next("run.ended");
    expect(manager.stop("anna", 1, false)).toMatchObject({ kind: "stopping", atOnce: false });
    expect(await ended).toMatchObject({ run: 1, status: "stopped", error: null });
    await expect(async () => manager.stop("anna", 1, false)).rejects.toMatchObject({
      code: "NOTHING_TO_RESUME",
    });
    bench.sim.configure({ latencyMs: 0 });
    expect(await manager.resume("anna", 1)).toMatchObject({ run: 1 });
    expect((await manager.whenIdle("crm"))?.run).toMatchObject({ run: 1, status: "complete" });
    expect(await bench.pairs()).toEqual(
      bench.sim
        .truth()
        .pairs.map(([project, number]) => `${project} ${number}`)
        .sort(),
    );
    await expect(manager.resume("anna", 1)).rejects.toMatchObject({ code: "NOTHING_TO_RESUME" });
  });

  test("may begin as soon as the one before is told as over, and waits until that has handed on what it found", async () => {
    const bench = here(await simFor({ clients: 2, seed: 5 }));
    const goes = join(tempDir(), "goes");
    const { manager, next, heard } = await serviceOf(bench.ports, bench.sim, { crm: {} }, [
      handsOnOnce(goes),
    ]);
    const handsOn = next("run.state", ({ state }) => state.kind === "delivering");
    await manager.start("anna", "crm");
    await handsOn;
    expect((await bench.read((reader) => reader.findRun(1)))?.status).toBe("complete");
    const waits = next("run.state", ({ state }) => state.kind === "opening" && state.why !== null);
    const second = manager.start("anna", "crm");
    expect(await waits).toMatchObject({
      run: null,
      state: { why: { en: expect.stringMatching(/hands on/) } },
    });
    await expect(manager.start("boris", "crm")).rejects.toMatchObject({ code: "RUN_ACTIVE" });
    writeFileSync(goes, "");
    expect(await second).toMatchObject({ run: 2 });
    expect((await manager.whenIdle("crm"))?.run).toMatchObject({ run: 2, status: "complete" });
    const ends = heard.filter(({ name }) => name === "run.ended" || name === "run.started");
    expect(ends.map(({ name, data }) => [name, "run" in data && data.run])).toEqual([
      ["run.started", 1],
      ["run.ended", 1],
      ["run.started", 2],
      ["run.ended", 2],
    ]);
  });

  test("that is stopped can be started over: the old one is abandoned", async () => {
    const bench = here(await simFor(SLOW));
    const { manager, next } = await serviceOf(bench.ports, bench.sim);
    await manager.start("anna", "crm");
    await next("run.progress", ({ records }) => records > 0);
    manager.stop("anna", 1, false);
    await manager.whenIdle("crm");
    bench.sim.configure({ latencyMs: 0 });
    expect(await manager.startOver("anna", 1)).toMatchObject({ run: 2 });
    await manager.whenIdle("crm");
    const runs = await bench.read((reader) => reader.listRuns(null, 10));
    expect(runs.map(({ run, status }) => [run, status])).toEqual([
      [2, "complete"],
      [1, "abandoned"],
    ]);
  });

  test("that cannot be opened says why, in each language, until the next start", async () => {
    const bench = here(await simFor({ clients: 2, seed: 5 }));
    const { manager, of } = await serviceOf(bench.ports, bench.sim, { crm: { token: "wrong" } });
    await expect(manager.start("anna", "crm")).rejects.toMatchObject({ code: "CRM_UNAUTHORIZED" });
    await manager.whenIdle("crm");
    expect(of("run.ended")).toMatchObject([
      { run: null, source: "crm", error: { code: "CRM_UNAUTHORIZED" } },
    ]);
    const failed = manager.failedStart("crm");
    expect(failed?.code).toBe("CRM_UNAUTHORIZED");
    expect(failed?.text.ru).toMatch(/[а-я]/);
    expect(failed?.text.ru).not.toBe(failed?.text.en);
    await expect(manager.start("anna", "nowhere")).rejects.toMatchObject({ code: "NO_SUCH_SOURCE" });
  });

  test("goes on by itself after the service was ended in its midst", async () => {
    const bench = here(await simFor(SLOW));
    const first = await serviceOf(bench.ports, bench.sim);
    await first.manager.start("anna", "crm");
    await first.next("run.progress", ({ records }) => records > 0);
    await first.manager.close(true);
    expect(first.of("run.ended")).toMatchObject([{ run: 1, status: "stopped" }]);
    await expect(first.manager.start("anna", "crm")).rejects.toMatchObject({ code: "CLOSING" });
    const second = await serviceOf(bench.ports, bench.sim);
    bench.sim.configure({ latencyMs: 0 });
    await second.manager.continueLeft();
    expect(second.of("run.started")).toEqual([{ run: 1, source: "crm", resumed: true }]);
    expect((await second.manager.whenIdle("crm"))?.run).toMatchObject({ run: 1, status: "complete" });
    const third = await serviceOf(bench.ports, bench.sim);
    await third.manager.continueLeft();
    expect(third.manager.list()).toEqual([]);
  });

  test("retries what was set aside: one unit, then the rest of its cause", async () => {
    const bench = here(await simFor({ clients: 12, seed: 5 }));
    const { sim } = bench;
    const projects = [...new Set(sim.truth().pairs.map(([project]) => Number(project)))].slice(0, 2);
    sim.configure({ deadProjects: projects, deadStatus: 404 });
    const { manager } = await serviceOf(bench.ports, sim);
    await manager.start("anna", "crm");
    expect((await manager.whenIdle("crm"))?.run).toMatchObject({ run: 1, status: "partial" });
    sim.configure({ deadProjects: [] });
    const failed = await bench.read((reader) => reader.listFailed(1));
    const [one, other] = failed;
    if (one === undefined || other === undefined) throw new Error("two projects were to be set aside");
    await manager.retry("anna", 1, { unit: { kind: one.kind, id: one.id } });
    expect((await manager.whenIdle("crm"))?.run).toMatchObject({ run: 2, status: "complete" });
    const left = await bench.read((reader) => reader.listFailed(1).filter(({ pending }) => pending));
    expect(left.map(({ id }) => id)).toEqual([other.id]);
    await expect(manager.retry("anna", 1, { unit: { kind: one.kind, id: one.id } })).rejects.toMatchObject({
      code: "NOTHING_TO_RESUME",
    });
    const [began] = await bench.read(({ records }) =>
      records.lines({ run: 2, level: "info", after: 0, limit: 1 }),
    );
    expect(began?.text).toBe(`anna began reading again of crm what run 1 set aside, only project ${one.id}`);
    await manager.retry("anna", 1, { code: other.code });
    expect((await manager.whenIdle("crm"))?.run).toMatchObject({ run: 3, status: "complete" });
    expect(await bench.read((reader) => reader.listFailed(1).filter(({ pending }) => pending))).toEqual([]);
  });
});

describe("Runs of several sources on one account", () => {
  test("go on beside each other, each under a number of its own", async () => {
    const bench = here(
      await simFor({
        clients: 5,
        seed: 5,
        rateLimit: { limit: 25, windowMs: 500, tell: true, headers: false },
      }),
    );
    const { manager } = await serviceOf(bench.ports, bench.sim, { one: {}, other: { concurrency: 3 } });
    const [one, other] = await Promise.all([manager.start("anna", "one"), manager.start("anna", "other")]);
    expect([one.run, other.run].sort()).toEqual([1, 2]);
    const ends = await Promise.all([manager.whenIdle("one"), manager.whenIdle("other")]);
    expect(ends.map((end) => end?.run?.status)).toEqual(["complete", "complete"]);
  });
});
