import type { HeldFilter, ProjectPlace } from "../../store.ts";
import type { Sql, SqlValue } from "../sql.ts";

/** A list as a named value of a query; returns what stands for it behind IN. */
export function listParameter(
  name: string,
  list: readonly string[],
  values: Record<string, SqlValue>,
): string {
  values[name] = JSON.stringify(list);
  return `(SELECT value FROM json_each(CAST(:${name} AS TEXT)))`;
}

/** WHERE of projects `p` for what a filter says of sources, clients and projects; empty for all. */
export function pickedProjects(filter: HeldFilter, values: Record<string, SqlValue>): string {
  const wanted: string[] = [];
  if (filter.sources.length > 0) {
    const names = listParameter("sources", filter.sources, values);
    wanted.push(`p.source IN (SELECT id FROM sources WHERE name IN ${names})`);
  }
  if (filter.clients.length > 0) {
    const ids = listParameter("clients", filter.clients, values);
    wanted.push(`p.client IN (SELECT id FROM clients WHERE crm_id IN ${ids})`);
  }
  if (filter.projects.length > 0) {
    wanted.push(`p.crm_id IN ${listParameter("projects", filter.projects, values)}`);
  }
  return wanted.length > 0 ? `WHERE ${wanted.join(" AND ")}` : "";
}

const NOWHERE: ProjectPlace = { clientKey: 0, clientId: "", client: "", projectId: "", project: "" };

/** Tells what the store's ids of projects stand for; rows come project by project, so only the last one is kept. */
export function placeReader(sql: Sql): (project: number) => ProjectPlace {
  let last: number | null = null;
  let place = NOWHERE;
  return (project) => {
    if (project === last) return place;
    const row = sql.get<ProjectPlace & Record<string, never>>(
      `SELECT k.id AS clientKey, k.crm_id AS clientId, k.name AS client, p.crm_id AS projectId, p.name AS project
       FROM projects p JOIN clients k ON k.id = p.client WHERE p.id = ?`,
      project,
    );
    last = project;
    // Rows of a database have no hidden class: copied into each row of an export, that would be a third of its time.
    place = row === undefined ? NOWHERE : { ...NOWHERE, ...row };
    return place;
  };
}
