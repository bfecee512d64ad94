import { describe, expect, test } from "vitest";
import { UnitQueue } from "../../src/collect/unit-queue.ts";
import type { Run } from "../../src/model/run.ts";
import type { Unit } from "../../src/store/store.ts";

const RUN = { run: 1, scope: { limit: null, clients: [] } } as unknown as Run;

function queueOf(units: number, places: number): UnitQueue {
  const all = Array.from({ length: units }, (_, id) => ({ id: id + 1, kind: "phones" }) as unknown as Unit);
  const nextUnits = async (_run: number, kind: string, after: number, limit: number) =>
    kind === "phones" ? all.filter(({ id }) => id > after).slice(0, limit) : [];
  return new UnitQueue({ nextUnits }, RUN, places);
}

/** Has a unit rest; `wake` ends its wait, `back` resolves when it has a place again. */
async function rest(queue: UnitQueue): Promise<{ wake: () => void; back: Promise<void> }> {
  let wake = (): void => {};
  const waits = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  const back = queue.rest(() => waits, leave);
  await left;
  return { wake, back };
}

describe("a unit that waits for its next try", () => {
  test("holds up none of the others, however many wait", async () => {
    const queue = queueOf(7, 2);
    const resting = [];
    for (let dead = 0; dead < 5; dead++) {
      await queue.take();
      resting.push(await rest(queue));
    }
    expect((await queue.take())?.id).toBe(6);
    queue.release();
    expect((await queue.take())?.id).toBe(7);
    queue.release();
    for (const { wake } of resting) wake();
    for (const { back } of resting) {
      await back;
      queue.release();
    }
    expect(await queue.take()).toBeNull();
  });

  test("goes on before a new one as soon as a place is free, and never beyond the places", async () => {
    const queue = queueOf(4, 1);
    const order: string[] = [];
    await queue.take();
    const { wake, back } = await rest(queue);
    await queue.take();
    wake();
    const again = back.then(() => order.push("again"));
    const next = queue.take().then((unit) => order.push(`unit ${unit?.id}`));
    await new Promise(setImmediate);
    expect(order).toEqual([]);
    queue.release();
    await again;
    await new Promise(setImmediate);
    expect(order).toEqual(["again"]);
    queue.release();
    await next;
    expect(order).toEqual(["again", "unit 3"]);
  });

  test("keeps the queue from its end, and a stop from waiting", async () => {
    const queue = queueOf(1, 1);
    await queue.take();
    const { wake, back } = await rest(queue);
    let ended = false;
    const end = queue.take().then((unit) => {
      ended = unit === null;
    });
    await new Promise(setImmediate);
    expect(ended).toBe(false);
    queue.stop();
    wake();
    await back;
    await end;
    expect(ended).toBe(true);
  });
});
