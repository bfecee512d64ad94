import type { ChangeSpec } from "./config.ts";
import { numbersByRecord, type RecordInput, recordBytes } from "./content.ts";
import type { Dataset, SimClient, SimProject } from "./dataset.ts";
import { makeClient, makeProject, RecordMaker } from "./generate.ts";
import type { Region } from "./plan.ts";
import { Random } from "./random.ts";

/** What a change did; the numbers that came and went are the difference of the truths before and after. */
export interface ChangeResult {
  /** The updated_at that everything changed has now. */
  readonly at: string;
  /** Projects whose records changed. */
  readonly projects: readonly number[];
  readonly deletedProjects: readonly number[];
  readonly deletedClients: readonly number[];
  readonly movedProjects: readonly number[];
  readonly addedProjects: readonly number[];
  readonly addedClients: readonly number[];
  readonly recordsAdded: number;
  readonly recordsRemoved: number;
  readonly recordsEdited: number;
}

const DEFAULT_EDITS = { add: 2, remove: 2, edit: 1 };
const RECORDS_PER_PROJECT = 20;

interface Edits {
  readonly add: number;
  readonly remove: number;
  readonly edit: number;
}

/** Applies the `count`-th change of a data set; the same seed, changes and `at` give the same data. */
export function applyChange(dataset: Dataset, spec: ChangeSpec, count: number): ChangeResult {
  const random = new Random(dataset.workshop.seed, "change", count);
  const at = spec.at === undefined ? Date.now() : Date.parse(spec.at);
  const touch = (client: SimClient): void => {
    if (spec.flat !== true) client.updatedAt = at;
  };
  const deletedClients = deleteClients(dataset, random, spec.deleteClients ?? 0);
  const deletedProjects = deleteProjects(dataset, random, spec.deleteProjects ?? 0, touch);
  const edits = editsOf(spec);
  const touched = edits === undefined ? [] : chooseProjects(dataset, random, spec.projects ?? 0.01);
  const done = { recordsAdded: 0, recordsRemoved: 0, recordsEdited: 0 };
  for (const project of touched) {
    const { add, remove, edit } = rewrite(dataset, project, edits ?? DEFAULT_EDITS, random, at);
    touch(project.client);
    done.recordsAdded += add;
    done.recordsRemoved += remove;
    done.recordsEdited += edit;
  }
  const movedProjects = moveProjects(dataset, random, spec, touch);
  rename(dataset, random, spec, at, touch);
  const size = spec.recordsPerProject ?? RECORDS_PER_PROJECT;
  const addedProjects: number[] = [];
  for (let i = 0; i < (spec.addProjects ?? 0) && dataset.clients.length > 0; i++) {
    addedProjects.push(addProject(dataset, random.pick(dataset.clients), size, at, spec.flat === true));
  }
  const addedClients: number[] = [];
  for (let i = 0; i < (spec.addClients ?? 0); i++) {
    const client = makeClient(dataset, random.pick(["RU", "RU", "RU", "KZ", "BY", null]), at);
    addedClients.push(client.id);
    addedProjects.push(makeProject(dataset, client, size, at).id);
  }
  const projects = touched.map((project) => project.id);
  return {
    at: new Date(at).toISOString(),
    projects,
    deletedProjects,
    deletedClients,
    movedProjects,
    addedProjects,
    addedClients,
    ...done,
  };
}

/** A new project; `flat` leaves its client's stamp as it is. */
function addProject(dataset: Dataset, client: SimClient, size: number, at: number, flat: boolean): number {
  const { updatedAt } = client;
  const { id } = makeProject(dataset, client, size, at);
  if (flat) client.updatedAt = updatedAt;
  return id;
}

/** Moves projects to other clients: without `moveAcross` to those whose numbers are written in the same region. */
function moveProjects(
  dataset: Dataset,
  random: Random,
  { moveProjects: which = 0, moveAcross = false }: ChangeSpec,
  touch: (client: SimClient) => void,
): number[] {
  const moved: number[] = [];
  for (const project of chooseAny([...dataset.projects()], random, which)) {
    const region = dataset.regionOf(project.client);
    const others = dataset.clients.filter(
      (client) => client !== project.client && (moveAcross || dataset.regionOf(client) === region),
    );
    if (others.length === 0) continue;
    const client = random.pick(others);
    touch(project.client);
    touch(client);
    dataset.moveProject(project, client);
    moved.push(project.id);
  }
  return moved;
}

