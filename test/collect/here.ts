import { onTestFinished } from "vitest";
import type { AppPorts } from "../../src/app/app.ts";
import { type Sim, type SimOptions, startSim } from "../../src/sim/sim.ts";
import { ingestHere } from "./ingest-here.ts";
import { type Bench, benchOf } from "./setup.ts";

/** A store of its own beside a simulator, for many short runs: none of them starts a thread that reads pages or writes. */
export function here(
  sim: Sim,
  wrap: (ports: AppPorts) => AppPorts = (ports) => ports,
  store?: string,
): Bench {
  return benchOf(
    sim,
    (ports) => wrap({ ...ports, startIngest: (settings) => ingestHere({ ...settings, store: ports.store }) }),
    store,
  );
}

export async function simFor(options: SimOptions): Promise<Sim> {
  const sim = await startSim(options);
  onTestFinished(() => sim.close());
  return sim;
}
