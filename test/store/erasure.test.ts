import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSqliteAdmin, openSqliteReader, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import type { ErasureCounts, RunReader, RunWriter, Sought, StoreAdmin } from "../../src/store/store.ts";
import { patternsOf, searchFolder } from "../helpers/byte-search.ts";
import { tempDir } from "../helpers/temp.ts";
import { type DriveOptions, drive, numbersHeld } from "./driver.ts";

const NUMBER = 79161234567n;
const OTHER = 79160000002n;
const PATTERNS = patternsOf(NUMBER, "9161234567");
const SOUGHT: Sought = {
  numbers: [{ number: NUMBER, digits: "9161234567" }],
  read: (text) => (text.includes("nine-one-six") ? [NUMBER] : []),
};
const CRM = { "1": { p1: [[NUMBER, OTHER], [79160000003n]], p2: [[OTHER]] }, "2": { p3: [[NUMBER]] } };
const RAWS = { p1: ["8 (916) 123-45-67 ?", "nine-one-six", "no number"], p2: ["+7916 12 34 567x", "12345"] };

function place() {
  const folder = tempDir(onTestFinished);
  const path = join(folder, "datamaster.db");
  const key = join(folder, "..", `${folder.split("/").at(-1)}-key`, "tombstone.key");
  const write = async <T>(work: (writer: RunWriter) => Promise<T>): Promise<T> => {
    const writer = await openSqliteWriter(path, key);
    try {
      return await work(writer);
    } finally {
      await writer.close();
    }
  };
  const admin = async <T>(work: (admin: StoreAdmin) => T, keyFile = key): Promise<T> => {
    const opened = await openSqliteAdmin(path, "anna", keyFile);
    try {
      return work(opened);
    } finally {
      opened.close();
    }
  };
  const read = <T>(work: (reader: RunReader) => T): T => {
    const reader = openSqliteReader(path);
    try {
      return work(reader);
    } finally {
      reader.close();
    }
  };
  const collect = (options: DriveOptions = {}) =>
    write((writer) => drive(writer, CRM, { rejected: RAWS, ...options }));
  const erase = () =>
    admin(({ erasure }) => {
      const counts = erasure.erase(SOUGHT, () => {});
      erasure.wipe();
      return counts;
    });
  return { folder, path, key, write, admin, read, collect, erase };
}

describe("an erased number", () => {
  it("is gone from rows, history, raw values, names and saved pages, and no byte of it stays", async () => {
    const { folder, admin, read, collect, erase } = place();
    const label = () => "call +7 916 123 45 67";
    await collect({ label });
    await collect({ label, stopAfterPages: 1, reader: "table-2" });
    const before = (await searchFolder(folder, PATTERNS)).map(({ as }) => as);
    expect(before).toEqual(
      expect.arrayContaining(["6 bytes, big-endian", "8 bytes, little-endian", "national"]),
    );
    const counts: ErasureCounts = {
      ...{ numbers: 1, places: 2, rejected: 3, texts: 5, pages: 1, suppressed: 0, erasedBefore: 0 },
    };
    expect(await admin(({ erasure }) => erasure.preview(SOUGHT))).toEqual(counts);
    expect(read(numbersHeld)).toContain(NUMBER);
    expect(await erase()).toEqual(counts);
    expect(read(numbersHeld)).toEqual([OTHER, 79160000003n]);
    expect(await searchFolder(folder, PATTERNS)).toEqual([]);
  });

  it("does not come back with the next run, nor with the rest of a stopped one", async () => {
    const { folder, read, collect, erase } = place();
    await collect();
    const stopped = await collect({ stopAfterPages: 1, reader: "table-2" });
    await erase();
    const resumed = await collect({ resume: stopped.run, reader: "table-2" });
    const next = await collect();
    expect([resumed.totals.erased, next.totals.erased]).toEqual([3, 4]);
    expect(next.totals).toMatchObject({ numbers: 2, pairs: 3, records: 10, new: 0, gone: 0 });
    expect(read(numbersHeld)).toEqual([OTHER, 79160000003n]);
    expect(await searchFolder(folder, PATTERNS)).toEqual([]);
  });

  it("may come back once it is allowed to", async () => {
    const { admin, read, collect, erase } = place();
    await collect();
    await erase();
    expect(await admin(({ erasure }) => erasure.subject(SOUGHT).erasedAt)).toMatch(/^20/);
    expect(await admin(({ erasure }) => erasure.allowReturn([NUMBER]))).toBe(1);
    expect((await collect()).totals).toMatchObject({ numbers: 3, new: 1, erased: 0 });
    expect(read(numbersHeld)).toContain(NUMBER);
  });

  it("keeps runs from beginning where the key is missing or another", async () => {
    const { folder, write, admin, collect, erase } = place();
    await collect();
    await erase();
    const lost = await openSqliteWriter(join(folder, "datamaster.db"), join(folder, "none.key"));
    await expect(drive(lost, CRM)).rejects.toMatchObject({ code: "TOMBSTONE_KEY", exitCode: 2 });
    await lost.close();
    const other = join(folder, "other.key");
    const elsewhere = await openSqliteAdmin(join(folder, "elsewhere.db"), "anna", other);
    elsewhere.erasure.erase(SOUGHT, () => {});
    elsewhere.close();
    await expect(admin(({ erasure }) => erasure.erase(SOUGHT, () => {}), other)).rejects.toMatchObject({
      code: "TOMBSTONE_KEY",
    });
    expect((await write((writer) => drive(writer, CRM))).totals.erased).toBe(2);
  });
});
