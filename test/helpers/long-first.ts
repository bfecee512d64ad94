import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest, half a minute and more: begun late, one of them would be waited for alone. */
const LONG: readonly string[] = [
  "crash/steps",
  "crash/bites",
  "crash/kills-one",
  "crash/kills-two",
  "crash/signals",
  "crash/power",
  "faults/runs",
  "bad-input/connection",
  "phone/parity",
  "two-at-once/two-at-once",
  "web/life-roles",
  "collect/failed",
  "store/postgres",
  "web/life-admin",
  "collect/collect",
  "cli/demo",
  "web/access",
  "collect/postgres",
  "server/every-route",
  "collect/changes",
  "collect/incremental",
  "collect/giving-up",
  "cli/collect",
];

/** Long files first, the others in an order of the seed. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const shuffled = shuffle(files, this.ctx.config.sequence.seed);
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = LONG.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return place < 0 ? LONG.length : place;
    };
    return shuffled.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}

function shuffle<T>(items: readonly T[], seed: number): T[] {
  const shuffled = [...items];
  let state = seed >>> 0;
  for (let left = shuffled.length - 1; left > 0; left--) {
    // A linear congruential step: all that an order needs.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const at = Math.floor((state / 2 ** 32) * (left + 1));
    [shuffled[left], shuffled[at]] = [shuffled[at] as T, shuffled[left] as T];
  }
  return shuffled;
}
