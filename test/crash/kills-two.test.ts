import { describe } from "vitest";
import { proveKills } from "./kills.ts";

describe("a collector that is killed at random moments, again", () => {
  proveKills(30, false);
  proveKills(20, true, true);
});
