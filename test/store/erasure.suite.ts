import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { WHOLE_SOURCE } from "../../src/model/run.ts";
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

/** An empty database. */
export interface ErasureStore {
  /** Where its files lie; null where they lie on a server. */
  readonly folder: string | null;
  /** Each on a connection of its own. */
  openWriter(keyFile: string): Promise<RunWriter>;
  openAdmin(keyFile: string): Promise<StoreAdmin>;
  openReader(): Promise<RunReader>;
}

function around(store: ErasureStore) {
  const key = join(tempDir(onTestFinished), "tombstone.key");
  const write = async <T>(work: (writer: RunWriter) => Promise<T>, keyFile = key): Promise<T> => {
    const writer = await store.openWriter(keyFile);
    try {
      return await work(writer);
    } finally {
      await writer.close();
    }
  };
  const admin = async <T>(work: (admin: StoreAdmin) => T, keyFile = key): Promise<T> => {
    const opened = await store.openAdmin(keyFile);
    try {
      return work(opened);
    } finally {
      opened.close();
    }
  };
  const held = async (): Promise<bigint[]> => {
    const reader = await store.openReader();
    try {
      return numbersHeld(reader);
    } finally {
      reader.close();
    }
  };
  const collect = (options: DriveOptions = {}, keyFile = key) =>
    write((writer) => drive(writer, CRM, { rejected: RAWS, ...options }), keyFile);
  const erase = () =>
    admin(({ erasure }) => {
      const counts = erasure.erase(SOUGHT, () => {});
      erasure.wipe();
      return counts;
    });
  /** What a byte search finds; nothing where the files lie elsewhere. */
  const searched = async (): Promise<string[]> =>
    store.folder === null ? [] : (await searchFolder(store.folder, PATTERNS)).map(({ as }) => as);
  return { key, admin, held, collect, erase, searched };
}

/** What every store promises of numbers that were erased. */
export function erasureSuite(name: string, create: () => Promise<ErasureStore>): void {
  const place = async () => {
    const store = await create();
    return { ...store, ...around(store) };
  };

  describe(`a number that was erased from ${name}`, () => {
    it("is gone from rows, history, raw values, names and saved pages, and no byte of it stays", async () => {
      const { folder, admin, held, collect, erase, searched } = await place();
      const label = () => "call +7 916 123 45 67";
      await collect({ label });
      await collect({ label, stopAfterPages: 1, reader: "table-2" });
      const known = ["6 bytes, big-endian", "8 bytes, little-endian", "national"];
      expect(await searched()).toEqual(folder === null ? [] : expect.arrayContaining(known));
      const counts: ErasureCounts = {
        numbers: 1,
        places: 2,
        rejected: 3,
        texts: 5,
        pages: 1,
        suppressed: 0,
        erasedBefore: 0,
      };
      expect(await admin(({ erasure }) => erasure.preview(SOUGHT))).toEqual(counts);
      expect(await held()).toContain(NUMBER);
      expect(await erase()).toEqual(counts);
      expect(await held()).toEqual([OTHER, 79160000003n]);
      expect(await searched()).toEqual([]);
    });

    it("does not come back with the next run, nor with the rest of a stopped one", async () => {
      const { held, collect, erase, searched } = await place();
      await collect();
      const stopped = await collect({ stopAfterPages: 1, reader: "table-2" });
      await erase();
      const resumed = await collect({ resume: stopped.run, reader: "table-2" });
      const next = await collect();
      expect([resumed.totals.erased, next.totals.erased]).toEqual([3, 4]);
      expect(next.totals).toMatchObject({ numbers: 2, pairs: 3, records: 10, new: 0, gone: 0 });
      expect(await held()).toEqual([OTHER, 79160000003n]);
      expect(await searched()).toEqual([]);
    });

    it("may come back once it is allowed to", async () => {
      const { admin, held, collect, erase } = await place();
      await collect();
      await erase();
      expect(await admin(({ erasure }) => erasure.subject(SOUGHT).erasedAt)).toMatch(/^20/);
      expect(await admin(({ erasure }) => erasure.allowReturn([NUMBER]))).toBe(1);
      expect((await collect()).totals).toMatchObject({ numbers: 3, new: 1, erased: 0 });
      expect(await held()).toContain(NUMBER);
    });

    it("keeps runs from beginning where the key is missing or another", async () => {
      const { key, admin, collect, erase } = await place();
      await collect();
      await erase();
      const refused = { code: "TOMBSTONE_KEY", exitCode: 2 };
      await expect(collect({}, `${key}.none`)).rejects.toMatchObject(refused);
      writeFileSync(`${key}.other`, "ab".repeat(32));
      await expect(collect({}, `${key}.other`)).rejects.toMatchObject(refused);
      const again = admin(({ erasure }) => erasure.erase(SOUGHT, () => {}), `${key}.other`);
      await expect(again).rejects.toMatchObject(refused);
      expect((await collect()).totals.erased).toBe(4);
    });

    it("keeps out of the store while a run goes on", async () => {
      const { key, openWriter, admin, held, collect } = await place();
      await collect();
      const writer = await openWriter(key);
      const source = { name: "other", connector: "datamaster", baseUrl: "http://other.test" };
      const begun = { source, scope: WHOLE_SOURCE, reader: "table-1", otherRegions: [], incremental: null };
      await writer.transaction(() => writer.startRun(begun));
      const refused = { code: "RUN_ACTIVE" };
      await expect(admin(({ erasure }) => erasure.preview(SOUGHT))).rejects.toMatchObject(refused);
      await expect(admin(({ erasure }) => erasure.erase(SOUGHT, () => {}))).rejects.toMatchObject(refused);
      await writer.close();
      expect(await held()).toContain(NUMBER);
    });
  });
}
