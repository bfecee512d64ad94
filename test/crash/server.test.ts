import { describe, expect, it } from "vitest";
import { killAtRandom } from "../../tools/crash/kills.ts";
import { anySeed } from "../../tools/crash/random.ts";
import { postgresForFile } from "../helpers/postgres.ts";

const server = postgresForFile({ durable: true });

describe("a database on a PostgreSQL server", () => {
  it.each([
    ["collector", 3],
    ["server", 3],
  ] as const)(
    "loses and doubles nothing when the %s is killed",
    { timeout: 600_000 },
    async (victim, kills) => {
      const seed = anySeed();
      const report = await killAtRandom({ kills, seed, faults: false, server, victim });
      expect(report.problems, `seed ${seed}`).toEqual([]);
      expect(report.kills).toBeGreaterThanOrEqual(kills);
      expect(report.runs).toBe(2);
    },
  );
});
