import { describe, expect, onTestFinished, test } from "vitest";
import { entryHash, GENESIS } from "../../src/store/audit.ts";
import type { RunReader, StoreAdmin } from "../../src/store/store.ts";

/** A database of its own, empty. */
export interface AdminStore {
  /** On a connection of its own each time. */
  openAdmin(who: string): Promise<StoreAdmin>;
  openReader(): Promise<RunReader>;
}

/** What every store's admin port promises; run by each of them. */
export function adminSuite(name: string, create: () => Promise<AdminStore>): void {
  async function open(who = "olga"): Promise<AdminStore & { admin: StoreAdmin }> {
    const store = await create();
    const admin = await store.openAdmin(who);
    onTestFinished(() => admin.close());
    return { ...store, admin };
  }

  describe(`the audit log of ${name}`, () => {
    test("links each entry to the one before it, and the first to a fixed beginning", async () => {
      const { admin, openReader } = await open();
      const first = admin.audit.append({
        action: "export",
        detail: { rows: 3, filter: { regions: ["RU"] } },
      });
      const second = admin.audit.append({ action: "prune", detail: {} });
      expect(first).toMatchObject({ seq: 1, who: "olga", action: "export", previous: GENESIS });
      expect(first.hash).toBe(entryHash(first));
      expect(second).toMatchObject({ seq: 2, previous: first.hash });
      const reader = await openReader();
      onTestFinished(() => reader.close());
      expect(reader.audit.list({ action: null, since: null, limit: 10 })).toEqual([second, first]);
      expect(reader.audit.list({ action: "export", since: null, limit: 10 })).toEqual([first]);
      expect(reader.audit.list({ action: null, since: null, limit: 1 })).toEqual([second]);
      expect(reader.audit.list({ action: null, since: "9999-01-01", limit: 10 })).toEqual([]);
      expect(reader.audit.verify(first.hash)).toEqual({
        entries: 2,
        head: second.hash,
        broken: null,
        found: 1,
      });
      expect(reader.audit.verify("f".repeat(64)).found).toBeNull();
    });

    test("is whole when it is empty", async () => {
      const { admin } = await open();
      expect(admin.audit.verify(null)).toEqual({ entries: 0, head: GENESIS, broken: null, found: null });
    });

    test("keeps no number in clear, and hashes as they are", async () => {
      const { admin } = await open();
      const hash = "0123456789".repeat(6).concat("abcd");
      const detail = {
        file: "/tmp/+79161234567.csv",
        clients: ["8 (916) 123-45-67"],
        hash,
        "79161234567": 1,
      };
      const { detail: kept } = admin.audit.append({ action: "export", detail });
      expect(kept).toEqual({
        file: "/tmp/+7916***4567.csv",
        clients: ["8916***4567"],
        hash,
        "7916***4567": 1,
      });
      expect(admin.audit.verify(null)).toMatchObject({ entries: 1, broken: null });
    });

    test("has no entry of an act that failed", async () => {
      const { admin } = await open();
      const act = (): void =>
        admin.transaction(() => {
          admin.audit.append({ action: "erase", detail: {} });
          throw new Error("it failed");
        });
      expect(act).toThrow("it failed");
      expect(admin.audit.verify(null).entries).toBe(0);
    });

    test("stays one chain when several add to it", async () => {
      const { admin, openAdmin } = await open();
      const other = await openAdmin("igor");
      onTestFinished(() => other.close());
      for (let round = 0; round < 3; round++) {
        admin.audit.append({ action: "export", detail: { round } });
        other.audit.append({ action: "export", detail: { round } });
      }
      expect(admin.audit.verify(null)).toMatchObject({ entries: 6, broken: null });
      const names = admin.audit.list({ action: null, since: null, limit: 2 }).map(({ who }) => who);
      expect(names).toEqual(["igor", "olga"]);
    });
  });

  describe(`the list of suppressed numbers of ${name}`, () => {
    const NUMBERS = BigUint64Array.from([7n, 79160000001n, 4915112345678901n, 49151123456789012n]);

    test("tells of each number since when, by whom and why it is suppressed", async () => {
      const { admin, openReader } = await open();
      expect(admin.suppressions.add(NUMBERS, "asked to")).toBe(4);
      expect(admin.suppressions.add(BigUint64Array.from([79160000001n, 79160000002n]), null)).toBe(1);
      const reader = await openReader();
      onTestFinished(() => reader.close());
      const { suppressions } = reader;
      expect(suppressions.count()).toBe(5);
      expect(suppressions.find(79160000001n)).toEqual({
        number: 79160000001n,
        since: expect.stringMatching(/^20.*Z$/),
        who: "olga",
        reason: "asked to",
      });
      expect(suppressions.find(79160000003n)).toBeUndefined();
      expect(suppressions.list(0n, 9).map(({ number }) => number)).toEqual([
        ...[7n, 79160000001n, 79160000002n, 4915112345678901n, 49151123456789012n],
      ]);
      expect(suppressions.list(79160000001n, 1)).toEqual([
        expect.objectContaining({ number: 79160000002n, reason: null }),
      ]);
    });

    test("forgets what is removed, and is another version after each change", async () => {
      const { suppressions } = (await open()).admin;
      const versions = [suppressions.version()];
      suppressions.add(NUMBERS, null);
      versions.push(suppressions.version());
      expect(suppressions.remove(BigUint64Array.from([7n, 8n]))).toBe(1);
      versions.push(suppressions.version());
      suppressions.add(BigUint64Array.from([8n]), null);
      versions.push(suppressions.version());
      expect(new Set(versions).size).toBe(4);
      expect(suppressions.count()).toBe(4);
    });

    test("holds many numbers, none of them lost where pieces meet", async () => {
      const { suppressions } = (await open()).admin;
      const numbers = BigUint64Array.from({ length: 2_503 }, (_, at) => 79160000000n + BigInt(at * 3));
      expect(suppressions.add(numbers, null)).toBe(2_503);
      const set = suppressions.load();
      expect(set.size).toBe(2_503);
      expect(numbers.every((number) => set.has(number) && !set.has(number + 1n))).toBe(true);
      expect(suppressions.remove(numbers.subarray(1))).toBe(2_502);
      expect(suppressions.load().has(79160000000n)).toBe(true);
    });
  });
}
