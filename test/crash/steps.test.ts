import { expect, it } from "vitest";
import { problemsOf } from "../../tools/crash/content.ts";
import { killAtSteps } from "../../tools/crash/steps.ts";
import { injecting } from "../../tools/crash/strace.ts";
import { openWorld } from "./worlds.ts";

/** Of about 400; all of them: npm run test:steps. */
const EVERY = 18;

it("gives the same result after a kill at any call that writes a file", { timeout: 900_000 }, async () => {
  const from = Math.floor(Math.random() * EVERY);
  const report = await killAtSteps({ every: EVERY, from, workers: 1 });
  expect(report.problems, `again: npm run test:steps -- --every ${EVERY} --from ${from}`).toEqual([]);
  expect(report.pages).toBeGreaterThanOrEqual(200);
  expect(report.killed + report.unreached).toBe(report.chosen);
  // How pages fall into transactions differs a little, so the last steps may not be reached.
  expect(report.killed).toBeGreaterThan(report.chosen / 2);
});

it.each([
  ["pwrite64", 2],
  ["fsync", 4],
  ["unlink", 1],
] as const)("goes on after a kill that left a new file half written, at %s %d", async (call, at) => {
  const world = await openWorld(["--clients", "5"]);
  const killed = await world.collect({ wrapper: injecting(call, "signal=KILL", String(at)) });
  expect(killed.signal).toBe("SIGKILL");
  const { code, stderr } = await world.collect();
  expect([code, stderr]).toEqual([0, ""]);
  expect(problemsOf(world.database, [await world.truth()])).toEqual([]);
});
