import { rmSync } from "node:fs";
import { join } from "node:path";
import { openSqliteAdmin, openSqliteReader, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { tempDir } from "../helpers/temp.ts";
import { type RecordsWorld, runRecordsSuite } from "./run-records.suite.ts";

runRecordsSuite("SQLite", open);

async function open(): Promise<RecordsWorld> {
  const folder = tempDir();
  const path = join(folder, "datamaster.db");
  const keyFile = join(folder, "tombstone.key");
  const writer = await openSqliteWriter(path, keyFile);
  const admin = await openSqliteAdmin(path, "anna", keyFile);
  const reader = openSqliteReader(path);
  const close = async (): Promise<void> => {
    reader.close();
    admin.close();
    await writer.close();
    rmSync(folder, { recursive: true });
  };
  return { writer, admin, reader, close };
}
