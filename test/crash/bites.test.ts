import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BROKEN_BUILDS, BROKEN_IN_HISTORIES, breakBuild } from "../../tools/crash/broken-build.ts";
import { type Chapter, OF_GIVEN_UP, OF_SET_ASIDE, TWO_RUNS } from "../../tools/crash/chapters.ts";
import { problemsOf } from "../../tools/crash/content.ts";
import { killAtRandom } from "../../tools/crash/kills.ts";
import { anySeed } from "../../tools/crash/random.ts";
import { World } from "../../tools/crash/world.ts";
import { tempDir } from "../helpers/temp.ts";

const OF_HISTORIES = {
  "projects that count as read when they are listed": OF_GIVEN_UP,
  "units that are set aside before what they keep is unverified": OF_SET_ASIDE,
} as const satisfies Record<keyof typeof BROKEN_IN_HISTORIES, readonly Chapter[]>;

const BUILDS = [
  ...Object.entries(BROKEN_BUILDS).map(([name, breakages]) => [name, breakages, TWO_RUNS] as const),
  ...Object.entries(OF_HISTORIES).map(
    ([name, chapters]) => [name, BROKEN_IN_HISTORIES[name as keyof typeof OF_HISTORIES], chapters] as const,
  ),
];

describe.each(BUILDS)("a build with %s", (_name, breakages, chapters) => {
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
    const report = await killAtRandom({ kills: 60, seed, faults: false, bin, chapters: () => chapters });
    expect(report.problems, `seed ${seed}`).not.toEqual([]);
  });
});

describe("breakBuild", () => {
  it("refuses a place that is not in the source exactly once", () => {
    const broken = { file: "src/store/sqlite/open.ts", from: "no such text", to: "" };
    expect(() => breakBuild(join(tempDir(), "broken"), [broken])).toThrow(/holds 0 times, not once/);
  });
});
