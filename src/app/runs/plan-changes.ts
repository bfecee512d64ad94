import type { Connector } from "../../crm/crm.ts";
import { readerVersion } from "../../model/reader-version.ts";
import type { CrmClient, Stamp } from "../../model/record.ts";
import type { RunScope } from "../../model/run.ts";
import type { PlannedRun, SourceSize } from "../../store/store.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import { reading } from "../with-store.ts";
import { type Counted, extrapolate, type Look, SAMPLE } from "./plan-counts.ts";
import { incrementalTerms } from "./start-run.ts";

/** What the store knows before a run. */
interface Before {
  readonly size: SourceSize | null;
  readonly planned: PlannedRun;
}

/** How a run of this scope would begin, by what the connector can. */
export async function planBefore(
  ports: AppPorts,
  source: SourceOptions,
  name: string,
  scope: RunScope,
  connector: Pick<Connector, "incremental">,
): Promise<Before> {
  const unread = { clients: 0, projects: 0 };
  if (!(await ports.storeHoldsData())) return { size: null, planned: { mode: "full", since: null, unread } };
  // The number room takes its time to load, and a plan alone needs its version here.
  const { NUMBER_TABLE_VERSION } = await import("../../phone/phone.ts");
  return await reading(ports, (reader) => {
    const skipped = source.skipSuppressed === true ? reader.suppressions.version() : null;
    const wanted = {
      scope,
      reader: readerVersion(NUMBER_TABLE_VERSION, source, skipped),
      incremental: incrementalTerms(connector, source),
    };
    return { size: reader.sourceSize(name), planned: reader.plannedRun(name, wanted) };
  });
}

/** What an incremental run would read: clients not held as they are, what of their projects changed, what was left unread. */
export async function countChanges(
  ports: AppPorts,
  name: string,
  since: Stamp,
  unread: PlannedRun["unread"],
  look: Look,
): Promise<Counted> {
  const listed = await look({ kind: "clients" }, since);
  const items = listed.kind === "clients" ? listed.items : [];
  const total = listed.total ?? items.length;
  const changed = await changedOf(ports, name, items);
  const clients = items.length === 0 ? 0 : Math.round((changed.length / items.length) * total);
  const sample = changed.slice(0, SAMPLE);
  const pages = await Promise.all(sample.map(({ id }) => look({ kind: "projects", clientId: id }, since)));
  const listsOfProjects = clients + unread.clients;
  return {
    clients: listsOfProjects,
    projects: extrapolate(pages, clients) + unread.projects,
    // The pages of clients that changed, and a look at the list of all.
    lists: Math.max(1, Math.ceil(total / Math.max(1, items.length))) + 1 + listsOfProjects,
    exact: sample.length === clients,
  };
}

async function changedOf(ports: AppPorts, name: string, clients: readonly CrmClient[]): Promise<CrmClient[]> {
  return await reading(ports, (reader) => reader.changedClients(name, clients));
}
