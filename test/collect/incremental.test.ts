import { incrementalSuite } from "./incremental.suite.ts";

incrementalSuite("SQLite", {
  seeds: [
    [1, "past"],
    [2, "past"],
    [3, "past"],
    [4, "past"],
    [5, "now"],
  ],
  rounds: 10,
});
