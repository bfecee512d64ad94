import { join } from "node:path";
import { openSqliteAdmin, openSqliteReader, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { tempDir } from "../helpers/temp.ts";
import { numbersSuite } from "./numbers.suite.ts";

numbersSuite("SQLite", 10, async () => {
  const folder = tempDir();
  const [path, key] = [join(folder, "datamaster.db"), join(folder, "tombstone.key")];
  return {
    writer: await openSqliteWriter(path),
    openReader: () => openSqliteReader(path),
    openAdmin: () => openSqliteAdmin(path, "test", key),
  };
});
