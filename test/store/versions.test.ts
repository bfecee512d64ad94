import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteAdmin, openSqliteReader, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { tempDir } from "../helpers/temp.ts";
import { versionsSuite, type World } from "./versions.suite.ts";

versionsSuite("SQLite", open, 15);

async function open(): Promise<World> {
  const folder = tempDir();
  const path = join(folder, "datamaster.db");
  const keyFile = join(folder, "tombstone.key");
  const writer = await openSqliteWriter(path, keyFile);
  const admin = await openSqliteAdmin(path, "anna", keyFile);
  const reader = openSqliteReader(path);
  const apart = (): void => {
    const db = new DatabaseSync(path);
    db.exec("UPDATE runs SET started_at = strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000 + id, 'unixepoch')");
    db.close();
  };
  const close = async (): Promise<void> => {
    reader.close();
    admin.close();
    await writer.close();
    rmSync(folder, { recursive: true });
  };
  return { writer, admin, reader, apart, close };
}
