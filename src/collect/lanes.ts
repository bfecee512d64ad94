import type { Unit } from "../store/store.ts";
import type { UnitQueue } from "./unit-queue.ts";
import type { UnitReader } from "./unit-reader.ts";

/**
 * Has all units of a queue read, in so many lanes side by side. A unit that waits for its next try leaves its lane to others
 * and comes back beside it, in a place of the queue. Resolves when none is left or the queue has stopped; `fail` is told
 * of each error that no unit accounts for.
 */
export async function readUnits(
  queue: UnitQueue,
  reader: Pick<UnitReader, "read">,
  lanes: number,
  fail: (error: unknown) => void,
): Promise<void> {
  const reading = new Set<Promise<void>>();
  /** Resolves once the unit has left its lane. */
  const enter = (unit: Unit): Promise<void> =>
    new Promise((leave) => {
      const done = reader.read(unit, leave).catch(fail);
      const one = done.finally(() => {
        reading.delete(one);
        queue.release();
        leave();
      });
      reading.add(one);
    });
  const lane = async (): Promise<void> => {
    for (let unit = await queue.take(); unit !== null; unit = await queue.take()) await enter(unit);
  };
  await Promise.all(Array.from({ length: lanes }, () => lane().catch(fail)));
  await Promise.all(reading);
}
