import type { Truth } from "../../src/sim/sim.ts";
import { allOf, type Expected } from "./content.ts";
import type { SeededRandom } from "./random.ts";
import type { World } from "./world.ts";

/** One run of a campaign, from what the CRM does before it to what must be held after it. */
export interface Chapter {
  readonly verb: readonly string[];
  /** 3: some of it cannot be read. */
  readonly code: 0 | 3;
  /** Most kills fall after the first to so-many-th request of a session: about as many as an undisturbed one sends. */
  readonly requests: number;
  /** After so many kills it is left alone, so that those behind it get theirs; default: never. */
  readonly mostKills?: number;
  /** A killed run may be given up for a new one (`--fresh`). */
  readonly mayBeGivenUp?: boolean;
  /** Changes the CRM; returns what is to be held then. */
  prepare(world: World, before: Expected | undefined): Promise<Expected>;
}

const COLLECT = ["collect"];
const EDITS = { projects: 0.3, add: 6, remove: 6, edit: 3 };
const CHANGE = { ...EDITS, deleteProjects: 2, addProjects: 2, deleteClients: 1 };
const REQUESTS = 30;

async function truthOf(world: World): Promise<Expected> {
  return allOf(await world.truth());
}

/** Younger stamps are not trusted: what carries them is read again in any case. */
const UNTRUSTED_MS = 60_000;

function longEnoughAgo(): string {
  return new Date(Date.now() - 2 * UNTRUSTED_MS).toISOString();
}

async function changedNow(world: World): Promise<Expected> {
  await world.crm.control("change", CHANGE);
  return await truthOf(world);
}

async function changed(world: World): Promise<Expected> {
  await world.crm.control("change", { ...CHANGE, at: longEnoughAgo() });
  return await truthOf(world);
}

/** Two runs: a first one, and an incremental one over a changed CRM. */
export const TWO_RUNS: readonly Chapter[] = [
  { verb: COLLECT, code: 0, requests: REQUESTS, prepare: truthOf },
  { verb: COLLECT, code: 0, requests: REQUESTS, prepare: changedNow },
];

const often = { requests: REQUESTS, mostKills: 6 };
const FIRST: Chapter = { verb: COLLECT, code: 0, requests: REQUESTS, mostKills: 0, prepare: truthOf };
const GIVEN_UP: Chapter = { verb: COLLECT, code: 0, ...often, mayBeGivenUp: true, prepare: changed };
const SET_ASIDE: Chapter = { verb: COLLECT, code: 3, ...often, prepare: died };

/** The shortest histories in which a run may be given up, and in which some cannot be read. */
export const OF_GIVEN_UP: readonly Chapter[] = [FIRST, GIVEN_UP];
export const OF_SET_ASIDE: readonly Chapter[] = [FIRST, SET_ASIDE];

/**
 * A longer history: a first run; an incremental one that may be given up on the way; one in which a client and some
 * projects that changed cannot be read; a retry of them once they can; and one more. Of the third and the last one is full.
 */
export function historyOf(random: SeededRandom): Chapter[] {
  const isFullFirst = random.chance(0.5);
  const full = [...COLLECT, "--full"];
  return [
    { ...FIRST, mostKills: 2 },
    GIVEN_UP,
    { ...SET_ASIDE, verb: isFullFirst ? full : COLLECT },
    { verb: ["failed", "retry"], code: 0, ...often, requests: 8, prepare: healed },
    { verb: isFullFirst ? COLLECT : full, code: 0, ...often, mayBeGivenUp: true, prepare: changed },
  ];
}

/** Of what changed, four projects and one client with all its projects answer 404 from now on, and are listed all the same. */
async function died(world: World, before: Expected | undefined): Promise<Expected> {
  const { projects } = await world.crm.control<{ projects: number[] }>("change", {
    ...EDITS,
    addProjects: 2,
    at: longEnoughAgo(),
  });
  const { perProject } = await world.truth();
  const clientOf = new Map(perProject.map(({ project, client }) => [project, client]));
  const [first = 0, ...others] = projects;
  const deadClient = clientOf.get(first) ?? 0;
  const deadProjects = others.filter((project) => clientOf.get(project) !== deadClient).slice(0, 4);
  await world.crm.control("config", { deadStatus: 404, deadProjects, deadClients: [deadClient] });
  const truth = await world.crm.control<Truth>("truth?reachable=1");
  const unread = new Set([
    ...deadProjects,
    ...perProject.filter(({ client }) => client === deadClient).map(({ project }) => project),
  ]);
  const kept = (before?.pairs ?? []).filter(([project]) => unread.has(project));
  return { truth, pairs: [...truth.pairs, ...kept], quarantined: deadProjects.length + 1 };
}

async function healed(world: World): Promise<Expected> {
  await world.crm.control("config", { deadProjects: [], deadClients: [] });
  return await truthOf(world);
}
