import { openPostgresReader, openPostgresWriter } from "../../src/store/postgres/postgres.ts";
import { postgresForFile } from "../helpers/postgres.ts";
import { storeSuite } from "./store.suite.ts";

const server = postgresForFile();

storeSuite("PostgreSQL", async () => {
  const address = server.address();
  return { writer: openPostgresWriter(address, ""), openReader: () => openPostgresReader(address) };
});
