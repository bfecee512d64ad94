import { expect, it } from "vitest";
import { killAtSteps } from "../../tools/crash/steps.ts";

/** Of about 400; all of them: npm run test:steps. */
const EVERY = 18;

it("gives the same result after a kill at any call that writes a file", { timeout: 300_000 }, async () => {
  const from = Math.floor(Math.random() * EVERY);
  const report = await killAtSteps({ every: EVERY, from, workers: 1 });
  expect(report.problems, `every ${EVERY}th step from ${from} on`).toEqual([]);
  expect(report.pages).toBeGreaterThanOrEqual(200);
  expect(report.killed + report.unreached).toBe(report.chosen);
  // How pages fall into transactions differs a little, so the last steps may not be reached.
  expect(report.killed).toBeGreaterThan(report.chosen / 2);
});
