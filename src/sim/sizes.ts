import type { Random } from "./random.ts";

/** How much of everything a data set has; unset parts follow from the number of clients. */
export interface DataSizes {
  /** Default 2,411. */
  readonly clients?: number | undefined;
  /** Default 1.66 for each client: 4,000 for 2,411. */
  readonly projects?: number | undefined;
  /** About as many records in all; default about 250 a project, 1,000,000 for 2,411 clients. */
  readonly records?: number | undefined;
  /** No project has more records than this. */
  readonly maxRecords?: number | undefined;
}

const CLIENTS = 2411;
const PROJECTS_PER_CLIENT = 4000 / CLIENTS;
const BIG_CLIENT_SHARE = 300 / 4000;
const CLIENTS_WITHOUT_PROJECTS = 0.12;

const LARGE_SHARE = 0.02;
const LARGE_MIN = 2000;
const LARGE_MAX = 20_000;
const EMPTY_SHARE = 0.06;
const SMALL_MEDIAN = 36;
const SMALL_SIGMA = 1.5;

export function clientCount(sizes: DataSizes): number {
  return sizes.clients ?? CLIENTS;
}

/** How many projects each client has: one client has 7.5% of all, some have none, the rest one or a few. */
export function projectCounts(sizes: DataSizes, random: Random): number[] {
  const clients = clientCount(sizes);
  const total = sizes.projects ?? Math.round(clients * PROJECTS_PER_CLIENT);
  const counts = Array<number>(clients).fill(0);
  if (clients === 0) return counts;
  const order = random.shuffle([...counts.keys()]);
  const owners = order.slice(0, Math.max(1, Math.round(clients * (1 - CLIENTS_WITHOUT_PROJECTS))));
  let left = total;
  const give = (client: number, projects: number): void => {
    counts[client] = (counts[client] ?? 0) + projects;
    left -= projects;
  };
  const [big, ...others] = owners;
  if (big !== undefined) give(big, others.length === 0 ? total : Math.round(total * BIG_CLIENT_SHARE));
  for (const owner of others) if (left > 0) give(owner, 1);
  while (left > 0) {
    // The square makes the first owners likelier: some have a dozen, most have one or two.
    give(others[Math.floor(others.length * random.float() ** 2)] ?? 0, 1);
  }
  return counts;
}

/** How many records each of `projects` projects has: heavy-tailed, 2% of them between 2,000 and 20,000, some none. */
export function recordCounts(projects: number, sizes: DataSizes, random: Random): number[] {
  const large = Math.round(projects * LARGE_SHARE);
  const counts: number[] = [];
  for (let i = 0; i < large; i++) {
    counts.push(LARGE_MIN * (LARGE_MAX / LARGE_MIN) ** ((i + random.float()) / large));
  }
  while (counts.length < projects) {
    const size = Math.exp(Math.log(SMALL_MEDIAN) + SMALL_SIGMA * random.normal());
    counts.push(random.chance(EMPTY_SHARE) ? 0 : Math.min(LARGE_MIN - 1, Math.max(1, size)));
  }
  const scale = sizes.records === undefined ? 1 : sizes.records / Math.max(1, sum(counts));
  const cap = sizes.maxRecords ?? Number.POSITIVE_INFINITY;
  return random.shuffle(counts.map((count) => Math.min(cap, Math.round(count * scale))));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
