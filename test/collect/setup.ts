import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AppPorts, SourceOptions } from "../../src/app/app.ts";
import { type Plan, planRun } from "../../src/app/runs/plan-run.ts";
import { type CollectRequest, collectSource } from "../../src/app/runs/start-run.ts";
import { type CheckStep, checkSource } from "../../src/app/sources/check-source.ts";
import { createLogger } from "../../src/base/log.ts";
import type { CollectResult, RunProgress } from "../../src/collect/collect.ts";
import { compose } from "../../src/compose.ts";
import { WHOLE_SOURCE } from "../../src/model/run.ts";
import { type Sim, type SimOptions, startSim } from "../../src/sim/sim.ts";
import { HELD_NOW, type HeldFilter, type RunReader } from "../../src/store/store.ts";
import { tempDir } from "../helpers/temp.ts";

/** Few clients, but projects of several pages: the tests of the collecting engine. */
export const SMALL: SimOptions = { clients: 12, seed: 5 };

/** A simulator and a database of their own, and collects between them. */
export interface Bench {
  readonly sim: Sim;
  /** The file, where the store is SQLite. */
  readonly database: string;
  readonly ports: AppPorts;
  collect(request?: Partial<CollectRequest>, options?: CollectOptions): Promise<CollectResult>;
  plan(options?: Partial<SourceOptions>): Promise<Plan>;
  check(options?: Partial<SourceOptions>): Promise<CheckStep[]>;
  read<T>(work: (reader: RunReader) => T): Promise<T>;
  /** The numbers held now, as E.164 in text order. */
  numbers(filter?: Partial<HeldFilter>): Promise<string[]>;
  /** Pairs held now as `project number`, in text order. */
  pairs(): Promise<string[]>;
}

interface CollectOptions extends Partial<SourceOptions> {
  readonly stop?: AbortSignal;
  readonly watch?: (progress: RunProgress) => void;
}

/** A simulator as a source with nothing left out. */
export function sourceOf(sim: Sim): SourceOptions {
  return {
    name: "crm",
    connector: "datamaster",
    baseUrl: sim.url,
    token: sim.token,
    region: "RU",
    otherRegions: "auto",
    rps: "auto",
    concurrency: 20,
    keep: [],
  };
}

/** With the address of a store, collects into that one. */
export async function setUp(options: SimOptions = SMALL, store?: string): Promise<Bench> {
  const sim = await startSim(options);
  onTestFinished(() => sim.close());
  return benchOf(sim, undefined, store);
}

/** A database of its own beside that simulator; SQLite where no address is told. */
export function benchOf(
  sim: Sim,
  wrap: (ports: AppPorts) => AppPorts = (ports) => ports,
  store?: string,
): Bench {
  const folder = tempDir();
  const database = join(folder, "datamaster.db");
  const log = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
  const ports = wrap(
    compose({
      store: store ?? `sqlite:${database}`,
      tokenFolder: join(folder, "tokens"),
      tombstoneKeyFile: join(folder, "tombstone.key"),
      outgoing: join(folder, "outgoing"),
      log,
    }),
  );

  async function read<T>(work: (reader: RunReader) => T): Promise<T> {
    const reader = await ports.openReader();
    try {
      return work(reader);
    } finally {
      reader.close();
    }
  }

  return {
    sim,
    database,
    ports,
    read,
    plan: (source = {}) =>
      planRun(ports, { ...sourceOf(sim), ...source }, WHOLE_SOURCE, false, new AbortController().signal),
    check: async (source = {}) => {
      const steps: CheckStep[] = [];
      const { signal } = new AbortController();
      for await (const step of checkSource(ports, { ...sourceOf(sim), ...source }, signal)) steps.push(step);
      return steps;
    },
    collect: ({ scope = WHOLE_SOURCE, begin = "auto", ...request } = {}, { stop, watch, ...source } = {}) =>
      collectSource(
        ports,
        { ...sourceOf(sim), ...source },
        { scope, begin, ...request },
        ({ progress }) => watch?.(progress),
        stop ?? new AbortController().signal,
      ),
    numbers: (filter = {}) =>
      read((reader) =>
        [...reader.iterateNumbers({ ...HELD_NOW, ...filter })].map((row) => `+${row.number}`).sort(),
      ),
    pairs: () =>
      read((reader) =>
        [...reader.iteratePairs(HELD_NOW)].map((row) => `${row.projectId} +${row.number}`).sort(),
      ),
  };
}

/** The simulator's truth in the form of {@link Bench.pairs}; without the projects named. */
export function truePairs(sim: Sim, without: readonly number[] = []): string[] {
  const left = new Set(without);
  return sim
    .truth()
    .pairs.filter(([project]) => !left.has(project))
    .map(([project, number]) => `${project} ${number}`)
    .sort();
}
