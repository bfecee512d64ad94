import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteReader, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { tempDir } from "../helpers/temp.ts";
import { diffSuite } from "./diff.suite.ts";

diffSuite("SQLite", 10, async () => {
  const path = join(tempDir(), "datamaster.db");
  return {
    writer: await openSqliteWriter(path),
    openReader: () => openSqliteReader(path),
    dropIndex: () => {
      const db = new DatabaseSync(path);
      db.exec("DROP INDEX membership_of_number");
      db.close();
    },
  };
});
