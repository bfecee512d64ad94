import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BROKEN_BUILDS, BROKEN_IN_HISTORIES, breakBuild } from "../../tools/crash/broken-build.ts";
import { problemsOf } from "../../tools/crash/content.ts";
import { killAtRandom } from "../../tools/crash/kills.ts";
import { anySeed } from "../../tools/crash/random.ts";
import { World } from "../../tools/crash/world.ts";
import { tempDir } from "../helpers/temp.ts";

const BUILDS = [
  ...Object.entries(BROKEN_BUILDS).map(([name, breakages]) => [name, breakages, false] as const),
  ...Object.entries(BROKEN_IN_HISTORIES).map(([name, breakages]) => [name, breakages, true] as const),
];

describe.each(BUILDS)("a build with %s", (_name, breakages, histories) => {
  it("passes as long as nobody kills it, and is caught by kills", { timeout: 900_000 }, async () => {
    const bin = breakBuild(join(tempDir(), "broken"), breakages);
    const world = await World.open({
      crm: ["--clients", "20", "--max-records", "2500"],
      concurrency: 6,
      bin,
    });
    try {
      const undisturbed = await world.collect();
      expect([undisturbed.code, undisturbed.stderr]).toEqual([0, ""]);
      expect(problemsOf(world.database, [await world.truth()])).toEqual([]);
    } finally {
      await world.close();
    }
    const seed = anySeed();
    const report = await killAtRandom({ kills: 60, seed, faults: false, histories, bin });
    expect(report.problems, `seed ${seed}`).not.toEqual([]);
  });
});

describe("breakBuild", () => {
  it("refuses a place that is not in the source exactly once", () => {
    const broken = { file: "src/store/sqlite/open.ts", from: "no such text", to: "" };
    expect(() => breakBuild(join(tempDir(), "broken"), [broken])).toThrow(/holds 0 times, not once/);
  });
});
