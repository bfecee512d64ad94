import { setImmediate as turn } from "node:timers/promises";
import { afterEach } from "vitest";
import { postgresForFile } from "../helpers/postgres.ts";
import { incrementalSuite } from "./incremental.suite.ts";
import { truthSuite } from "./truth.suite.ts";

const server = postgresForFile();
const newStore = (): string => server.address();

// A connection's ended thread is noticed in a turn of the event loop.
afterEach(() => turn());

truthSuite("PostgreSQL", { seeds: [[2, "all"]], seedsWithFaults: [1], newStore });

incrementalSuite("PostgreSQL", {
  seeds: [
    [6, "past"],
    [7, "now"],
  ],
  rounds: 5,
  newStore,
});
