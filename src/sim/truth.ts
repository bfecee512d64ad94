import { FIELD_CLASSES } from "./classes.ts";
import { numbersByRecord, recordBytes } from "./content.ts";
import type { Dataset, SimProject } from "./dataset.ts";
import { type Region, regionOf } from "./plan.ts";

/** What a collector should find in the CRM as it is now; known from making the data, without reading any text. */
export interface Truth {
  readonly seed: number;
  readonly clients: number;
  readonly projects: number;
  readonly records: number;
  /** Records without any number. */
  readonly rejected: number;
  /** Listed clients whose project list never answers. */
  readonly deadClients: readonly number[];
  /** Listed or hidden projects that cannot be read: dead themselves, or of a dead client. */
  readonly deadProjects: readonly number[];
  /** Every different number in E.164, in text order. */
  readonly numbers: readonly string[];
  /** Every different project and number, by project id, then in text order. */
  readonly pairs: readonly (readonly [projectId: number, e164: string])[];
  readonly perProject: readonly ProjectTruth[];
}

export interface ProjectTruth {
  readonly project: number;
  readonly client: number;
  readonly records: number;
  readonly rejected: number;
  /** Different numbers. */
  readonly numbers: number;
}

/** One record and what is right for it, for tests of number rooms. */
export interface RecordTruth {
  readonly id: number;
  readonly kind: string;
  /** The JSON source of the phone field. */
  readonly phone: string;
  /** Region in which national numbers of this client are written. */
  readonly clientRegion: Region;
  readonly numbers: readonly { readonly e164: string; readonly region: Region }[];
}

export interface TruthQuery {
  /** Leave out dead clients and all projects that cannot be read. */
  readonly reachable?: boolean | undefined;
}

interface DeadIds {
  readonly projects: ReadonlySet<number>;
  readonly clients: ReadonlySet<number>;
}

type Pair = readonly [number, string];

/** The truth as pieces of one JSON document, one array element a piece, so that a million pairs need no big string. */
export function* truthJson(dataset: Dataset, dead: DeadIds, query: TruthQuery = {}): Generator<string> {
  const { perProject, pairs, numbers, ...head } = lazyTruth(dataset, dead, query);
  yield JSON.stringify(head).slice(0, -1);
  yield* jsonArray("perProject", perProject);
  yield* jsonArray("numbers", numbers);
  yield* jsonArray("pairs", pairs());
  yield "}\n";
}

/** The truth as one object; meant for data sets of tests. */
export function truthOf(dataset: Dataset, dead: DeadIds, query: TruthQuery = {}): Truth {
  const { pairs, ...rest } = lazyTruth(dataset, dead, query);
  return { ...rest, pairs: [...pairs()] };
}

function lazyTruth(
  dataset: Dataset,
  dead: DeadIds,
  query: TruthQuery,
): Omit<Truth, "pairs"> & { pairs: () => Generator<Pair> } {
  const isDead = (project: SimProject): boolean =>
    dead.projects.has(project.id) || dead.clients.has(project.client.id);
  const all = [...dataset.projects()].sort((a, b) => a.id - b.id);
  const projects = query.reachable ? all.filter((project) => !isDead(project)) : all;
  const perProject = projects.map(projectTruth);
  const numbers = new Set<number>();
  for (const project of projects) for (const number of project.content.numbers) numbers.add(number);
  const deadClients = dataset.clients.map((client) => client.id).filter((id) => dead.clients.has(id));
  return {
    seed: dataset.workshop.seed,
    clients: dataset.clients.length - (query.reachable ? deadClients.length : 0),
    projects: projects.length,
    records: perProject.reduce((sum, project) => sum + project.records, 0),
    rejected: perProject.reduce((sum, project) => sum + project.rejected, 0),
    deadClients,
    deadProjects: all.filter(isDead).map((project) => project.id),
    numbers: Array.from(numbers, (number) => `+${number}`).sort(),
    perProject,
    pairs: () => pairsOf(projects),
  };
}

function projectTruth(project: SimProject): ProjectTruth {
  const { content } = project;
  return {
    project: project.id,
    client: project.client.id,
    records: content.size,
    rejected: content.counts.reduce((sum, count) => sum + (count === 0 ? 1 : 0), 0),
    numbers: new Set(content.numbers).size,
  };
}

function* pairsOf(projects: readonly SimProject[]): Generator<Pair> {
  for (const project of projects) {
    const numbers = Array.from(new Set(project.content.numbers), (number) => `+${number}`).sort();
    for (const number of numbers) yield [project.id, number];
  }
}

function* jsonArray(name: string, items: Iterable<unknown>): Generator<string> {
  let before = `,"${name}":[`;
  for (const item of items) {
    yield before + JSON.stringify(item);
    before = ",";
  }
  yield before === "," ? "]" : `${before}]`;
}

const PHONE = /"phone":("(?:[^"\\]|\\.)*"|[^,]*),"label"/;

/** Each record of a project with its class and its numbers, in the order of the list. */
export function* recordTruths(dataset: Dataset, project: SimProject): Generator<RecordTruth> {
  const { content } = project;
  let place = 0;
  for (const numbers of numbersByRecord(content)) {
    yield {
      id: content.ids[place] ?? 0,
      kind: FIELD_CLASSES[content.kinds[place] ?? 0]?.name ?? "",
      phone: PHONE.exec(recordBytes(content, place).toString())?.[1] ?? "",
      clientRegion: dataset.regionOf(project.client),
      numbers: Array.from(numbers, (number) => ({ e164: `+${number}`, region: regionOf(number) })),
    };
    place++;
  }
}
