import { globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { problemsOf, readProgress } from "../../tools/crash/content.ts";
import type { World } from "../../tools/crash/world.ts";
import { openWorld } from "./worlds.ts";

const CRM = ["--clients", "30", "--records", "6000", "--max-records", "2500", "--latency", "20"];

/** A collect's own clock, which a test can move while it runs: libfaketime reads it from a file at each call. */
class Clock {
  readonly #file: string;

  constructor(world: World) {
    this.#file = join(world.folder, "clock");
    this.move("+0");
  }

  /** `+1h`, `-1d`: so far from the machine's time. */
  move(offset: string): void {
    writeFileSync(this.#file, `${offset}\n`);
  }

  get env(): Record<string, string> {
    const [library] = globSync("/usr/lib/*/faketime/libfaketimeMT.so.1");
    if (library === undefined) throw new Error("faketime is not installed: apt-get install faketime");
    return {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: "1",
      // As when the machine's clock is set: what runs on steadily is not moved.
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    };
  }
}

async function expectTruth(world: World, run: number): Promise<void> {
  const { status, runs } = readProgress(world.database);
  expect([status, runs]).toEqual(["complete", run]);
}

describe("a clock that is set while a run goes on", () => {
  it.each([
    ["an hour forth and back", ["+1h", "+0"]],
    ["an hour back and forth", ["-1h", "+0"]],
    ["a day forth", ["+1d"]],
    ["a day back", ["-1d"]],
  ])("%s changes neither the result nor the pace", async (_name, steps) => {
    // Whoever loses count of time sends too many and is refused; what a busy machine sends a little late is not.
    const world = await openWorld([...CRM, "--rate-limit", "120"]);
    const clock = new Clock(world);
    const { ended } = world.start({ env: clock.env, flags: ["--rps", "60"] });
    for (const [index, step] of steps.entries()) {
      await world.until(({ requests }) => requests > 15 * (index + 1));
      clock.move(step);
    }
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([0, ""]);
    expect((await world.stats()).answers["429"]).toBeUndefined();
    expect(problemsOf(world.database, [await world.truth()])).toEqual([]);
  });

  it.each([["+1h"], ["-1d"]])("%s while waiting for a Retry-After date waits no longer", async (step) => {
    const limit = ["--rate-limit", "40", "--rate-window", "2000", "--retry-after", "date"];
    const world = await openWorld([...CRM, ...limit]);
    const clock = new Clock(world);
    const { ended } = world.start({ env: clock.env });
    await world.until(({ answers }) => (answers["429"] ?? 0) > 0);
    clock.move(step);
    // An hour misread as a wait would outlive the session's time limit.
    expect((await ended).code).toBe(0);
    expect(problemsOf(world.database, [await world.truth()])).toEqual([]);
  });
});

describe("a clock that is set between a kill and what follows", () => {
  async function killed(world: World, clock: Clock): Promise<void> {
    await world.crm.control("config", { holdPhones: 10 });
    const { child, ended } = world.start({ env: clock.env });
    await world.until(({ routes }) => routes.phones > 10);
    child.kill("SIGKILL");
    await ended;
    await world.crm.control("config", { holdPhones: null });
  }

  it.each([["+23h"], ["-1h"], ["-1d"]])("%s continues the run", async (step) => {
    const world = await openWorld(CRM);
    const clock = new Clock(world);
    await killed(world, clock);
    clock.move(step);
    expect((await world.collect({ env: clock.env })).code).toBe(0);
    await expectTruth(world, 1);
    expect(problemsOf(world.database, [await world.truth()])).toEqual([]);
  });

  it("by more than a day forth begins a new run, and the old one is abandoned", async () => {
    const world = await openWorld(CRM);
    const clock = new Clock(world);
    await killed(world, clock);
    clock.move("+25h");
    const { code, stdout } = await world.collect({ env: clock.env });
    const truth = await world.truth();
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { run: 2, numbers: truth.numbers.length, pairs: truth.pairs.length, records: truth.records },
    ]);
    await expectTruth(world, 2);
  });
});
