import type { BackupMade, BackupProgress, KnownBackup, Sealing } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";

export interface BackupRequest {
  readonly file: string;
  /** Null: not encrypted. */
  readonly sealing: Sealing | null;
  readonly replace: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackupProgress) => void;
}

/** Writes a checked copy of the database as it is at one moment, also while a run goes on; it is on the list afterwards. */
export async function backUp(ports: AppPorts, { file, ...options }: BackupRequest): Promise<BackupMade> {
  return await (await ports.openBackups()).create(file, options);
}

/** The copies that were made, newest first. */
export async function listBackups(ports: AppPorts): Promise<KnownBackup[]> {
  return (await ports.openBackups()).list();
}
