import {
  openPostgresAdmin,
  openPostgresReader,
  openPostgresWriter,
} from "../../src/store/postgres/postgres.ts";
import { postgresForFile } from "../helpers/postgres.ts";
import { storeSuite } from "./store.suite.ts";
import { versionsSuite } from "./versions.suite.ts";

const server = postgresForFile();

storeSuite("PostgreSQL", async () => {
  const address = server.address();
  return { writer: openPostgresWriter(address, ""), openReader: () => openPostgresReader(address) };
});

versionsSuite(
  "PostgreSQL",
  async () => {
    const address = server.address();
    const writer = openPostgresWriter(address, "");
    const admin = openPostgresAdmin(address, "anna", "");
    const reader = openPostgresReader(address);
    const close = async (): Promise<void> => {
      reader.close();
      admin.close();
      await writer.close();
    };
    // Runs are some round trips to the server apart as it is.
    return { writer, admin, reader, apart: () => {}, close };
  },
  2,
);
