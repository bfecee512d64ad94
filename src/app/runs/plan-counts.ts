import type { ListTarget, Page } from "../../crm/crm.ts";
import type { Stamp } from "../../model/record.ts";
import type { RunScope } from "../../model/run.ts";

/** Reads the first page of a list; with `since` of what changed then or later. */
export type Look = (target: ListTarget, since?: Stamp | null) => Promise<Page>;

/** What a run would list and read. */
export interface Counted {
  readonly clients: number;
  readonly projects: number;
  /** Requests for clients and their lists of projects. */
  readonly lists: number;
  readonly exact: boolean;
}

/** So many clients' lists of projects are read to estimate the rest from. */
export const SAMPLE = 30;

/** What a full run would read: the CRM's clients, and their projects by a sample of them. */
export async function countProjects(look: Look, scope: RunScope): Promise<Counted> {
  const listed = await look({ kind: "clients" });
  const total = listed.total ?? listed.items.length;
  const wanted = Math.min(
    scope.limit ?? Infinity,
    scope.clients.length > 0 ? scope.clients.length : total - scope.exclude.length,
  );
  const ids =
    scope.clients.length > 0
      ? scope.clients
      : listed.items.map((item) => item.id).filter((id) => !scope.exclude.includes(id));
  // Spread over the page: neighbours in a CRM are often alike.
  const step = Math.max(1, Math.floor(Math.min(ids.length, wanted) / SAMPLE));
  const sample = ids
    .slice(0, wanted)
    .filter((_, index) => index % step === 0)
    .slice(0, SAMPLE);
  const pages = await Promise.all(sample.map((clientId) => look({ kind: "projects", clientId })));
  const projects = extrapolate(pages, wanted);
  const lists = Math.ceil(wanted / Math.max(1, listed.items.length)) + wanted;
  return { clients: wanted, projects, lists, exact: sample.length === wanted };
}

/** Items of all lists, where these first pages are of some. */
export function extrapolate(pages: readonly Page[], lists: number): number {
  const seen = pages.reduce((sum, page) => sum + (page.total ?? page.items.length), 0);
  return pages.length === 0 ? 0 : Math.round((seen / pages.length) * lists);
}
