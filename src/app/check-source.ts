import { DatamasterError, messageOf } from "../base/errors.ts";
import type { Connector, CrmClientPort, ListTarget, Page } from "../crm/crm.ts";
import { askAccount } from "./account.ts";
import type { AppPorts, SourceOptions } from "./app.ts";

/** One line of `check`: what was tried, and what came of it. */
export interface CheckStep {
  readonly step: "reachability" | "token" | "first page" | "phone field" | "store";
  readonly ok: boolean;
  readonly detail: string;
  readonly hint?: string;
  readonly error?: DatamasterError;
}

/** How many clients and projects are looked into for a phone record. */
const LOOK_AT = 10;

/** Tries each thing a collect needs, in order, and yields a step each; stops after the first that failed. */
export async function* checkSource(
  ports: AppPorts,
  source: SourceOptions,
  signal: AbortSignal,
): AsyncGenerator<CheckStep> {
  const connector = await ports.findConnector(source.connector);
  const client = await ports.openCrm(source);
  try {
    yield* checkCrm(connector, client, source, signal);
  } finally {
    await client.close();
  }
}

async function* checkCrm(
  connector: Connector,
  client: CrmClientPort,
  source: SourceOptions,
  signal: AbortSignal,
): AsyncGenerator<CheckStep> {
  const host = new URL(source.baseUrl).host;
  try {
    const account = await askAccount(connector, client, signal);
    yield { step: "reachability", ok: true, detail: `${host} answers` };
    const limit = account.requestsPerSecond;
    const told = limit === null ? "tells no rate limit" : `allows ${limit} requests a second`;
    yield { step: "token", ok: true, detail: `accepted: account ${account.name}, ${told}` };
  } catch (error) {
    const refused = error instanceof DatamasterError && /UNAUTHORIZED|FORBIDDEN/.test(error.code);
    if (refused) yield { step: "reachability", ok: true, detail: `${host} answers` };
    yield failed(refused ? "token" : "reachability", error);
    return;
  }
  try {
    const clients = await readList(connector, client, { kind: "clients" }, signal);
    yield {
      step: "first page",
      ok: true,
      detail: `${clients.items.length} clients of ${clients.total ?? "?"}`,
    };
    yield await findPhone(connector, client, clients, signal);
  } catch (error) {
    yield failed("first page", error);
  }
}

async function readList(
  connector: Connector,
  client: CrmClientPort,
  target: ListTarget,
  signal: AbortSignal,
): Promise<Page> {
  const answer = await client.get(connector.pageRequest(target, null), signal);
  return connector.readPage(target, null, answer.body);
}

/** Looks into a few clients' projects until a record with something in its phone field turns up. */
async function findPhone(
  connector: Connector,
  client: CrmClientPort,
  clients: Page,
  signal: AbortSignal,
): Promise<CheckStep> {
  let looked = 0;
  for (const { id: clientId } of clients.items.slice(0, LOOK_AT)) {
    const projects = await readList(connector, client, { kind: "projects", clientId }, signal);
    for (const { id: projectId } of projects.items.slice(0, LOOK_AT)) {
      const phones = await readList(connector, client, { kind: "phones", projectId }, signal);
      looked++;
      const found = phones.kind === "phones" && phones.items.some((record) => /\d/.test(record.phone ?? ""));
      if (found) return { step: "phone field", ok: true, detail: `found in project ${projectId}` };
    }
  }
  return {
    step: "phone field",
    ok: false,
    detail: `no phone in the ${looked} projects looked into`,
    hint: "If projects of this CRM do hold phones, the token may lack the right to read them.",
  };
}

function failed(step: CheckStep["step"], error: unknown): CheckStep {
  const known =
    error instanceof DatamasterError ? { error, ...(error.hint !== undefined && { hint: error.hint }) } : {};
  return { step, ok: false, detail: messageOf(error), ...known };
}
