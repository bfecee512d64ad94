import { DatamasterError, QuarantineError, whyOf } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import type { Connector, CrmClientPort, ListTarget, Page } from "../../crm/crm.ts";
import { told } from "../../messages/messages.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import { askAccount, readFirstPage, sourceName } from "../people/account.ts";
import { CountingClient } from "../runs/counting-client.ts";
import { keepSpent } from "../runs/leave.ts";

/** One line of `check`: what was tried, and what came of it. */
export interface CheckStep {
  readonly step: "sign-in" | "reachability" | "token" | "first page" | "phone field" | "store";
  readonly ok: boolean;
  readonly detail: Told | string;
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
  const client = new CountingClient(await ports.openCrm(source));
  try {
    yield* checkCrm(connector, client, source, signal);
  } finally {
    await client.close();
    if (client.account !== null) await keepSpent(ports, source, client.account, client.takeSpent());
  }
}

async function* checkCrm(
  connector: Connector,
  client: CountingClient,
  source: SourceOptions,
  signal: AbortSignal,
): AsyncGenerator<CheckStep> {
  const host = new URL(source.baseUrl).host;
  if (source.oauth != null) {
    const step = await signIn(client, signal);
    yield step;
    if (!step.ok) return;
  }
  try {
    const account = await askAccount(connector, client, signal);
    client.account = sourceName({ ...source, name: null }, account);
    yield { step: "reachability", ok: true, detail: told("answers", { host }) };
    const limit = account.requestsPerSecond;
    const detail =
      limit === null
        ? told("acceptedNoLimit", { account: account.name })
        : told("accepted", { account: account.name, limit });
    yield { step: "token", ok: true, detail };
  } catch (error) {
    const refused = error instanceof DatamasterError && /UNAUTHORIZED|FORBIDDEN/.test(error.code);
    if (refused) yield { step: "reachability", ok: true, detail: told("answers", { host }) };
    yield failed(refused ? "token" : "reachability", error);
    return;
  }
  try {
    const clients = await readList(connector, client, { kind: "clients" }, signal);
    if (clients.items.length === 0) {
      yield { step: "first page", ok: false, detail: told("checkNoClients") };
      return;
    }
    yield {
      step: "first page",
      ok: true,
      detail: told("firstPage", { clients: clients.items.length, total: clients.total }),
    };
    yield await findPhone(connector, client, clients, signal);
  } catch (error) {
    yield failed("first page", error);
  }
}

/** Whether the token endpoint gives an access token, or one is kept that still lives. */
async function signIn(client: CrmClientPort, signal: AbortSignal): Promise<CheckStep> {
  const step = "sign-in";
  try {
    const state = await client.signIn(signal);
    const { host, seconds } = state ?? { host: "", seconds: null };
    const detail = seconds === null ? told("tokenGotUntold", { host }) : told("tokenGot", { host, seconds });
    return { step, ok: true, detail };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return failed(step, error);
  }
}

async function readList(
  connector: Connector,
  client: CrmClientPort,
  target: ListTarget,
  signal: AbortSignal,
): Promise<Page> {
  const answer = await client.get(connector.pageRequest(target, null), signal);
  return readFirstPage(connector, target, answer.body);
}

/** What is listed; nothing where this one list cannot be read, as a collect would set it aside. */
async function readItems(
  connector: Connector,
  client: CrmClientPort,
  target: ListTarget,
  signal: AbortSignal,
): Promise<Page["items"]> {
  try {
    return (await readList(connector, client, target, signal)).items;
  } catch (error) {
    if (error instanceof QuarantineError) return [];
    throw error;
  }
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
    const projects = await readItems(connector, client, { kind: "projects", clientId }, signal);
    for (const { id: projectId } of projects.slice(0, LOOK_AT)) {
      const records = await readItems(connector, client, { kind: "phones", projectId }, signal);
      looked++;
      const found = records.some((record) => "phone" in record && /\d/.test(record.phone ?? ""));
      if (found) return { step: "phone field", ok: true, detail: told("phoneFound", { project: projectId }) };
    }
  }
  return {
    step: "phone field",
    ok: false,
    detail: told("phoneNotFound", { projects: looked }),
  };
}

function failed(step: CheckStep["step"], error: unknown): CheckStep {
  return { step, ok: false, detail: whyOf(error), ...(error instanceof DatamasterError && { error }) };
}
