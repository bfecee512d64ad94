import { onTestFinished } from "vitest";
import { type Sim, type SimOptions, startSim } from "../../src/sim/sim.ts";

/** A small simulator that is closed after the test. */
export async function openSim(options: SimOptions = {}): Promise<Sim> {
  const sim = await startSim({ clients: 12, ...options });
  onTestFinished(() => sim.close());
  return sim;
}

/** Asks the API with the right token. */
export function get(sim: Sim, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${sim.url}${path}`, { headers: { authorization: `Bearer ${sim.token}`, ...headers } });
}

/** Asks or tells /__control. */
export function control(sim: Sim, path: string, body?: unknown): Promise<Response> {
  const url = new URL(`/__control/${path}`, sim.url);
  return body === undefined ? fetch(url) : fetch(url, { method: "POST", body: JSON.stringify(body) });
}

/** One page of a list, as parsed JSON. */
export interface ListBody {
  readonly data: readonly {
    readonly id: number;
    readonly updated_at: string;
    readonly [key: string]: unknown;
  }[];
  readonly next_cursor?: string | null;
  readonly meta?: {
    readonly page: number;
    readonly per_page: number;
    readonly total: number;
    readonly total_pages: number;
  };
}

export async function getList(sim: Sim, path: string): Promise<ListBody> {
  const answer = await get(sim, path);
  if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`);
  return JSON.parse(await answer.text());
}

/** Every record of a project, read through its cursors. */
export async function readRecords(
  sim: Sim,
  project: number,
  limit: number,
): Promise<ListBody["data"][number][]> {
  const records = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const body = await getList(
      sim,
      `/projects/${project}/phones?limit=${limit}${cursor && `&cursor=${cursor}`}`,
    );
    records.push(...body.data);
    cursor = body.next_cursor ?? null;
  }
  return records;
}

/** The project with the most records. */
export function largestProject(sim: Sim): {
  readonly project: number;
  readonly client: number;
  readonly records: number;
} {
  const [first, ...rest] = sim.truth().perProject;
  if (first === undefined) throw new Error("the simulator has no project");
  return rest.reduce((most, project) => (project.records > most.records ? project : most), first);
}
