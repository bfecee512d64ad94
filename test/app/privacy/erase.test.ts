import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { exportHeld } from "../../../src/app/exports/export-held.ts";
import { ExportNote, exportDetail } from "../../../src/app/exports/note-export.ts";
import { soughtNumbers } from "../../../src/app/numbers/sought.ts";
import { eraseNumbers, previewErasure } from "../../../src/app/privacy/erase-numbers.ts";
import { subjectReport } from "../../../src/app/privacy/subject.ts";
import type { RunProgress } from "../../../src/collect/collect.ts";
import type { ExportFormat } from "../../../src/export/export.ts";
import { HELD_NOW } from "../../../src/store/store.ts";
import { type Bench, setUp } from "../../collect/setup.ts";
import { patternsOf, searchFolder } from "../../helpers/byte-search.ts";

const BOTH = { holds: true, closed: false };
const FORMATS: Readonly<Record<string, ExportFormat>> = {
  "n.csv": "csv",
  "n.csv.gz": "csv",
  "n.jsonl": "jsonl",
  "n.xlsx": "xlsx",
  "n.parquet": "parquet",
};

/** Writes an export as the command line does, and enters it as it does. */
async function exported({ ports, database }: Bench, name: string, format: ExportFormat): Promise<void> {
  const path = join(dirname(database), name);
  const request = { of: "numbers", format, gzip: name.endsWith(".gz"), filter: HELD_NOW } as const;
  const chunks: Uint8Array[] = [];
  for await (const file of exportHeld(ports, request))
    for await (const chunk of file.chunks) chunks.push(Buffer.from(chunk));
  writeFileSync(path, Buffer.concat(chunks));
  await new ExportNote(ports, exportDetail(request)).files({ rows: 0, suppressed: 0 }, [
    { file: path, rows: 0, sha256: "" },
  ]);
}

/** Stops a run once some pages of phones are read. */
async function stopped(bench: Bench): Promise<void> {
  const stop = new AbortController();
  const watch = (progress: RunProgress): void => {
    const poll = setInterval(() => {
      if (progress.snapshot().records < 200) return;
      clearInterval(poll);
      stop.abort();
    }, 1);
  };
  await bench.collect({ full: true, begin: "fresh" }, { stop: stop.signal, watch, concurrency: 1 });
}

describe("erase", () => {
  it("leaves no byte of a number in database, log, exports and copies, and no run brings it back", async () => {
    const bench = await setUp({ clients: 12, seed: 5 });
    const { ports, database } = bench;
    const folder = dirname(database);
    const first = await bench.collect({}, { keep: ["label", "contact"] });
    const number = (await bench.numbers({ regions: ["RU"], minProjects: 2 }))[0] ?? "";
    for (const [name, format] of Object.entries(FORMATS)) await exported(bench, name, format);
    copyFileSync(database, `${database}.before-0001.bak`);
    mkdirSync(join(folder, "outgoing", "killed"), { recursive: true });
    copyFileSync(join(folder, "n.csv"), join(folder, "outgoing", "killed", "n.csv"));
    writeFileSync(`${database}.packed.gz`, gzipSync(readFileSync(database)));
    writeFileSync(`${database}.age`, "age-encryption.org/v1\n");
    await stopped(bench);
    const sought = soughtNumbers([number], []);
    const patterns = patternsOf(BigInt(number.slice(1)), number.slice(2));

    const before = new Set((await searchFolder(folder, patterns)).map(({ file }) => file.split("!")[0]));
    const files = [
      ...Object.keys(FORMATS),
      "outgoing/killed/n.csv",
      "datamaster.db.before-0001.bak",
      "datamaster.db.packed.gz",
    ];
    expect([...before].sort()).toEqual([...files, "datamaster.db"].sort());
    const preview = await previewErasure(ports, sought);
    expect(preview.found.map(({ path, state }) => [path.slice(folder.length + 1), state]).sort()).toEqual(
      [...files.map((name) => [name, "holds"]), ["datamaster.db.age", "closed"]].sort(),
    );

    // With another process at the database, its log and that one's index lie there too.
    const reader = await ports.openReader();
    const report = await eraseNumbers(ports, sought, { files: preview, deletes: BOTH });
    expect(report).toMatchObject({ asked: 1, numbers: 1, left: [{ state: "closed" }] });
    expect(await searchFolder(folder, patterns)).toEqual([]);
    expect(readdirSync(folder)).toContain("datamaster.db-shm");
    reader.close();
    expect(readdirSync(folder)).toEqual(expect.not.arrayContaining(files));

    const resumed = await bench.collect({ full: true });
    const next = await bench.collect({ full: true, begin: "fresh" });
    expect([resumed.run.status, next.run.status]).toEqual(["complete", "complete"]);
    expect(next.run.totals.erased).toBeGreaterThan(0);
    expect(next.run.totals.numbers).toBe(first.run.totals.numbers - 1);
    expect(await searchFolder(folder, patterns)).toEqual([]);

    const admin = await ports.openAdmin();
    const [entry] = admin.audit.list({ action: "erase", since: null, limit: 1 });
    expect(entry).toMatchObject({
      who: userInfo().username,
      detail: { known: 1, filesDeleted: files.length, numbers: [expect.stringMatching(/^[0-9a-f]{64}$/)] },
    });
    expect(admin.audit.verify(null).broken).toBeNull();
    admin.close();
  });

  it("takes a thousand numbers in one go, and says what is known of one", async () => {
    const bench = await setUp({ clients: 12, seed: 5 });
    await bench.collect({}, { keep: ["label", "contact"] });
    const numbers = (await bench.numbers()).slice(0, 1000);
    const [number = ""] = numbers;
    const sought = soughtNumbers([...numbers, numbers[0] ?? ""], []);
    const [one] = sought.numbers;
    if (one === undefined) throw new Error("No number.");
    const known = await subjectReport(bench.ports, one, sought.read, "en");
    expect(known).toMatchObject({ e164: number, erasedAt: null, suppression: null, texts: [], files: [] });
    expect(known.places.length).toBeGreaterThan(0);
    const files = { found: [], missing: [] };
    const report = await eraseNumbers(bench.ports, sought, { files, deletes: BOTH });
    expect(report).toMatchObject({ asked: numbers.length, numbers: numbers.length, erasedBefore: 0 });
    const left = await bench.numbers();
    expect(left.filter((held) => numbers.includes(held))).toEqual([]);
    const after = await subjectReport(bench.ports, one, sought.read, "en");
    expect(after).toMatchObject({ places: [], erasedAt: expect.stringMatching(/^20\d\d-/) });
  });
});
