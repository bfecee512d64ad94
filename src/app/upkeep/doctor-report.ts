import { homedir } from "node:os";
import { DatamasterError } from "../../base/errors.ts";
import { maskNumbers } from "../../base/mask.ts";
import { printable } from "../../base/printable.ts";
import type { Quarantined, Run } from "../../model/run.ts";
import type { AppPorts } from "../app.ts";
import { reading } from "../with-store.ts";
import { type Finding, plainFinding } from "./doctor.ts";

/** What is sent along with a bug: no token, no number, no name of a client or account, no home folder. */
export interface BugReport {
  readonly program: string;
  readonly system: Readonly<Record<string, string>>;
  readonly findings: readonly unknown[];
  readonly config: unknown;
  readonly runs: readonly unknown[];
  /** Why units were quarantined lately, and how often. */
  readonly quarantine: readonly unknown[];
}

const LAST_RUNS = 10;

/** Gathers the report; `config` must have no secret in it. What the database does not give is left out. */
export async function gatherReport(
  ports: AppPorts | null,
  program: string,
  findings: readonly Finding[],
  config: unknown,
): Promise<BugReport> {
  const { node, sqlite = "" } = process.versions;
  const system = { node, sqlite, platform: `${process.platform} ${process.arch}` };
  const history = ports === null ? { runs: [], quarantine: [] } : await historyOf(ports);
  return masked({ program, system, findings: findings.map(plainFinding), config, ...history }) as BugReport;
}

async function historyOf(ports: AppPorts): Promise<Pick<BugReport, "runs" | "quarantine">> {
  try {
    if (!(await ports.storeHoldsData())) return { runs: [], quarantine: [] };
    return await reading(ports, (reader) => {
      const runs = reader.listRuns(null, LAST_RUNS);
      const failures = runs.flatMap(({ run }) => reader.listQuarantined(run));
      return { runs: runs.map(withoutScope), quarantine: countCauses(failures) };
    });
  } catch (error) {
    // A database that cannot be read is among the findings already.
    const code = error instanceof DatamasterError ? error.code : "STORE_FAILED";
    return { runs: [{ error: code }], quarantine: [] };
  }
}

/** Which units failed is left out: their ids and names are the CRM's. */
function countCauses(failures: readonly Quarantined[]): unknown[] {
  const causes = new Map<string, { times: number }>();
  for (const { run, kind, code, message, attempts } of failures) {
    const key = JSON.stringify([run, kind, code, message, attempts]);
    const cause = causes.get(key) ?? { run, kind, code, message, attempts, times: 0 };
    cause.times++;
    causes.set(key, cause);
  }
  return [...causes.values()];
}

/** A scope names clients; how many it names is enough. */
function withoutScope({ scope, owner, ...run }: Run): unknown {
  const { clients, exclude, ...rest } = scope;
  return { ...run, pid: owner.pid, scope: { clients: clients.length, exclude: exclude.length, ...rest } };
}

/** Every text masked, however deep. */
function masked(value: unknown): unknown {
  if (typeof value === "string") return maskText(value);
  // Seconds with all their digits would look like a number to call.
  if (typeof value === "number") return Math.round(value * 1000) / 1000;
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [maskText(key), masked(inner)]));
}

function maskText(text: string): string {
  // `connector:URL#account` is the name of a source without a file; the account's name is nobody's business.
  const plain = printable(text).replace(/(https?:\/\/[^\s#]+)#[^"]*/g, "$1#***");
  const home = homedir();
  return maskNumbers(home.length > 1 ? plain.replaceAll(home, "~") : plain);
}
