import { join } from "node:path";
import { openSqliteAdmin, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { tempDir } from "../helpers/temp.ts";
import { insightSuite } from "./insight.suite.ts";

insightSuite("SQLite", 25, async () => {
  const path = join(tempDir(), "datamaster.db");
  return { writer: await openSqliteWriter(path), openAdmin: () => openSqliteAdmin(path, "olga") };
});
