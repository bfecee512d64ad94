import { describe, expect, it } from "vitest";
import { killAtRandom } from "../../tools/crash/kills.ts";
import { anySeed } from "../../tools/crash/random.ts";
import { postgresForFile } from "../helpers/postgres.ts";

const server = postgresForFile({ durable: true });

describe("a database on a PostgreSQL server", () => {
  it.each([
    ["collector", 2],
    ["server", 2],
  ] as const)(
    "loses and doubles nothing when the %s is killed",
    { timeout: 600_000 },
    async (victim, kills) => {
      const seed = anySeed();
      const flags = `--db postgres --victim ${victim}`;
      const report = await killAtRandom({ kills, seed, faults: false, server, victim });
      expect(
        report.problems,
        `again: npm run test:crash -- --kills ${kills} --seed ${seed} ${flags}`,
      ).toEqual([]);
      expect(report.kills).toBeGreaterThanOrEqual(kills);
      expect(report.runs).toBeGreaterThanOrEqual(2);
    },
  );
});
