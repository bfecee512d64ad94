import type { Calendar } from "./calendar.ts";
import type { ClassMix } from "./classes.ts";
import type { ContentWriter, ProjectContent } from "./content.ts";
import type { Region } from "./plan.ts";
import type { SharedNumbers, Spellings } from "./typist.ts";

export interface SimProject {
  readonly id: number;
  client: SimClient;
  name: string;
  /** Unix milliseconds; moves with its records. */
  updatedAt: number;
  content: ProjectContent;
}

export interface SimClient {
  readonly id: number;
  name: string;
  /** Null: its national numbers are of {@link Dataset.region}. */
  country: Region | null;
  /** Unix milliseconds; moves with its projects. */
  updatedAt: number;
  /** In the order of their ids. */
  readonly projects: SimProject[];
}

/** What records are made with, at the start and in later changes. */
export interface Workshop {
  readonly seed: number;
  readonly mix: ClassMix;
  readonly spellings: Spellings;
  readonly calendar: Calendar;
  readonly shared: SharedNumbers;
  readonly writer: ContentWriter;
}

/** All that the CRM holds now. Deleted clients and projects are gone from here. */
export class Dataset {
  readonly region: Region;
  readonly workshop: Workshop;
  /** In the order of their ids. */
  readonly clients: SimClient[] = [];
  readonly #clientById = new Map<number, SimClient>();
  readonly #projectById = new Map<number, SimProject>();
  #lastClientId = 1000;
  #lastProjectId = 10_000;
  #lastRecordId = 100_000;

  constructor(region: Region, workshop: Workshop) {
    this.region = region;
    this.workshop = workshop;
  }

  client(id: number): SimClient | undefined {
    return this.#clientById.get(id);
  }

  project(id: number): SimProject | undefined {
    return this.#projectById.get(id);
  }

  /** Every project, by client. */
  *projects(): Generator<SimProject> {
    for (const client of this.clients) yield* client.projects;
  }

  /** The region in which a client's national numbers are written. */
  regionOf(client: SimClient): Region {
    return client.country ?? this.region;
  }

  counts(): { readonly clients: number; readonly projects: number; readonly records: number } {
    let records = 0;
    for (const project of this.projects()) records += project.content.size;
    return { clients: this.clients.length, projects: this.#projectById.size, records };
  }

  newClientId(): number {
    return ++this.#lastClientId;
  }

  newProjectId(): number {
    return ++this.#lastProjectId;
  }

  newRecordId(): number {
    return ++this.#lastRecordId;
  }

  addClient(client: SimClient): void {
    this.clients.push(client);
    this.#clientById.set(client.id, client);
  }

  addProject(project: SimProject): void {
    project.client.projects.push(project);
    this.#projectById.set(project.id, project);
  }

  removeProject(project: SimProject): void {
    project.client.projects.splice(project.client.projects.indexOf(project), 1);
    this.#projectById.delete(project.id);
  }

  /** The project is another client's from now on. */
  moveProject(project: SimProject, client: SimClient): void {
    project.client.projects.splice(project.client.projects.indexOf(project), 1);
    project.client = client;
    client.projects.push(project);
    client.projects.sort((one, other) => one.id - other.id);
  }

  /** Removes the client with all of its projects. */
  removeClient(client: SimClient): void {
    for (const project of client.projects) this.#projectById.delete(project.id);
    this.#clientById.delete(client.id);
    this.clients.splice(this.clients.indexOf(client), 1);
  }
}
