import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";

/** In a thread of its own: how large the nursery is at first, after much was kept, and after as much was kept without the hold. */
const KEEPING = `
  const { getHeapSpaceStatistics } = require("node:v8");
  const { parentPort, workerData } = require("node:worker_threads");
  const size = () => getHeapSpaceStatistics().find((space) => space.space_name === "new_space").space_size;
  const keep = () => {
    const kept = [];
    for (let i = 0; i < 600_000; i++) kept[i % 100_000] = { one: [i], other: { i } };
    return size() + 0 * kept.length;
  };
  import(workerData).then(({ holdNurseries }) => {
    const [release, again] = [holdNurseries(), holdNurseries()];
    const first = size();
    again();
    again();
    const held = keep();
    release();
    parentPort.postMessage({ first, held, free: keep() });
  });`;

test("a nursery that is held stays as large as it is, and grows again once nobody holds it", async () => {
  const module = new URL("../../src/base/nursery.ts", import.meta.url).href;
  const worker = new Worker(KEEPING, { eval: true, workerData: module });
  const [{ first, held, free }] = (await once(worker, "message")) as [Record<string, number>];
  await worker.terminate();
  expect(held).toBe(first);
  expect(free).toBeGreaterThan(held ?? 0);
});
