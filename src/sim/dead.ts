import type { Dead } from "./api.ts";
import type { SimConfig } from "./config.ts";
import type { Dataset } from "./dataset.ts";
import { hash32 } from "./random.ts";

/** Which clients and projects never answer; a share is taken of those that have something to lose, by seed. */
export function chooseDead(dataset: Dataset, config: SimConfig): Dead {
  const projects = [...dataset.projects()].filter((project) => project.content.size > 0);
  const clients = dataset.clients.filter((client) => client.projects.length > 0);
  const { seed } = dataset.workshop;
  return {
    projects: choose(config.deadProjects, projects, seed, "dead project"),
    clients: choose(config.deadClients, clients, seed, "dead client"),
    status: config.deadStatus,
  };
}

function choose(
  which: number | readonly number[],
  all: readonly { readonly id: number }[],
  seed: number,
  what: string,
): ReadonlySet<number> {
  if (typeof which !== "number") return new Set(which);
  const count = which === 0 ? 0 : Math.max(1, Math.round(which * all.length));
  const ranked = all.map(({ id }) => ({ id, rank: hash32(seed, what, id) })).sort((a, b) => a.rank - b.rank);
  return new Set(ranked.slice(0, count).map(({ id }) => id));
}
