import { onTestFinished } from "vitest";
import type { AppPorts } from "../../src/app/app.ts";
import { type Sim, type SimOptions, startSim } from "../../src/sim/sim.ts";
import { withoutThreads } from "./ingest-here.ts";
import { type Bench, benchOf, SMALL } from "./setup.ts";

/** A store of its own beside a simulator, for many short runs: none of them starts a thread that reads pages or writes. */
export function here(
  sim: Sim,
  wrap: (ports: AppPorts) => AppPorts = (ports) => ports,
  store?: string,
): Bench {
  return benchOf(sim, (ports) => wrap(withoutThreads(ports)), store);
}

/** The same over a simulator of its own. */
export async function setUpHere(options: SimOptions = SMALL): Promise<Bench> {
  return here(await simFor(options));
}

export async function simFor(options: SimOptions): Promise<Sim> {
  const sim = await startSim(options);
  onTestFinished(() => sim.close());
  return sim;
}
