import { setImmediate as turn } from "node:timers/promises";
import { afterEach } from "vitest";
import { postgresForFile } from "../helpers/postgres.ts";
import { incrementalSuite } from "./incremental.suite.ts";
import { truthSuite } from "./truth.suite.ts";

const server = postgresForFile();
const newStore = (): string => server.address();

// That threads have ended is noticed in a turn of the event loop.
afterEach(() => turn());

truthSuite("PostgreSQL", { seeds: [[2, "all"]], seedsWithFaults: [], newStore });

incrementalSuite("PostgreSQL", {
  seeds: [
    [6, "past"],
    [7, "now"],
  ],
  rounds: 4,
  newStore,
});
