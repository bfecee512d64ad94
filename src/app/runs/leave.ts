import { sleepUntil } from "../../base/clock.ts";
import { DatamasterError } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import { blockedError } from "../../collect/collect.ts";
import { Allowance, isPaced } from "../../limits/limits.ts";
import type { Spent } from "../../model/limit.ts";
import type { RunReader } from "../../store/store.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import { changing, readingIfAny } from "../with-store.ts";

/** Waits for leave to begin, or refuses: the quotas and hours of a source before its run is open. */
export interface LeaveOptions {
  /** Waits; else what is forbidden now rejects with QUOTA_SPENT, OUTSIDE_HOURS or CRM_BLOCKED. */
  readonly wait: boolean;
  /** Told why and until when it waits; null once it goes on. */
  readonly onWait: (why: Told | string | null) => void;
  readonly stop: AbortSignal;
}

/** Resolves when the source's hours and what is left of its quotas, `spent` being gone, allow a request. */
export async function waitForLeave(
  { rateLimits: limits = [], hours = [] }: SourceOptions,
  spent: readonly Spent[],
  options: LeaveOptions,
): Promise<void> {
  for (;;) {
    const now = Date.now();
    const block = new Allowance({ limits, hours, spent }, now).blockAt(now);
    if (block === null) return;
    await waitOut(blockedError(block), options);
  }
}

/** Asks the CRM; where it says until when it will not answer, waits for that and asks again, or rejects CRM_BLOCKED. */
export async function askWithLeave<T>(ask: () => Promise<T>, options: LeaveOptions): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof DatamasterError) || typeof error.data.until !== "string") throw error;
      await waitOut(error, options);
    }
  }
}

async function waitOut(error: DatamasterError, { wait, onWait, stop }: LeaveOptions): Promise<void> {
  if (!wait) throw error;
  onWait(error.told ?? error.message);
  try {
    await sleepUntil(Date.parse(String(error.data.until)), stop);
  } finally {
    onWait(null);
  }
}

/** What the account that the source was last read from was asked for. Nothing is looked up where nothing is limited. */
export async function spentBefore(
  ports: AppPorts,
  { name, rateLimits = [] }: SourceOptions,
): Promise<readonly Spent[]> {
  if (name === null || rateLimits.every(isPaced)) return [];
  const spent = await readingIfAny(ports, (reader) => {
    const account = reader.accountOf(name);
    return account === null ? [] : reader.spentOf(account);
  });
  return spent ?? [];
}

/** What an account was asked for. */
export async function spentOf(ports: AppPorts, account: string): Promise<readonly Spent[]> {
  return (await readingIfAny(ports, (reader) => reader.spentOf(account))) ?? [];
}

/** Has what was asked outside of a run counted, where the source has quotas and there is a store; what fails is logged. */
export async function keepSpent(
  ports: AppPorts,
  { rateLimits = [] }: SourceOptions,
  account: string,
  spent: readonly Spent[],
): Promise<void> {
  if (spent.length === 0 || rateLimits.every(isPaced)) return;
  try {
    if (!(await ports.storeHoldsData())) return;
    await changing(ports, (admin) => admin.spend(account, spent));
  } catch (error) {
    if (!(error instanceof DatamasterError)) throw error;
    ports.log.warn({ code: error.code }, error.message);
  }
}

/** What is to be counted on top where the source's last run was killed: two seconds of it, and what was in flight. */
export function lostCount(
  reader: Pick<RunReader, "findUnfinished">,
  source: string,
  { concurrency }: Pick<SourceOptions, "concurrency">,
): number {
  const run = reader.findUnfinished(source);
  if (run?.status !== "running") return 0;
  const { requests, seconds } = run.totals;
  return Math.ceil((2 * requests) / Math.max(1, seconds)) + concurrency;
}
