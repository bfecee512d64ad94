import { expect, it } from "vitest";
import { historyOf } from "../../tools/crash/chapters.ts";
import { killAtRandom } from "../../tools/crash/kills.ts";
import { anySeed } from "../../tools/crash/random.ts";

const LIMIT_MS = 1_200_000;

/** The promise that two files prove side by side, each with its share of the kills. */
export function proveKills(kills: number, faults: boolean, histories = false): void {
  const crm = faults ? " and a CRM that fails" : "";
  const runs = histories ? " of full runs, incremental ones, ones that set something aside, and retries" : "";
  it(`loses and doubles nothing over ${kills} kills${runs}${crm}`, { timeout: LIMIT_MS }, async () => {
    const seed = anySeed();
    const flags = `${faults ? " --faults" : ""}${histories ? " --histories" : ""}`;
    const again = `again: npm run test:crash -- --kills ${kills} --seed ${seed}${flags}`;
    const report = await killAtRandom({ kills, seed, faults, ...(histories && { chapters: historyOf }) });
    expect(report.problems, again).toEqual([]);
    expect(report.kills).toBeGreaterThanOrEqual(kills);
    expect(report.runs).toBeGreaterThanOrEqual(2);
    // Kills that hit nothing would prove nothing.
    expect(report.repeated, again).toBeGreaterThan(0);
    expect(report.mostRepeated, again).toBeLessThanOrEqual(report.allowed);
  });
}
