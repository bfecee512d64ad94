import { join } from "node:path";
import type { TestContext } from "vitest";
import type { SourceOptions } from "../../src/app/app.ts";
import { type CollectRequest, collectSource } from "../../src/app/runs/start-run.ts";
import { createLogger } from "../../src/base/log.ts";
import type { CollectResult } from "../../src/collect/collect.ts";
import { compose } from "../../src/compose.ts";
import { WHOLE_SOURCE } from "../../src/model/run.ts";
import { HELD_NOW, type RunReader } from "../../src/store/store.ts";
import { type FakeCrm, fakeCrm, listOf, type Routes, recordsOf } from "../helpers/fake-crm.ts";
import { tempDir } from "../helpers/temp.ts";

export const CLIENTS = 3;
export const PROJECTS_EACH = 5;

export const clientId = (client: number): number => client;
export const projectId = (client: number, project: number): number => client * 100 + project;
/** Two numbers that no other project has. */
export const phonesOf = (project: number): string[] => [
  `+7916${1_000_000 + project}`,
  `+7926${1_000_000 + project}`,
];

/** A sound CRM: 3 clients of 5 projects of 2 numbers each, every list one page. */
export function soundRoutes(): Routes {
  const ids = [...Array(CLIENTS).keys()].map((index) => index + 1);
  const routes: Routes = {
    "/me": { account: "fake", rate_limit_per_second: null },
    "/clients": listOf(ids.map((id) => ({ id, name: `Client ${id}` }))),
  };
  for (const id of ids) {
    const projects = [...Array(PROJECTS_EACH).keys()].map((index) => projectId(id, index + 1));
    routes[`/clients/${id}/projects`] = listOf(
      projects.map((project) => ({ id: project, name: `${project}` })),
    );
    for (const project of projects) routes[`/projects/${project}/phones`] = recordsOf(phonesOf(project));
  }
  return routes;
}

/** All numbers of the sound CRM, without those of some projects. */
export function soundNumbers(...without: readonly number[]): string[] {
  const all: string[] = [];
  for (let client = 1; client <= CLIENTS; client++) {
    for (let project = 1; project <= PROJECTS_EACH; project++) {
      const id = projectId(client, project);
      if (!without.includes(id)) all.push(...phonesOf(id));
    }
  }
  return all.sort();
}

/** A CRM whose answers a test spoils, a database, and collects between them. */
export interface Trial {
  readonly crm: FakeCrm;
  collect(
    request?: Partial<CollectRequest>,
    options?: Partial<SourceOptions>,
    stop?: AbortSignal,
  ): Promise<CollectResult>;
  /** Held now, as E.164 in text order. */
  numbers(): Promise<string[]>;
  quarantined(run: number): Promise<string[]>;
  /** Lists whose count is not what the CRM tells. */
  differences(run: number): Promise<string[]>;
}

const SILENT = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });

export async function trial(
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  routes: Routes = soundRoutes(),
  log = SILENT,
): Promise<Trial> {
  const crm = await fakeCrm(routes, onTestFinished);
  return trialOf(crm, join(tempDir(onTestFinished), "datamaster.db"), "crm", log);
}

/** The same over a CRM and a database that are there; `name` is the source's, null as the command line names it. */
export function trialOf(crm: FakeCrm, database: string, name: string | null, log = SILENT): Trial {
  const ports = compose({ store: `sqlite:${database}`, log });
  const source: SourceOptions = {
    name,
    connector: "datamaster",
    baseUrl: crm.url,
    token: crm.token,
    region: "RU",
    rps: "auto",
    concurrency: 10,
    keep: [],
    otherRegions: "auto",
  };
  const read = async <T>(work: (reader: RunReader) => T): Promise<T> => {
    const reader = await ports.openReader();
    try {
      return work(reader);
    } finally {
      reader.close();
    }
  };
  return {
    crm,
    collect: (request = {}, options = {}, stop = new AbortController().signal) =>
      collectSource(
        ports,
        { ...source, ...options },
        { scope: WHOLE_SOURCE, begin: "auto", ...request },
        () => {},
        stop,
      ),
    numbers: () =>
      read((reader) => [...reader.iterateNumbers(HELD_NOW)].map(({ number }) => `+${number}`).sort()),
    quarantined: (run) =>
      read((reader) =>
        reader
          .listQuarantined(run)
          .map(({ kind, id, code }) => `${kind} ${id} ${code}`)
          .sort(),
      ),
    differences: (run) =>
      read((reader) =>
        reader
          .listQuarantined(run)
          .filter(({ total }) => total !== null)
          .map(({ kind, id, total, listed }) => `${kind} ${id}: ${total} told, ${listed} listed`),
      ),
  };
}
