import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import type { Truth } from "../../src/sim/sim.ts";
import { type SimProcess, spawnSim } from "../helpers/sim-process.ts";

/** One simulator for all tests of a file, with its truth: ready in tests and in hooks after this one. */
export function sharedSim(args: readonly string[]): { readonly sim: SimProcess; readonly truth: Truth } {
  const shared: { sim?: SimProcess; truth?: Truth } = {};
  beforeAll(async () => {
    shared.sim = await spawnSim(args, { later: () => {} });
    shared.truth = await truthOf(shared.sim);
  });
  afterAll(() => shared.sim?.stop());
  return {
    get sim() {
      if (shared.sim === undefined) throw new Error("the simulator is not started yet");
      return shared.sim;
    },
    get truth() {
      if (shared.truth === undefined) throw new Error("the simulator is not started yet");
      return shared.truth;
    },
  };
}

/** Asks a simulator's control side; with a body it is a POST. */
export async function control<T>(sim: Pick<SimProcess, "url">, path: string, body?: unknown): Promise<T> {
  const url = new URL(`/__control/${path}`, sim.url);
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(url, { ...init, headers: { connection: "close" } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

export function truthOf(sim: SimProcess, query = ""): Promise<Truth> {
  return control<Truth>(sim, `truth${query}`);
}

/** Resolves once the CRM was asked for so many pages of phones. */
export async function untilPhonesAsked(sim: Pick<SimProcess, "url">, times: number): Promise<void> {
  for (;;) {
    const { routes } = await control<{ routes: { phones: number } }>(sim, "stats?pages=0");
    if (routes.phones >= times) return;
    // Asked without a pause, this process would take the processor from those it waits for.
    await delay(20);
  }
}

/** Lets so many more pages of phones out (null: all), those that wait before others. */
export async function allowPhones(sim: Pick<SimProcess, "url">, pages: number | null): Promise<void> {
  await control(sim, "config", { holdPhones: pages });
}

/** The flags and environment that point a command at a simulator. */
export function pointedAt(sim: SimProcess): { flags: string[]; env: Record<string, string> } {
  return { flags: ["--base-url", sim.url, "--region", "RU"], env: { DATAMASTER_TOKEN: sim.token } };
}

/** A config file with one source for each name, all in the same simulator. */
export function configFor(sim: SimProcess, ...names: string[]): string {
  const source = (name: string): string =>
    `  ${name}:\n    baseUrl: ${sim.url}\n    token: \${CRM_TOKEN}\n    region: RU\n    keep: [label, contact]\n`;
  return `sources:\n${names.map(source).join("")}`;
}
