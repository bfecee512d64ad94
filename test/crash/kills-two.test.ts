import { describe } from "vitest";
import { proveKills } from "./kills.ts";

describe("a collector that is killed at random moments, again", () => {
  proveKills(32, false);
  proveKills(18, true);
});
