import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createLogger } from "../../src/base/log.ts";
import { compose, openWriter } from "../../src/compose.ts";
import { exportAsked } from "../../src/contract/exports.ts";
import type { ExportRecord } from "../../src/store/store.ts";
import { problemsOf, readProgress } from "../../tools/crash/content.ts";
import { injecting } from "../../tools/crash/strace.ts";
import type { SessionEnd, World } from "../../tools/crash/world.ts";
import { tempDir } from "../helpers/temp.ts";
import { startService } from "../server/service.ts";
import { drive } from "../store/driver.ts";
import { openWorld } from "./worlds.ts";

const LOG = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
const CRM = ["--clients", "40", "--records", "20000", "--max-records", "4000"];

/** A file system of 16 MB in memory, of its own; only root may mount one. */
function mountSmallDisk(): string {
  const folder = tempDir();
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=16m", "none", folder]);
  onTestFinished(() => void execFileSync("umount", [folder]));
  return folder;
}

/** Fills a disk but for so many bytes; returns the file that does. */
function fillDisk(folder: string, butFor: number): string {
  const { bavail, bsize } = statfsSync(folder);
  const file = join(folder, "filler");
  writeFileSync(file, Buffer.alloc(bavail * bsize - butFor));
  return file;
}

/** One clear message with what to do, 1, and no stack trace. */
function expectStoreFailure({ code, stdout, stderr }: SessionEnd, message: RegExp): void {
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/the same command again|--db sqlite:PATH/);
  expect(stderr).not.toMatch(/^\s+at /m);
  const document = JSON.parse(stdout);
  expect([code, document.error.code]).toEqual([1, "STORE_FAILED"]);
}

async function expectTruth(world: World, database: string, run: number): Promise<void> {
  const { code, stdout, stderr } = await world.collect({ database });
  expect([code, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toMatchObject({ run, status: "complete" });
  expect(problemsOf(database, [await world.truth()])).toEqual([]);
}

describe("a disk that is full", () => {
  it.each([700_000, 1_000_000, 2_000_000])(
    "with %d bytes left stops the run with a clear message, and it goes on when there is space",
    async (butFor) => {
      const world = await openWorld(CRM);
      const disk = mountSmallDisk();
      const filler = fillDisk(disk, butFor);
      const database = join(disk, "datamaster.db");
      expectStoreFailure(await world.collect({ database }), /disk is full/);
      const { status, integrity, pages } = readProgress(database);
      expect(integrity).toBe("ok");
      expect(["running", "failed"]).toContain(status);
      rmSync(filler);
      await expectTruth(world, database, 1);
      expect(pages).toBeGreaterThan(0);
    },
  );

  it("from the start makes no database that would be in the way later", async () => {
    const world = await openWorld(CRM);
    const disk = mountSmallDisk();
    const filler = fillDisk(disk, 0);
    const database = join(disk, "datamaster.db");
    expectStoreFailure(
      await world.collect({ database }),
      /disk is full|no space left|could not be (read or )?written/i,
    );
    rmSync(filler);
    await expectTruth(world, database, 1);
  });
});

it("a full disk fails an export of the service with what is missing, leaves nothing of it, and is no trouble later", async () => {
  const exported = join(mountSmallDisk(), "exports");
  const filler = fillDisk(dirname(exported), 100_000);
  const { store, exports, events } = await startService({}, { composed: { exported } });
  const writer = await openWriter(store, "");
  const numbers = Array.from({ length: 20_000 }, (_, at) => 79161200000n + 7n * BigInt(at));
  await drive(writer, { "1": { p1: [numbers] } }, { source: "crm" });
  await writer.close();
  const asked = exportAsked.parse({ what: { kind: "held" }, format: "csv", placeholders: true });
  const anna = { id: "person-anna", actor: "anna", mayExportSuppressed: false };
  const made = async (): Promise<ExportRecord> => {
    const ended = Promise.withResolvers<string>();
    const deaf = events.listen(({ name, data }) => {
      if (name === "export.progress" && (data.state === "failed" || data.state === "ready"))
        ended.resolve(data.export);
    });
    await exports.start(anna, asked, "en");
    const id = await ended.promise;
    deaf();
    const reader = await compose({ store, log: LOG }).openReader();
    onTestFinished(() => reader.close());
    return reader.exports.find(id) as ExportRecord;
  };
  const failed = await made();
  expect([failed.state, failed.error?.code]).toEqual(["failed", "OUTPUT_FAILED"]);
  expect(failed.error?.message).toMatch(/disk is full.* [12] MB/i);
  expect(readdirSync(exported)).toEqual([]);
  rmSync(filler);
  expect(await made()).toMatchObject({ state: "ready", rows: 20_000 });
});

describe("a disk that fails", () => {
  it.each([
    ["pwrite64", "90"],
    ["pwrite64", "200+"],
    ["fsync", "9"],
  ] as const)(
    "at %s number %s stops the run with a clear message, and it goes on later",
    async (call, at) => {
      const world = await openWorld(CRM);
      const { database } = world;
      expectStoreFailure(
        await world.collect({ wrapper: injecting(call, "error=EIO", at) }),
        /disk I\/O error/,
      );
      expect(readProgress(database).integrity).toBe("ok");
      await expectTruth(world, database, 1);
    },
  );
});

describe("a disk that is mounted read-only", () => {
  it("is told before anything is read, and nothing changes", async () => {
    const world = await openWorld(CRM);
    const disk = mountSmallDisk();
    const database = join(disk, "datamaster.db");
    expect((await world.collect({ database })).code).toBe(0);
    execFileSync("mount", ["-o", "remount,ro", disk]);
    expectStoreFailure(await world.collect({ database }), /read-only/);
    expectStoreFailure(await world.collect({ database: join(disk, "new.db") }), /read-only/);
    expect((await world.stats()).routes.me).toBeLessThanOrEqual(3);
    execFileSync("mount", ["-o", "remount,rw", disk]);
    expect(problemsOf(database, [await world.truth()])).toEqual([]);
  });
});
