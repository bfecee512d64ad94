import { expect, test } from "vitest";
import { openSqliteAdmin } from "../../src/store/sqlite/sqlite.ts";
import { here, setUpHere, simFor } from "./here.ts";
import { type Bench, SMALL, truePairs } from "./setup.ts";

const SKIPPED = { skipSuppressed: true } as const;

async function change(bench: Bench, act: "add" | "remove", numbers: readonly string[]): Promise<void> {
  const admin = await openSqliteAdmin(bench.database, "olga");
  const digits = BigUint64Array.from(numbers, (number) => BigInt(number));
  if (act === "add") admin.suppressions.add(digits, null);
  else admin.suppressions.remove(digits);
  admin.close();
}

/** What is true, less these numbers; and in how many pairs they stand. */
function without(
  bench: Bench,
  numbers: readonly string[],
): { readonly pairs: string[]; readonly left: number } {
  const all = truePairs(bench.sim);
  const pairs = all.filter((pair) => !numbers.some((number) => pair.endsWith(` ${number}`)));
  return { pairs, left: all.length - pairs.length };
}

test("a source that skips suppressed numbers does not store them, and counts them apart", async () => {
  const bench = await setUpHere(SMALL);
  const listed = bench.sim.truth().numbers.slice(0, 5);
  await change(bench, "add", listed);
  const { run } = await bench.collect({}, SKIPPED);
  const { pairs, left } = without(bench, listed);
  expect(await bench.pairs()).toEqual(pairs);
  const { numbers, rejected } = bench.sim.truth();
  expect(run).toMatchObject({
    status: "complete",
    totals: { numbers: numbers.length - 5, pairs: pairs.length },
  });
  expect(run.totals.suppressed).toBeGreaterThanOrEqual(left);
  expect(run.totals.rejected).toBe(rejected);
});

test("a list that changed makes the next run read all, and an unchanged one does not", async () => {
  const bench = here(await simFor(SMALL));
  expect((await bench.collect({}, SKIPPED)).run.totals.suppressed).toBe(0);
  const [one = "", two = ""] = bench.sim.truth().numbers;
  await change(bench, "add", [one, two]);
  expect((await bench.plan(SKIPPED)).mode).toBe("full");
  const second = (await bench.collect({}, SKIPPED)).run;
  expect(second).toMatchObject({ mode: "full", totals: { gone: 2, new: 0 } });
  expect(await bench.pairs()).toEqual(without(bench, [one, two]).pairs);
  expect((await bench.collect({}, SKIPPED)).run.mode).toBe("incremental");
  await change(bench, "remove", [one]);
  expect((await bench.collect({}, SKIPPED)).run).toMatchObject({ mode: "full", totals: { new: 1, gone: 0 } });
  expect((await bench.collect()).run).toMatchObject({ mode: "full", totals: { new: 1, suppressed: 0 } });
  expect(await bench.pairs()).toEqual(truePairs(bench.sim));
});
