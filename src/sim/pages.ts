import { isoTime } from "./calendar.ts";
import { etagOf, gatherPage, PREPARED_LIMIT, type ProjectContent, placeAfter } from "./content.ts";
import { encodeCursor } from "./cursor.ts";
import type { Dataset, SimClient, SimProject } from "./dataset.ts";

/** A body ready to send. */
export interface Page {
  readonly body: Buffer;
  readonly etag: string;
}

/** Which part of a numbered list is asked for. */
export interface NumberedPlace {
  readonly page: number;
  readonly perPage: number;
  /** Unix milliseconds: only what was updated then or later. */
  readonly since: number | undefined;
}

/** Which part of a project's records is asked for. */
export interface CursorQuery {
  /** Records with larger ids; 0 for the first page. */
  readonly afterId: number;
  readonly limit: number;
  readonly since: number | undefined;
  /** Epoch of the cursors that go out. */
  readonly epoch: number;
}

const PREPARED_PER_PAGE = 200;

/** The numbered lists. Pages of 200 are prepared, others are made when asked for. */
export class ListPages {
  readonly #dataset: Dataset;
  #clients: Page[] = [];
  #projects = new Map<number, Page[]>();

  constructor(dataset: Dataset) {
    this.#dataset = dataset;
    this.prepare();
  }

  /** Makes the pages again after a change of the data. */
  prepare(): void {
    const { clients } = this.#dataset;
    this.#clients = prepareAll(clients, renderClient);
    this.#projects = new Map(
      clients.map((client) => [client.id, prepareAll(client.projects, renderProject)]),
    );
  }

  clients(place: NumberedPlace): Page {
    return prepared(this.#clients, place) ?? render(this.#dataset.clients, place, renderClient);
  }

  projects(client: SimClient, place: NumberedPlace): Page {
    return (
      prepared(this.#projects.get(client.id) ?? [], place) ?? render(client.projects, place, renderProject)
    );
  }
}

function prepared(pages: readonly Page[], place: NumberedPlace): Page | undefined {
  if (place.since !== undefined || place.perPage !== PREPARED_PER_PAGE) return undefined;
  return pages[place.page - 1];
}

function prepareAll<T extends { updatedAt: number }>(
  items: readonly T[],
  renderItem: (item: T) => object,
): Page[] {
  const count = Math.max(1, Math.ceil(items.length / PREPARED_PER_PAGE));
  return Array.from({ length: count }, (_, i) =>
    render(items, { page: i + 1, perPage: PREPARED_PER_PAGE, since: undefined }, renderItem),
  );
}

function render<T extends { updatedAt: number }>(
  items: readonly T[],
  { page, perPage, since }: NumberedPlace,
  renderItem: (item: T) => object,
): Page {
  const wanted = since === undefined ? items : items.filter((item) => item.updatedAt >= since);
  const total = wanted.length;
  const data = wanted.slice((page - 1) * perPage, page * perPage).map(renderItem);
  const meta = { page, per_page: perPage, total, total_pages: Math.ceil(total / perPage) };
  const body = Buffer.from(JSON.stringify({ data, meta }));
  return { body, etag: etagOf(body) };
}

function renderClient(client: SimClient): object {
  return { id: client.id, name: client.name, country: client.country, updated_at: isoTime(client.updatedAt) };
}

function renderProject(project: SimProject): object {
  const { id, client, name, updatedAt } = project;
  return { id, client_id: client.id, name, updated_at: isoTime(updatedAt) };
}

/** One page of a project's records. */
export function phonesPage(project: SimProject, query: CursorQuery): Page {
  const { content } = project;
  const start = query.afterId === 0 ? 0 : placeAfter(content, query.afterId);
  const usual = query.limit === PREPARED_LIMIT && query.since === undefined && query.epoch === 0;
  if (usual && start % PREPARED_LIMIT === 0) {
    const page = content.pages[start / PREPARED_LIMIT];
    if (page !== undefined) return page;
  }
  const { places, more } = choose(content, start, query);
  const last = places.at(-1);
  const next =
    more && last !== undefined
      ? encodeCursor({ projectId: project.id, afterId: content.ids[last] ?? 0, epoch: query.epoch })
      : null;
  const body = gatherPage(content, places, next);
  return { body, etag: etagOf(body) };
}

/** The page with how many records the project has, which the API itself does not tell. */
export function withTotal({ body: plain }: Page, total: number): Page {
  const body = Buffer.concat([plain.subarray(0, -1), Buffer.from(`,"total":${total}}`)]);
  return { body, etag: etagOf(body) };
}

function choose(
  content: ProjectContent,
  start: number,
  query: CursorQuery,
): { places: number[]; more: boolean } {
  const since = query.since ?? Number.NEGATIVE_INFINITY;
  const places: number[] = [];
  for (let place = start; place < content.size; place++) {
    if ((content.updatedAt[place] ?? 0) < since) continue;
    if (places.length === query.limit) return { places, more: true };
    places.push(place);
  }
  return { places, more: false };
}
