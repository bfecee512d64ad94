import { describe } from "vitest";
import { proveKills } from "./kills.ts";

describe("a collector that is killed at random moments", () => {
  proveKills(54, false);
});
