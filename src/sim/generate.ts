import { Calendar, isoTime, type Moment } from "./calendar.ts";
import { ClassMix, FIELD_CLASSES } from "./classes.ts";
import { ContentWriter, type RecordInput } from "./content.ts";
import { encodeCursor } from "./cursor.ts";
import { Dataset, type SimClient, type SimProject } from "./dataset.ts";
import type { Region } from "./plan.ts";
import { Random } from "./random.ts";
import { clientCount, type DataSizes, projectCounts, recordCounts } from "./sizes.ts";
import { Spellings, Typist } from "./typist.ts";
import { COMPANY_FORMS, COMPANY_NAMES, CONTACTS, LABELS, PROJECT_NAMES } from "./words.ts";

/** What decides every byte of a data set. */
export interface DataOptions extends DataSizes {
  /** Default 1. The same seed and sizes give the same bytes. */
  readonly seed?: number | undefined;
  /** Classes of phone fields by name, "default" or "all"; default ["default"]. */
  readonly classes?: readonly string[] | undefined;
  /** Region of clients without a country; default RU. */
  readonly region?: Region | undefined;
}

const COUNTRY_SHARES: readonly (readonly [Region | null, number])[] = [
  ["RU", 0.62],
  [null, 0.08],
  ["KZ", 0.09],
  ["UA", 0.06],
  ["BY", 0.05],
  ["UZ", 0.04],
  ["US", 0.03],
  ["DE", 0.015],
  ["GB", 0.015],
];

const SHARED_NUMBERS_PER_RECORD = 0.03;

/** Makes all clients, projects and records of a seed; a million records take a few seconds. */
export function generateDataset(options: DataOptions): Dataset {
  const seed = options.seed ?? 1;
  const random = new Random(seed, "sizes");
  const perClient = projectCounts(options, random);
  const perProject = recordCounts(
    perClient.reduce((total, count) => total + count, 0),
    options,
    random,
  );
  const records = perProject.reduce((total, count) => total + count, 0);
  const dataset = new Dataset(options.region ?? "RU", {
    seed,
    mix: new ClassMix(options.classes ?? ["default"]),
    spellings: new Spellings(),
    calendar: new Calendar(),
    shared: { seed, count: Math.max(20, Math.round(records * SHARED_NUMBERS_PER_RECORD)) },
    writer: new ContentWriter((projectId, afterId) => encodeCursor({ projectId, afterId, epoch: 0 })),
  });
  const countries = countryOfEach(clientCount(options), random);
  let next = 0;
  for (const [i, projects] of perClient.entries()) {
    const client = makeClient(dataset, countries[i] ?? null);
    for (let j = 0; j < projects; j++) makeProject(dataset, client, perProject[next++] ?? 0);
  }
  return dataset;
}

function countryOfEach(clients: number, random: Random): (Region | null)[] {
  const countries: (Region | null)[] = [];
  let upTo = 0;
  for (const [country, share] of COUNTRY_SHARES) {
    upTo += share;
    while (countries.length < Math.round(upTo * clients)) countries.push(country);
  }
  while (countries.length < clients) countries.push("RU");
  return random.shuffle(countries);
}

/** A new client without projects; `at` is its updated_at in Unix milliseconds, by default some day of the past. */
export function makeClient(dataset: Dataset, country: Region | null, at?: number): SimClient {
  const id = dataset.newClientId();
  const random = new Random(dataset.workshop.seed, "client", id);
  const client: SimClient = {
    id,
    name: `${random.pick(COMPANY_FORMS)} "${random.pick(COMPANY_NAMES)}" ${id}`,
    country,
    updatedAt: at ?? dataset.workshop.calendar.moment(random.float(), 0).ms,
    projects: [],
  };
  dataset.addClient(client);
  return client;
}

/** A new project of `size` records; with `at`, everything in it was last changed then. */
export function makeProject(dataset: Dataset, client: SimClient, size: number, at?: number): SimProject {
  const id = dataset.newProjectId();
  const random = new Random(dataset.workshop.seed, "project", id);
  const project: SimProject = {
    id,
    client,
    name: `${random.pick(PROJECT_NAMES)} ${id}`,
    updatedAt: at ?? dataset.workshop.calendar.moment(random.float(), 0).ms,
    content: makeContent(dataset, client, id, random, size, at),
  };
  for (const time of project.content.updatedAt) project.updatedAt = Math.max(project.updatedAt, time);
  client.updatedAt = Math.max(client.updatedAt, project.updatedAt);
  dataset.addProject(project);
  return project;
}

function makeContent(
  dataset: Dataset,
  client: SimClient,
  projectId: number,
  random: Random,
  size: number,
  at: number | undefined,
): SimProject["content"] {
  const { writer } = dataset.workshop;
  const maker = new RecordMaker(dataset, client, projectId, random);
  return writer.write(projectId, size, () => maker.make(dataset.newRecordId(), at));
}

const LABEL_JSON = [...LABELS, null, null].map((label) => JSON.stringify(label));
const CONTACT_JSON = [...CONTACTS, null, null, null, null].map((contact) => JSON.stringify(contact));

/** Makes records of one project, one after the other. */
export class RecordMaker {
  readonly #random: Random;
  readonly #typist: Typist;
  readonly #dataset: Dataset;
  readonly #projectId: number;

  constructor(dataset: Dataset, client: SimClient, projectId: number, random: Random) {
    const { spellings, shared } = dataset.workshop;
    this.#dataset = dataset;
    this.#projectId = projectId;
    this.#random = random;
    this.#typist = new Typist(dataset.regionOf(client), random, spellings, shared);
  }

  /** `at` in Unix milliseconds; without it some second of the past. */
  make(id: number, at?: number): RecordInput {
    const random = this.#random;
    const kind = this.#dataset.workshop.mix.pick(this.#typist.region, random);
    const rule = FIELD_CLASSES[kind];
    if (rule === undefined) throw new RangeError(`no class of phone fields at ${kind}`);
    const { json: phone, numbers } = rule.make(this.#typist);
    const { ms, text } = at === undefined ? this.#past(random) : { ms: at, text: isoTime(at) };
    const [label, contact] = [random.pick(LABEL_JSON), random.pick(CONTACT_JSON)];
    const json = `{"id":${id},"project_id":${this.#projectId},"phone":${phone},"label":${label},"contact":${contact},"updated_at":"${text}"}`;
    return { id, updatedAt: ms, kind, numbers, json };
  }

  #past(random: Random): Moment {
    return this.#dataset.workshop.calendar.moment(random.float(), random.float());
  }
}
