import { rmSync } from "node:fs";
import { afterAll, beforeAll } from "vitest";
import {
  type PostgresOptions,
  type PostgresServer,
  startPostgres,
} from "../../tools/crash/postgres-server.ts";

/** Starts a server for the tests of a file, and ends it after them. */
export function postgresForFile(options: PostgresOptions = {}): PostgresServer {
  let server: PostgresServer | undefined;
  const the = (): PostgresServer => {
    if (server === undefined) throw new Error("the server is there while tests run");
    return server;
  };
  beforeAll(() => {
    server = startPostgres(options);
  });
  afterAll(() => {
    server?.stop();
    if (server !== undefined) rmSync(server.folder, { recursive: true, force: true });
  });
  return {
    get folder() {
      return the().folder;
    },
    address: (schema) => the().address(schema),
    start: () => the().start(),
    stop: () => the().stop(),
    kill: () => the().kill(),
    psql: (statement) => the().psql(statement),
  };
}
