import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Run } from "../../src/model/run.ts";
import { Random } from "../../src/sim/random.ts";
import { HELD_NOW } from "../../src/store/store.ts";
import { here, simFor } from "./here.ts";
import type { Bench } from "./setup.ts";

const DAY = Date.parse("2025-07-01T00:00:00Z");
const MINUTE = 60_000;
const ALWAYS = { fullEvery: 1000 };
const KEPT = { keep: ["label", "contact"] } as const;

/** All that an export of numbers and pairs shows, but for when it was seen; without keys, which are each store's own. */
async function everything(bench: Bench): Promise<unknown[]> {
  return await bench.read((reader) => {
    const byText = (rows: object[]) => rows.map((row) => JSON.stringify(row, asPlain)).sort();
    return [byText([...reader.iterateNumbers(HELD_NOW)]), byText([...reader.iteratePairs(HELD_NOW)])];
  });
}

const LEFT_OUT = new Set(["firstSeen", "lastSeen", "clientKey"]);
const asPlain = (name: string, value: unknown): unknown =>
  LEFT_OUT.has(name) ? undefined : typeof value === "bigint" ? String(value) : value;

/** What of a run's totals does not depend on how much it had to read. */
function found({ totals }: Run): object {
  const { clients, projects, numbers, pairs, rejected, unverified } = totals;
  return { clients, projects, numbers, pairs, rejected, unverified, new: totals.new, gone: totals.gone };
}

/** Some changes between two runs; those of `times` draw the stamps. */
function changeAtRandom({ sim }: Bench, random: Random, time: () => number): void {
  const some = (most: number) => (random.chance(0.35) ? 1 + random.int(most) : 0);
  for (let left = 1 + random.int(3); left > 0; left--) {
    sim.change({
      at: new Date(time()).toISOString(),
      ...(random.chance(0.6) && {
        projects: 0.1,
        add: random.int(4),
        remove: random.int(4),
        edit: random.int(3),
      }),
      deleteProjects: some(2),
      deleteClients: random.chance(0.2) ? 1 : 0,
      addClients: random.chance(0.3) ? 1 : 0,
      addProjects: some(2),
      recordsPerProject: random.int(30),
      moveProjects: some(2),
      moveAcross: random.chance(0.5),
      renameProjects: some(2),
      renameClients: some(2),
      countries: random.chance(0.2) ? 1 : 0,
    });
  }
}

/** Collects what changed, stopped on the way every fourth time and met with faults every third. */
async function collectChanges(bench: Bench, round: number): Promise<Run> {
  const { sim } = bench;
  sim.configure({ faults: round % 3 === 0 ? 0.1 : 0 });
  if (round % 4 === 0) {
    const stop = new AbortController();
    sim.configure({ holdPhones: 1 });
    const before = sim.stats().routes.phones;
    const stopping = bench.collect({}, { ...ALWAYS, ...KEPT, concurrency: 2, stop: stop.signal });
    const held = async (): Promise<void> => {
      while (!stop.signal.aborted && sim.stats().routes.phones < before + 2) await sleep(5);
    };
    await Promise.race([stopping, held()]);
    stop.abort();
    const { run } = await stopping;
    sim.configure({ holdPhones: null });
    if (run.status === "complete") return run;
    expect(run.status).toBe("stopped");
  }
  const { run } = await bench.collect({}, { ...ALWAYS, ...KEPT });
  sim.configure({ faults: 0 });
  return run;
}

export interface ChangesTrial {
  /** Seeds, and whether changes carry stamps of the past or of now. */
  readonly seeds: readonly (readonly [seed: number, when: "past" | "now"])[];
  /** So many sequences of changes a seed, each followed by a run. */
  readonly rounds: number;
  /** The address of an empty store for the incremental runs; without it a new SQLite file. */
  readonly newStore?: () => string;
}

/** Incremental runs into a store find what full ones into an SQLite file find. */
export function incrementalSuite(engine: string, { seeds, rounds, newStore }: ChangesTrial): void {
  describe(`incremental runs into ${engine} find what full ones do`, () => {
    test.each(seeds)(
      `after ${rounds} random sequences of changes (seed %i, stamps of the %s)`,
      { timeout: 600_000 },
      async (seed, when) => {
        const sim = await simFor({ clients: 9, records: 1_000, seed });
        const [incremental, full] = [here(sim, undefined, newStore?.()), here(sim)];
        const random = new Random(seed, "changes");
        for (const bench of [incremental, full]) await bench.collect({}, KEPT);
        let last = DAY;
        const past = () => (last += random.chance(0.3) ? 0 : random.int(90 * MINUTE) - 4 * MINUTE);
        const now = () => Date.now() + (random.chance(0.1) ? 60 * MINUTE : 0);
        for (let round = 1; round <= rounds; round++) {
          last += 10 * MINUTE;
          changeAtRandom(incremental, random, when === "past" ? past : now);
          const run = await collectChanges(incremental, round);
          const other = await full.collect({ full: true }, KEPT);
          expect([run.mode, run.status, other.run.mode]).toEqual(["incremental", "complete", "full"]);
          expect(found(run), `round ${round}`).toEqual(found(other.run));
          expect(await everything(incremental), `round ${round}`).toEqual(await everything(full));
        }
      },
    );
  });
}
