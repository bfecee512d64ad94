import {
  openPostgresAdmin,
  openPostgresReader,
  openPostgresWriter,
} from "../../src/store/postgres/postgres.ts";
import { postgresForFile } from "../helpers/postgres.ts";
import { erasureSuite } from "./erasure.suite.ts";
import { storeSuite } from "./store.suite.ts";

const server = postgresForFile();

storeSuite("PostgreSQL", async () => {
  const address = server.address();
  return { writer: openPostgresWriter(address, ""), openReader: () => openPostgresReader(address) };
});

erasureSuite("PostgreSQL", async () => {
  const address = server.address();
  return {
    folder: null,
    openWriter: async (keyFile) => openPostgresWriter(address, keyFile),
    openAdmin: async (keyFile) => openPostgresAdmin(address, "anna", keyFile),
    openReader: async () => openPostgresReader(address),
  };
});