const COUNTRIES: readonly (Region | null)[] = ["RU", "KZ", "BY", "UA", "DE", null];

/** New names, and other countries: in those the numbers that are there would be read otherwise, so the truth ends. */
function rename(
  dataset: Dataset,
  random: Random,
  { renameProjects = 0, renameClients = 0, countries = 0 }: ChangeSpec,
  at: number,
  touch: (client: SimClient) => void,
): void {
  for (const project of chooseAny([...dataset.projects()], random, renameProjects)) {
    project.name = `${project.name} (${2 + random.int(8)})`;
    project.updatedAt = at;
    touch(project.client);
  }
  for (const client of chooseAny([...dataset.clients], random, renameClients)) {
    client.name = `${client.name} (${2 + random.int(8)})`;
    client.updatedAt = at;
  }
  for (const client of chooseAny([...dataset.clients], random, countries)) {
    client.country = random.pick(COUNTRIES.filter((country) => country !== client.country));
    client.updatedAt = at;
  }
}

function editsOf(spec: ChangeSpec): Edits | undefined {
  const { add, remove, edit } = spec;
  if (add === undefined && remove === undefined && edit === undefined) {
    return spec.projects === undefined ? undefined : DEFAULT_EDITS;
  }
  return { add: add ?? 0, remove: remove ?? 0, edit: edit ?? 0 };
}

function deleteClients(dataset: Dataset, random: Random, which: number | readonly number[]): number[] {
  const clients = choose([...dataset.clients], random, which);
  for (const client of clients) dataset.removeClient(client);
  return clients.map((client) => client.id);
}

function deleteProjects(
  dataset: Dataset,
  random: Random,
  which: number | readonly number[],
  touch: (client: SimClient) => void,
): number[] {
  const projects = choose([...dataset.projects()], random, which);
  for (const project of projects) {
    dataset.removeProject(project);
    touch(project.client);
  }
  return projects.map((project) => project.id);
}

function chooseProjects(dataset: Dataset, random: Random, which: number | readonly number[]): SimProject[] {
  const all = [...dataset.projects()];
  if (typeof which !== "number") return choose(all, random, which);
  return choose(all, random, which === 0 ? 0 : Math.max(1, Math.round(which * all.length)));
}

/** So many of them, or those with these ids that exist, in the order of their ids. */
function choose<T extends { readonly id: number }>(
  all: T[],
  random: Random,
  which: number | readonly number[],
): T[] {
  const chosen =
    typeof which === "number"
      ? random.shuffle(all).slice(0, which)
      : all.filter(({ id }) => which.includes(id));
  return chosen.sort((a, b) => a.id - b.id);
}

/** The same, but no random number is drawn where none is asked for: what changed before there were these changes stays. */
function chooseAny<T extends { readonly id: number }>(
  all: T[],
  random: Random,
  which: number | readonly number[],
): T[] {
  return which === 0 ? [] : choose(all, random, which);
}

/** Makes a project's content again: some records gone, some with another value, new ones at the end. */
function rewrite(dataset: Dataset, project: SimProject, edits: Edits, random: Random, at: number): Edits {
  const { content } = project;
  const places = random.shuffle([...content.ids.keys()]);
  const removed = new Set(places.slice(0, edits.remove));
  const edited = new Set(places.slice(edits.remove, edits.remove + edits.edit));
  const maker = new RecordMaker(dataset, project.client, project.id, random);
  const records: RecordInput[] = [];
  let place = 0;
  for (const numbers of numbersByRecord(content)) {
    const id = content.ids[place] ?? 0;
    if (edited.has(place)) records.push(maker.make(id, at));
    else if (!removed.has(place)) {
      const [updatedAt, kind] = [content.updatedAt[place] ?? 0, content.kinds[place] ?? 0];
      records.push({ id, updatedAt, kind, numbers: [...numbers], json: recordBytes(content, place) });
    }
    place++;
  }
  for (let i = 0; i < edits.add; i++) records.push(maker.make(dataset.newRecordId(), at));
  project.content = dataset.workshop.writer.write(project.id, records.length, (i) => {
    const record = records[i];
    if (record === undefined) throw new RangeError(`no record ${i}`);
    return record;
  });
  project.updatedAt = at;
  return { add: edits.add, remove: removed.size, edit: edited.size };
}
