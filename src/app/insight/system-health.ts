import { resolve } from "node:path";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { AppPorts } from "../app.ts";
import { examine, type Finding } from "../upkeep/doctor.ts";
import { examineClocks } from "../upkeep/doctor-clock.ts";

const DAY_MS = 86_400_000;
/** A backup that is older deserves a word. */
const OLD_BACKUP_DAYS = 7;

/**
 * What `doctor` finds of this installation, how far the clocks of the CRMs are from ours, and how old the newest backup is. Reads the
 * whole database, and asks each CRM once without a token: seconds where the one is large or the other slow.
 */
export async function systemHealth(ports: AppPorts, programVersion: string): Promise<Finding[]> {
  const target = {
    programVersion,
    invocation: "datamaster",
    configFile: ports.configured.file,
    dotenvFile: resolve(".env"),
    sources: [],
    full: false,
  };
  const { signal } = new AbortController();
  const [findings, clocks, backup] = await Promise.all([
    gathered(examine(ports, target, signal)),
    examineClocks(ports, signal),
    newestBackup(ports, Date.now()),
  ]);
  return [...findings, ...clocks, ...(backup === null ? [] : [backup])];
}

/** Null where the store's server has backups of its own. */
async function newestBackup(ports: AppPorts, now: number): Promise<Finding | null> {
  const check = "backup";
  try {
    const [newest] = (await ports.openBackups()).list();
    if (newest === undefined) return { check, state: "warn", detail: told("healthNoBackup") };
    const days = Math.floor((now - Date.parse(newest.at)) / DAY_MS);
    const isOld = days > OLD_BACKUP_DAYS;
    return { check, state: isOld ? "warn" : "ok", detail: told("healthBackup", { at: newest.at, days }) };
  } catch (error) {
    if (error instanceof DatamasterError && error.code === "USAGE") return null;
    throw error;
  }
}

async function gathered(findings: AsyncIterable<Finding>): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const finding of findings) all.push(finding);
  return all;
}
