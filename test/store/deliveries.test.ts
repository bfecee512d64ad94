import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createLogger } from "../../src/base/log.ts";
import { compose, openWriter } from "../../src/compose.ts";
import { type DeliveryRecord, HELD_NOW } from "../../src/store/store.ts";
import { postgresForFile } from "../helpers/postgres.ts";
import { tempDir } from "../helpers/temp.ts";
import { type Crm, drive } from "./driver.ts";

const server = postgresForFile();
const log = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
const [A, B, C] = [79160000001n, 79160000002n, 79160000003n];
const crm = (...numbers: bigint[]): Crm => ({ "1": { p1: [numbers], p2: [[A, C]] } });

describe.each([
  ["SQLite", () => `sqlite:${join(tempDir(), "datamaster.db")}`],
  ["PostgreSQL", () => server.address()],
])("%s", (_, address) => {
  async function setUp() {
    const store = address();
    const writer = await openWriter(store, "");
    onTestFinished(() => writer.close());
    const runs = [
      await drive(writer, crm(A, B), { source: "a" }),
      await drive(writer, crm(A), { source: "b" }),
      await drive(writer, crm(A), { source: "a" }),
      await drive(writer, crm(A, B), { source: "a" }),
    ].map(({ run }) => run);
    const ports = compose({ store, log });
    const [admin, reader] = [await ports.openAdmin("olga"), await ports.openReader()];
    onTestFinished(() => {
      admin.close();
      reader.close();
    });
    return { runs, admin, reader };
  }

  test("keeps how each delivery of each run stands", async () => {
    const { runs, admin, reader } = await setUp();
    const [first = 0, other = 0, second = 0, third = 0] = runs;
    const record: DeliveryRecord = {
      run: first,
      name: "shelf",
      preset: "all",
      place: "/srv",
      state: "sending",
      at: "2026-11-22T08:00:00.000Z",
      attempts: 1,
      files: null,
      error: null,
    };
    admin.deliveries.note(record);
    expect(admin.deliveries.find(first, "shelf")).toEqual(record);
    const files = [{ name: "a.csv", bytes: 3_000_000_000, rows: 2, sha256: "0".repeat(64) }];
    const delivered = { ...record, state: "delivered", attempts: 2, files } as const;
    admin.transaction(() => admin.deliveries.note(delivered));
    admin.deliveries.note({ ...delivered, run: other });
    admin.deliveries.note({ ...record, run: second, state: "failed", error: "no route" });
    expect(reader.deliveries.list(null, 9).map(({ run, state }) => [run, state])).toEqual([
      [second, "failed"],
      [other, "delivered"],
      [first, "delivered"],
    ]);
    expect(reader.deliveries.list(first, 9)).toEqual([delivered]);
    expect(reader.deliveries.list(null, 1)).toHaveLength(1);
    expect(admin.deliveries.find(first, "none")).toBeNull();
    expect([first, second, third].map((run) => admin.deliveries.deliveredBefore(run, "shelf"))).toEqual([
      null,
      first,
      first,
    ]);
  });

  test("tells what was held after a run and is so no more", async () => {
    const { runs, reader } = await setUp();
    const [first = 0, , second = 0, third = 0] = runs;
    const gone = (goneSince: number, run: number, sources = ["a"]) => {
      const filter = { ...HELD_NOW, sources, run, goneSince };
      const numbers = [...reader.iterateNumbers(filter)].map(({ number }) => number);
      const pairs = [...reader.iteratePairs(filter)].map(({ number, projectId }) => [number, projectId]);
      return { numbers, pairs };
    };
    expect(gone(first, second)).toEqual({ numbers: [B], pairs: [[B, "p1"]] });
    expect(gone(first, third)).toEqual({ numbers: [], pairs: [] });
    expect(gone(second, third)).toEqual({ numbers: [], pairs: [] });
    expect(gone(first, second, ["b"])).toEqual({ numbers: [], pairs: [] });
  });
});
