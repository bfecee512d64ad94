import type { ChangeSpec } from "./config.ts";
import { numbersByRecord, type RecordInput, recordBytes } from "./content.ts";
import type { Dataset, SimProject } from "./dataset.ts";
import { makeClient, makeProject, RecordMaker } from "./generate.ts";
import { Random } from "./random.ts";

/** What a change did; the numbers that came and went are the difference of the truths before and after. */
export interface ChangeResult {
  /** The updated_at that everything changed has now. */
  readonly at: string;
  /** Projects whose records changed. */
  readonly projects: readonly number[];
  readonly deletedProjects: readonly number[];
  readonly deletedClients: readonly number[];
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
  const deletedClients = deleteClients(dataset, random, spec.deleteClients ?? 0);
  const deletedProjects = deleteProjects(dataset, random, spec.deleteProjects ?? 0, at);
  const edits = editsOf(spec);
  const touched = edits === undefined ? [] : chooseProjects(dataset, random, spec.projects ?? 0.01);
  const done = { recordsAdded: 0, recordsRemoved: 0, recordsEdited: 0 };
  for (const project of touched) {
    const { add, remove, edit } = rewrite(dataset, project, edits ?? DEFAULT_EDITS, random, at);
    done.recordsAdded += add;
    done.recordsRemoved += remove;
    done.recordsEdited += edit;
  }
  const size = spec.recordsPerProject ?? RECORDS_PER_PROJECT;
  const addedProjects: number[] = [];
  for (let i = 0; i < (spec.addProjects ?? 0) && dataset.clients.length > 0; i++) {
    addedProjects.push(makeProject(dataset, random.pick(dataset.clients), size, at).id);
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
    addedProjects,
    addedClients,
    ...done,
  };
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
  at: number,
): number[] {
  const projects = choose([...dataset.projects()], random, which);
  for (const project of projects) {
    dataset.removeProject(project);
    project.client.updatedAt = at;
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
  project.client.updatedAt = at;
  return { add: edits.add, remove: removed.size, edit: edited.size };
}
