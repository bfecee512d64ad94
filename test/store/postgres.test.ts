import { join } from "node:path";
import {
  openPostgresAdmin,
  openPostgresReader,
  openPostgresWriter,
} from "../../src/store/postgres/postgres.ts";
import { postgresForFile } from "../helpers/postgres.ts";
import { tempDir } from "../helpers/temp.ts";
import { adminSuite } from "./admin.suite.ts";
import { storeSuite } from "./store.suite.ts";

const server = postgresForFile();

storeSuite("PostgreSQL", async () => {
  const address = server.address();
  return { writer: openPostgresWriter(address, ""), openReader: () => openPostgresReader(address) };
});

adminSuite("PostgreSQL", async () => {
  const address = server.address();
  return {
    openAdmin: async (who) => openPostgresAdmin(address, who, join(tempDir(), "tombstone.key")),
    openReader: async () => openPostgresReader(address),
  };
});
