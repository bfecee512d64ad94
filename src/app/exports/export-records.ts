import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ExportPreset, ExportRecord, ExportState, StoreAdmin } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, reading } from "../with-store.ts";

/** One page of exports, newest first, and whether there are more. */
export async function listExports(
  ports: AppPorts,
  before: readonly [createdAt: string, id: string] | null,
  limit: number,
): Promise<{ readonly records: readonly ExportRecord[]; readonly hasMore: boolean }> {
  return await reading(ports, ({ exports }) => {
    const records = exports.list(before, limit + 1);
    return { records: records.slice(0, limit), hasMore: records.length > limit };
  });
}

/** Null where there is none of that id. */
export async function findExport(ports: AppPorts, id: string): Promise<ExportRecord | null> {
  return await reading(ports, ({ exports }) => exports.find(id));
}

/** Oldest first. */
export async function exportsInState(
  ports: AppPorts,
  states: readonly ExportState[],
): Promise<readonly ExportRecord[]> {
  return await reading(ports, ({ exports }) => exports.inState(states));
}

/** Keeps how an export stands. */
export async function noteExportRecord(ports: AppPorts, record: ExportRecord): Promise<void> {
  await writing(ports, ({ exports }) => exports.note(record));
}

/** Deletes files that are old; `root` is the folder of all exports. Returns the records of those that are expired now. */
export async function expireExports(ports: AppPorts, root: string): Promise<readonly ExportRecord[]> {
  const now = new Date().toISOString();
  const ready = await exportsInState(ports, ["ready"]);
  const old = ready.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= now);
  if (old.length === 0) return [];
  return await writing(ports, (admin) =>
    old.map((record) => {
      rmSync(join(root, record.id), { recursive: true, force: true });
      for (const { name } of record.files) admin.erasure.forgetFile(join(root, record.id, name));
      const expired: ExportRecord = { ...record, state: "expired" };
      admin.exports.note(expired);
      return expired;
    }),
  );
}

export async function listExportPresets(ports: AppPorts): Promise<readonly ExportPreset[]> {
  return await reading(ports, ({ exports }) => exports.presets());
}

/** `asked`: JSON. */
export async function saveExportPreset(ports: AppPorts, name: string, asked: string): Promise<ExportPreset> {
  return await writing(ports, ({ who, exports }) => {
    const preset = { name, who, at: new Date().toISOString(), asked };
    exports.keepPreset(preset);
    return preset;
  });
}

/** False where there is none of that name. */
export async function deleteExportPreset(ports: AppPorts, name: string): Promise<boolean> {
  return await writing(ports, ({ exports }) => exports.dropPreset(name));
}

async function writing<T>(ports: AppPorts, use: (admin: StoreAdmin) => T): Promise<T> {
  return await changing(ports, (admin) => admin.transaction(() => use(admin)));
}
