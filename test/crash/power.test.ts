import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { breakBuild, UNSYNCED_BUILD } from "../../tools/crash/broken-build.ts";
import { cutPower } from "../../tools/crash/power-cuts.ts";
import { anySeed } from "../../tools/crash/random.ts";
import { tempDir } from "../helpers/temp.ts";

describe("a power cut", () => {
  it("corrupts nothing and loses nothing that was acknowledged", { timeout: 900_000 }, async () => {
    const seed = anySeed();
    const report = await cutPower({ cuts: 150, seed, resumes: 3 });
    const again = `again: npm run test:power -- --cuts 150 --resumes 3 --seed ${seed}`;
    expect(report.problems, again).toEqual([]);
    expect(report).toMatchObject({ cuts: 150, corrupt: 0, lost: 0, resumed: 3 });
    // Without several commits and a log folded into the database on the way it would prove little.
    expect(report.states).toBeGreaterThan(10);
    expect(report.checkpoints).toBeGreaterThan(0);
  });

  it("is seen to lose commits of a build that does not sync them", { timeout: 900_000 }, async () => {
    const bin = breakBuild(join(tempDir(), "unsynced"), UNSYNCED_BUILD);
    const report = await cutPower({ cuts: 60, seed: anySeed(), resumes: 0, bin });
    expect(report.lost).toBeGreaterThan(0);
  });
});
