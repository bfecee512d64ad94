import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createLogger } from "../../src/base/log.ts";
import { compose } from "../../src/compose.ts";
import type { ExportRecord } from "../../src/store/store.ts";
import { postgresForFile } from "../helpers/postgres.ts";
import { tempDir } from "../helpers/temp.ts";

const server = postgresForFile();
const log = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
const RECORD: ExportRecord = {
  id: "x_a",
  person: "p1",
  who: "anna@example.com",
  asked: '{"of":"numbers"}',
  state: "waiting",
  createdAt: "2026-11-22T08:00:00.000Z",
  endedAt: null,
  expiresAt: null,
  rows: 0,
  suppressed: 0,
  placeholders: 0,
  files: [],
  error: null,
};

describe.each([
  ["SQLite", () => `sqlite:${join(tempDir(), "datamaster.db")}`],
  ["PostgreSQL", () => server.address()],
])("%s", (_, address) => {
  async function setUp() {
    const ports = compose({ store: address(), log });
    const admin = await ports.openAdmin("anna@example.com");
    const reader = await ports.openReader();
    onTestFinished(() => {
      admin.close();
      reader.close();
    });
    return { admin, reader };
  }

  test("keeps how each export stands, newest first, and tells of those in a state", async () => {
    const { admin, reader } = await setUp();
    const files = [{ name: "numbers.csv", rows: 2, bytes: 3_000_000_000, sha256: "0".repeat(64) }];
    admin.exports.note(RECORD);
    admin.exports.note({ ...RECORD, id: "x_b" });
    admin.exports.note({ ...RECORD, id: "x_c", createdAt: "2026-11-22T09:00:00.000Z" });
    const ready: ExportRecord = { ...RECORD, state: "ready", rows: 2, suppressed: 7, files };
    admin.exports.note(ready);
    const error = { code: "OUTPUT_FAILED", message: "The disk is full.", told: null };
    admin.exports.note({ ...RECORD, id: "x_b", state: "failed", error });
    expect(reader.exports.find("x_a")).toEqual(ready);
    expect(reader.exports.find("x_b")?.error).toEqual(error);
    expect(reader.exports.find("x_d")).toBeNull();
    const [first, ...others] = reader.exports.list(null, 9);
    expect([first?.id, ...others.map(({ id }) => id)]).toEqual(["x_c", "x_b", "x_a"]);
    expect(reader.exports.list([RECORD.createdAt, "x_b"], 9).map(({ id }) => id)).toEqual(["x_a"]);
    expect(reader.exports.inState(["waiting", "failed"]).map(({ id }) => id)).toEqual(["x_b", "x_c"]);
  });

  test("remembers what each person took of which sources and kind", async () => {
    const { admin, reader } = await setUp();
    const mark = {
      person: "p1",
      sources: ["a", "b"],
      kind: "numbers",
      run: 4,
      at: RECORD.createdAt,
    } as const;
    admin.exports.keepMark(mark);
    admin.exports.keepMark({ ...mark, run: 9 });
    expect(reader.exports.mark("p1", ["a", "b"], "numbers")).toEqual({ ...mark, run: 9 });
    expect(reader.exports.mark("p1", [], "numbers")).toBeNull();
    expect(reader.exports.mark("p1", ["a", "b"], "pairs")).toBeNull();
    expect(reader.exports.mark("p2", ["a", "b"], "numbers")).toBeNull();
  });

  test("keeps presets by name, and numbers that must not be called with the newest first", async () => {
    const { admin, reader } = await setUp();
    const preset = { name: "Dialler", who: "anna", at: RECORD.createdAt, asked: "{}" };
    admin.exports.keepPreset(preset);
    admin.exports.keepPreset({ ...preset, who: "olga" });
    expect(reader.exports.presets()).toEqual([{ ...preset, who: "olga" }]);
    expect([admin.exports.dropPreset("Dialler"), admin.exports.dropPreset("Dialler")]).toEqual([true, false]);
    admin.suppressions.add(BigUint64Array.of(79161234502n, 79161234509n), null);
    admin.suppressions.add(BigUint64Array.of(79161234501n), "a complaint");
    const newest = (skipped: number) => reader.suppressions.newest(skipped, 2).map(({ number }) => number);
    expect([newest(0), newest(2)]).toEqual([[79161234501n, 79161234509n], [79161234502n]]);
  });
});
