import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";

/** In a thread of its own, by much that survives: the size of its nursery after growing while bounded, when bounded anew, and free. */
const KEEPING = `
  const { getHeapSpaceStatistics } = require("node:v8");
  const { parentPort, workerData } = require("node:worker_threads");
  const size = () => getHeapSpaceStatistics().find((space) => space.space_name === "new_space").space_size;
  const keep = (until) => {
    const kept = [];
    for (let i = 0; i < 1_500_000 && size() < until; i++)
      for (let j = 0; j < 100; j++) kept[(i * 100 + j) % 150_000] = { one: [i], other: { j } };
    return size();
  };
  const enough = 16 * 1024 * 1024;
  import(workerData).then(({ boundNursery }) => {
    const first = boundNursery();
    const grown = keep(enough);
    first();
    const release = boundNursery();
    const kept = [];
    for (let i = 0; i < 1_500_000; i++) kept[i % 150_000] = { one: [i], other: { i } };
    const bounded = size() + 0 * kept.length;
    release();
    parentPort.postMessage({ enough, grown, bounded, free: keep(bounded + 1) });
  });`;

test("a nursery that is bounded grows to what is enough and no further, until it is let go", async () => {
  const module = new URL("../../src/base/nursery.ts", import.meta.url).href;
  const worker = new Worker(KEEPING, { eval: true, workerData: module });
  const [sizes] = (await once(worker, "message")) as [
    Record<"enough" | "grown" | "bounded" | "free", number>,
  ];
  await worker.terminate();
  expect(sizes.grown).toBeGreaterThanOrEqual(sizes.enough);
  expect(sizes.bounded).toBe(sizes.grown);
  expect(sizes.free).toBeGreaterThan(sizes.bounded);
});
