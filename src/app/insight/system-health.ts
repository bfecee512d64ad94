import { resolve } from "node:path";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { AppPorts } from "../app.ts";
import { examine, type Finding } from "../upkeep/doctor.ts";

const DAY_MS = 86_400_000;
/** A backup that is older deserves a word. */
const OLD_BACKUP_DAYS = 7;

/**
 * What `doctor` finds without asking a CRM, and how old the newest backup is. Reads the whole database: seconds where it is large.
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
  const findings: Finding[] = [];
  for await (const finding of examine(ports, target, new AbortController().signal)) findings.push(finding);
  const backup = await newestBackup(ports, Date.now());
  return backup === null ? findings : [...findings, backup];
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
