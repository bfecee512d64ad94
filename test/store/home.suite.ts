import { describe, expect, onTestFinished, test } from "vitest";
import { drive } from "./driver.ts";
import type { StoreUnderTest } from "./store.suite.ts";

const [A, B, C, D] = [79160000001n, 79160000002n, 79160000003n, 79160000004n];

/** What every store tells the first page. */
export function homeSuite(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name}: what the first page asks`, () => {
    test("names the sources and counts each number once, over sources and within a client", async () => {
      const { writer, openReader } = await make();
      onTestFinished(() => writer.close());
      await drive(writer, { "1": { p1: [[A, B]], p2: [[B, C]] }, "2": { p3: [[D]] } }, { source: "main" });
      await drive(writer, { "1": { p1: [[C, D]] } }, { source: "other" });
      await drive(writer, { "1": { p1: [[A, B]], p2: [[B]] }, "2": { p3: [[D]] } }, { source: "main" });
      const reader = openReader();
      onTestFinished(() => reader.close());
      expect(reader.home.sources()).toEqual([
        { name: "main", connector: "datamaster", baseUrl: "http://crm.test" },
        { name: "other", connector: "datamaster", baseUrl: "http://crm.test" },
      ]);
      expect(reader.home.countDifferent()).toBe(4);
      expect(reader.home.countOfClient("main", "1")).toBe(2);
      expect(reader.home.countOfClient("other", "1")).toBe(2);
      expect(reader.home.countOfClient("main", "9")).toBe(0);
    });
  });
}
