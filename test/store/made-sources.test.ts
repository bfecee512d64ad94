import { join } from "node:path";
import { openSqliteAdmin, openSqliteReader, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { tempDir } from "../helpers/temp.ts";
import { madeSourcesSuite } from "./made-sources.suite.ts";

madeSourcesSuite("SQLite", async () => {
  const path = join(tempDir(), "datamaster.db");
  return {
    openAdmin: (who) => openSqliteAdmin(path, who),
    openReader: async () => openSqliteReader(path),
    openWriter: () => openSqliteWriter(path),
  };
});
