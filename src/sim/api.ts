import { decodeCursor } from "./cursor.ts";
import type { Dataset } from "./dataset.ts";
import { ListPages, type NumberedPlace, type Page, phonesPage, withTotal } from "./pages.ts";
import { RequestProblem } from "./problem.ts";
import { readId, readInstant, readInteger } from "./query.ts";
import type { Route } from "./stats.ts";

/** What a healthy request is answered with. */
export interface Reply {
  readonly page: Page;
  /** The name of this page in the counts, see SimStats.pages; undefined for what is no list. */
  readonly key: string | undefined;
}

/** Ids whose lists never answer, though they are listed. */
export interface Dead {
  readonly projects: ReadonlySet<number>;
  readonly clients: ReadonlySet<number>;
  readonly status: number;
}

export const BASE_PATH = "/api/v1";

/** Splits a request target into the route, its id and its query. */
export interface Target {
  readonly route: Route;
  readonly id: string;
  readonly query: URLSearchParams;
}

const NO_QUERY = "";
const ROUTES: readonly (readonly [Route, RegExp])[] = [
  ["phones", /^\/api\/v1\/projects\/([^/]*)\/phones$/],
  ["projects", /^\/api\/v1\/clients\/([^/]*)\/projects$/],
  ["clients", /^\/api\/v1\/clients()$/],
  ["me", /^\/api\/v1\/me()$/],
];

export function readTarget(url: string): Target {
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? NO_QUERY : url.slice(mark + 1));
  for (const [route, pattern] of ROUTES) {
    const match = pattern.exec(path);
    if (match !== null) return { route, id: match[1] ?? "", query };
  }
  return { route: "other", id: "", query };
}

/** Answers the routes of docs/crm-api.yaml from the data; knows nothing of tokens, limits and faults. */
export class Api {
  readonly #dataset: Dataset;
  readonly #lists: ListPages;
  #epoch = 0;

  constructor(dataset: Dataset) {
    this.#dataset = dataset;
    this.#lists = new ListPages(dataset);
  }

  /** The data has changed. */
  refresh(): void {
    this.#lists.prepare();
  }

  /** Every cursor handed out so far is answered 410 from now on. */
  expireCursors(): void {
    this.#epoch++;
  }

  /** The page asked for, of phones with their total where wanted; throws RequestProblem 400, 404, 410 or the status of the dead. */
  answer(target: Target, dead: Dead, phoneTotals = false): Reply {
    if (target.route === "clients") return this.#clients(target);
    if (target.route === "projects") return this.#projects(target, dead);
    if (target.route === "phones") return this.#phones(target, dead, phoneTotals);
    throw new RequestProblem(404, "There is nothing at this path.");
  }

  #clients({ query }: Target): Reply {
    const place = readPlace(query);
    return {
      page: this.#lists.clients(place),
      key: keyOf("clients", place.page, place.perPage, place.since),
    };
  }

  #projects({ id, query }: Target, dead: Dead): Reply {
    const clientId = readId(id);
    const place = readPlace(query);
    const client = this.#dataset.client(clientId);
    if (client === undefined) throw new RequestProblem(404, "There is no such client.");
    if (dead.clients.has(clientId))
      throw new RequestProblem(dead.status, "This client's list does not answer.");
    const key = keyOf(`projects/${clientId}`, place.page, place.perPage, place.since);
    return { page: this.#lists.projects(client, place), key };
  }

  #phones({ id, query }: Target, dead: Dead, totals: boolean): Reply {
    const projectId = readId(id);
    const limit = readInteger(query, "limit", 100, 1, 500);
    const since = readInstant(query, "updated_since");
    const project = this.#dataset.project(projectId);
    if (project === undefined) throw new RequestProblem(404, "There is no such project.");
    if (dead.projects.has(projectId))
      throw new RequestProblem(dead.status, "This project's records do not answer.");
    const afterId = this.#readCursor(query, projectId);
    const page = phonesPage(project, { afterId, limit, since, epoch: this.#epoch });
    const total = totals && since === undefined ? project.content.size : null;
    return {
      page: total === null ? page : withTotal(page, total),
      key: keyOf(`phones/${projectId}`, afterId, limit, since),
    };
  }

  #readCursor(query: URLSearchParams, projectId: number): number {
    const cursor = query.get("cursor");
    if (cursor === null) return 0;
    const place = decodeCursor(cursor);
    if (place === undefined || place.projectId !== projectId) {
      throw new RequestProblem(400, 'The parameter "cursor" is not one that this list has given.');
    }
    if (place.epoch < this.#epoch)
      throw new RequestProblem(410, "The cursor has expired; start this list again.");
    return place.afterId;
  }
}

function readPlace(query: URLSearchParams): NumberedPlace {
  return {
    page: readInteger(query, "page", 1, 1, Number.MAX_SAFE_INTEGER),
    perPage: readInteger(query, "per_page", 50, 1, 200),
    since: readInstant(query, "updated_since"),
  };
}

function keyOf(list: string, place: number, size: number, since: number | undefined): string {
  return since === undefined ? `${list}/${place}/${size}` : `${list}/${place}/${size}/${since}`;
}
