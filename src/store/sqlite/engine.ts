import type { StoreEngine } from "../engine.ts";

/** One file, and what is loaded only when it is asked for. */
export function sqliteEngine(path: string): StoreEngine {
  return {
    openWriter: async (keyFile) => (await import("./sqlite.ts")).openSqliteWriter(path, keyFile),
    openReader: async () => (await import("./sqlite.ts")).openSqliteReader(path),
    openAdmin: async (who, keyFile) => (await import("./sqlite.ts")).openSqliteAdmin(path, who, keyFile),
    openBackups: async (who, keyFile) =>
      new (await import("./backup.ts")).SqliteBackups(path, { who, keyFile }),
    claimService: async () => (await import("./file-lock.ts")).tryLock(`${path}.serve`),
    holdsData: async () => (await import("./open.ts")).holdsData(path),
    check: async () => (await import("./open.ts")).checkWritable(path),
    files: async () => (await import("./inspect.ts")).storeFiles(path),
    inspect: async (full) => (await import("./inspect.ts")).inspectStore(path, full),
  };
}
