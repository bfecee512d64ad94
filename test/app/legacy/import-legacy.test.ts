import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Writable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import type { AppPorts } from "../../../src/app/app.ts";
import { LegacyFile, type LegacyRequest, type LegacyResult } from "../../../src/app/legacy/import-legacy.ts";
import { createLogger } from "../../../src/base/log.ts";
import { compose, openWriter } from "../../../src/compose.ts";
import { HELD_NOW } from "../../../src/store/store.ts";
import { type OldContent, type OldDialect, oldDatabase } from "../../helpers/old-tool.ts";
import { run } from "../../helpers/run.ts";
import { tempDir } from "../../helpers/temp.ts";
import { drive } from "../../store/driver.ts";

const [JANUARY, FEBRUARY, MARCH] = [
  "2023-01-10T08:00:00.000Z",
  "2023-02-10T08:00:00.000Z",
  "2023-03-10T08:00:00.000Z",
];
const CONTENT: OldContent = {
  runs: [JANUARY, FEBRUARY, MARCH],
  clients: { 1: "RU", 2: "KZ" },
  projects: { 11: 1, 12: 1, 21: 2 },
  sights: [
    { run: 1, project: 11, phones: ["+7 (916) 123-45-67", "+79161234568"] },
    { run: 1, project: 21, phones: ["8 701 123 45 67"] },
    { run: 2, project: 11, phones: ["+7 (916) 123-45-67", "+79161234569"] },
    { run: 2, project: 12, phones: ["+7 (916) 123-45-67", "12", null] },
    { run: 3, project: 11, phones: ["+7 (916) 123-45-67", "+79161234569", "+79161234568"] },
  ],
};
const SOURCE = { name: "crm", connector: "datamaster", baseUrl: "http://crm.test", region: "RU" };

interface World {
  readonly ports: AppPorts;
  readonly file: string;
  readonly store: string;
}

function world(dialect: OldDialect = "english", content: OldContent = CONTENT): World {
  const folder = tempDir();
  const log = createLogger({ level: "error", format: "json", stream: new Writable(), color: false });
  const file = join(folder, "old.db");
  oldDatabase(file, dialect, content);
  const store = `sqlite:${join(folder, "new.db")}`;
  return { ports: compose({ store, log, tombstoneKeyFile: join(folder, "key") }), file, store };
}

const request = (map: Record<string, string> = {}): LegacyRequest => ({
  source: SOURCE,
  told: new Map(Object.entries(map)),
  runsAre: null,
});

async function open({ ports, file }: World, map?: Record<string, string>): Promise<LegacyFile> {
  const old = await LegacyFile.open(ports, file, request(map));
  onTestFinished(() => old.close());
  return old;
}

async function imported(world: World, map?: Record<string, string>): Promise<LegacyResult> {
  const old = await open(world, map);
  return await old.import(world.ports, () => {}, new AbortController().signal);
}

/** What a store holds and held, as `project number first-seen last-seen`. */
async function pairsOf({ ports }: World, includeGone = false): Promise<string[]> {
  const reader = await ports.openReader();
  try {
    const rows = [...reader.iteratePairs({ ...HELD_NOW, includeGone })];
    return rows.map((row) => `${row.projectId} ${row.number} ${row.firstSeen} ${row.lastSeen}`);
  } finally {
    reader.close();
  }
}

describe("the old tool's database", () => {
  test("with rows of every run becomes a version a run, with what came and went", async () => {
    const here = world("english");
    const { runs, rejected } = await imported(here);
    expect(runs.map(({ mode, status, startedAt }) => [mode, status, startedAt])).toEqual([
      ["import", "complete", JANUARY],
      ["import", "complete", FEBRUARY],
      ["import", "complete", MARCH],
    ]);
    const totals = runs.map(({ totals }) => [
      totals.records,
      totals.numbers,
      totals.pairs,
      totals.new,
      totals.gone,
    ]);
    expect(totals).toEqual([
      [3, 3, 3, 3, 0],
      [5, 3, 4, 1, 1],
      [3, 4, 5, 1, 0],
    ]);
    expect(runs.at(-1)?.totals).toMatchObject({
      clients: 2,
      projects: 3,
      rejected: 2,
      recordsHeld: 7,
      recordsEmpty: 1,
    });
    expect(rejected).toEqual({ "too-short": 1, empty: 1 });
    expect(await pairsOf(here, true)).toEqual([
      `11 79161234567 ${JANUARY} ${MARCH}`,
      `11 79161234568 ${JANUARY} ${MARCH}`,
      `11 79161234569 ${FEBRUARY} ${MARCH}`,
      `12 79161234567 ${FEBRUARY} ${FEBRUARY}`,
      `21 77011234567 ${JANUARY} ${JANUARY}`,
    ]);
    const reader = await here.ports.openReader();
    onTestFinished(() => reader.close());
    expect(reader.diffRuns(1, 2).totals).toEqual({
      numbers: { new: 1, gone: 1, moved: 0 },
      pairs: { came: 2, went: 1 },
    });
    expect(reader.audit.list({ action: "import", since: null, limit: 1 })[0]?.detail).toEqual({
      source: "crm",
      versions: 3,
      rows: 11,
    });
  });

  const FIRST_SEEN = [
    `11 79161234567 ${JANUARY}`,
    `11 79161234568 ${JANUARY}`,
    `11 79161234569 ${FEBRUARY}`,
    `12 79161234567 ${FEBRUARY}`,
    `21 77011234567 ${JANUARY}`,
  ];
  const withoutEnd = (rows: string[]): string[] => rows.map((row) => row.split(" ").slice(0, 3).join(" "));

  test("with each pair once, in Russian names, keeps when each was found first", async () => {
    const here = world("russian", { ...CONTENT, sights: CONTENT.sights.map(inDigits) });
    const old = await open(here);
    expect(old.preview).toMatchObject({
      kind: "first",
      versions: 2,
      emptyRuns: 1,
      oldest: JANUARY,
      newest: FEBRUARY,
    });
    await old.import(here.ports, () => {}, new AbortController().signal);
    expect(withoutEnd(await pairsOf(here))).toEqual(FIRST_SEEN);
  });

  test("with raw texts and days and no runs becomes a version a day", async () => {
    const here = world("raw");
    const old = await open(here, { "clients.country": "" });
    expect(old.preview).toMatchObject({ kind: "days", versions: 3, unread: [] });
    const { runs } = await old.import(here.ports, () => {}, new AbortController().signal);
    expect(runs.map(({ startedAt }) => startedAt.slice(0, 10))).toEqual([
      "2023-01-10",
      "2023-02-10",
      "2023-03-10",
    ]);
    const days = FIRST_SEEN.map((row) => `${row.slice(0, row.indexOf("T"))}T00:00:00.000Z`);
    expect(withoutEnd(await pairsOf(here))).toEqual(days);
  });

  test("goes on with the next run of its source: what is still there keeps its first day", async () => {
    const here = world("english");
    await imported(here);
    const writer = await openWriter(here.store);
    onTestFinished(() => writer.close());
    const crm = {
      "1": { "11": [[79161234567n, 79161234569n]], "12": [[79161234567n]] },
      "2": { "21": [[77011234567n, 77011234568n]] },
    };
    const next = await drive(writer, crm);
    expect(next).toMatchObject({
      mode: "full",
      totals: { new: 1, gone: 1, numbers: 4, pairs: 5, clients: 2, projects: 3 },
    });
    expect(withoutEnd(await pairsOf(here))).toEqual([
      `11 79161234567 ${JANUARY}`,
      `11 79161234569 ${FEBRUARY}`,
      `12 79161234567 ${FEBRUARY}`,
      `21 77011234567 ${JANUARY}`,
      `21 77011234568 ${next.startedAt}`,
    ]);
  });

  test("with broken rows gives all the others, and tells how many are lost", async () => {
    const here = world("english");
    const db = new DatabaseSync(here.file, { enableForeignKeyConstraints: false });
    db.exec(`UPDATE runs SET started_at = 'yesterday' WHERE id = 2;
      INSERT INTO runs VALUES (4, '2999-01-01 00:00:00', NULL, 'done');
      INSERT INTO project_phones VALUES (999, 1, 1), (NULL, 2, 1), (11, 777, 3), (21, 1, 4), (21, 2, NULL);
      INSERT INTO clients VALUES (3, NULL, 'Russia'); INSERT INTO projects VALUES (31, 3, NULL), (41, NULL, 'Nobody''s');
      INSERT INTO phones VALUES (900, X'2B3739313631323334353730'); INSERT INTO project_phones VALUES (31, 900, 3), (41, 900, 3);`);
    db.close();
    const { lost, runs } = await imported(here);
    expect(lost).toEqual({ noProject: 2, sameProject: 0, noPhone: 1 });
    // A run of no known time began with the next one, or was when the file was written.
    expect(runs.map(({ startedAt }) => startedAt.slice(0, 7))).toEqual([
      "2023-01",
      "2023-03",
      "2023-03",
      runs[3]?.startedAt.slice(0, 7),
    ]);
    expect(withoutEnd(await pairsOf(here))).toEqual(
      expect.arrayContaining([
        `31 79161234570 ${MARCH}`,
        `41 79161234570 ${MARCH}`,
        `21 79161234567 ${runs[3]?.startedAt}`,
      ]),
    );
  });

  test("is read by the CRM's own ids where it has keys of its own", async () => {
    const here = world("raw");
    const db = new DatabaseSync(here.file);
    db.exec("UPDATE project_phones SET project_id = project_id - 100");
    db.close();
    const old = await open(here);
    expect(old.preview.parts).toContainEqual({
      ours: "projects.id",
      theirs: "projects.crm_id",
      by: "content",
    });
    await old.import(here.ports, () => {}, new AbortController().signal);
    expect((await pairsOf(here)).length).toBe(5);
  });
});

function inDigits(sight: OldContent["sights"][number]): OldContent["sights"][number] {
  return {
    ...sight,
    phones: sight.phones.map((phone) => phone?.replace(/\D/g, "").replace(/^8/, "7") ?? null),
  };
}

describe("what is not understood", () => {
  test("is told with what the file holds, and taken as it is told", async () => {
    const here = world("english");
    const db = new DatabaseSync(here.file);
    db.exec(
      "ALTER TABLE project_phones RENAME TO t1; ALTER TABLE t1 RENAME COLUMN project_id TO a; ALTER TABLE t1 RENAME COLUMN phone_id TO b",
    );
    db.close();
    await expect(open(here)).rejects.toMatchObject({
      code: "IMPORT_REFUSED",
      hint: expect.stringContaining("t1 (a, b, run_id)"),
    });
    const { runs } = await imported(here, {
      project_phones: "t1",
      "project_phones.project_id": "a",
      "project_phones.phone_id": "B",
    });
    expect(runs.at(-1)?.totals.pairs).toBe(5);
  });

  test.each([
    [{ nonsense: "phones" }, '--map knows no "nonsense"'],
    [{ phones: "fones" }, 'The file has no "fones"'],
  ])("is refused where a mapping is wrong: %j", async (map, message) => {
    await expect(open(world(), map as Record<string, string>)).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining(message),
    });
  });
});

describe("an import", () => {
  test("is refused where the source has runs, and leaves them as they were", async () => {
    const here = world();
    await imported(here);
    await expect(imported(here)).rejects.toMatchObject({
      code: "IMPORT_REFUSED",
      message: expect.stringContaining("run 1"),
    });
    expect((await pairsOf(here)).length).toBe(5);
  });

  test("is refused where another source has a later run: runs are in the order of time", async () => {
    const here = world();
    const writer = await openWriter(here.store);
    await drive(writer, { "1": { "1": [[79160000001n]] } }, { source: "other" });
    await writer.close();
    await expect(imported(here)).rejects.toMatchObject({
      code: "IMPORT_REFUSED",
      message: expect.stringContaining("run 1 of other"),
    });
  });

  test("leaves out what was erased", async () => {
    const here = world();
    const admin = await here.ports.openAdmin();
    admin.erasure.erase(
      { numbers: [{ number: 79161234567n, digits: "79161234567" }], read: () => [] },
      () => {},
    );
    admin.close();
    const { runs } = await imported(here);
    expect(runs.at(-1)?.totals).toMatchObject({ numbers: 3, pairs: 3 });
    expect((await pairsOf(here)).join(" ")).not.toContain("79161234567");
  });

  test("that is stopped leaves nothing", async () => {
    const phones = Array.from({ length: 20 }, (_, i) => `+7916000${1000 + i}`);
    const projects = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [i + 1, 1]));
    const sights = Object.keys(projects).map((project) => ({ run: 1, project: Number(project), phones }));
    const here = world("english", { runs: [JANUARY], clients: { 1: "RU" }, projects, sights });
    const old = await open(here);
    const stop = new AbortController();
    const seen: number[] = [];
    const onRows = (rows: number): void => {
      seen.push(rows);
      stop.abort();
    };
    await expect(old.import(here.ports, onRows, stop.signal)).rejects.toThrow();
    expect(seen.length).toBe(1);
    const reader = await here.ports.openReader();
    onTestFinished(() => reader.close());
    expect([reader.listRuns(null, 9), [...reader.iterateNumbers(HELD_NOW)]]).toEqual([[], []]);
  });

  test("reads a file in WAL mode beside its writer, and changes nothing of it", async () => {
    const here = world();
    const writer = new DatabaseSync(here.file, { enableForeignKeyConstraints: false });
    onTestFinished(() => writer.close());
    writer.exec(
      "PRAGMA journal_mode = WAL; INSERT INTO phones VALUES (800, '+79161234577'); BEGIN IMMEDIATE; DELETE FROM phones",
    );
    const before = readFileSync(here.file);
    const { runs } = await imported(here);
    expect(runs.at(-1)?.totals.pairs).toBe(5);
    expect(readFileSync(here.file).equals(before)).toBe(true);
  });

  test.each([
    ["is not there", null, "There is no file"],
    ["is no database", Buffer.from("x".repeat(5_000)), "is no SQLite database"],
    ["is empty", Buffer.alloc(0), "is not understood"],
  ])("of a file that %s is refused", async (_, bytes, message) => {
    const here = world();
    const file = `${here.file}.other`;
    if (bytes !== null) writeFileSync(file, bytes);
    await expect(open({ ...here, file })).rejects.toMatchObject({
      code: "IMPORT_REFUSED",
      message: expect.stringContaining(message),
    });
  });

  test("of a damaged file or of one of our own is refused", async () => {
    const here = world();
    await imported(here);
    const own = { ...here, file: here.store.slice("sqlite:".length) };
    await expect(open(own)).rejects.toMatchObject({ message: expect.stringContaining("of this program") });
    const bytes = readFileSync(here.file);
    bytes.fill(0x41, 4_096);
    writeFileSync(here.file, bytes);
    await expect(open(here)).rejects.toMatchObject({ message: expect.stringContaining("is damaged") });
  });

  test("shows first how the file is understood, and with --dry-run ends there", async () => {
    const { file, store } = world();
    const args = ["import", "legacy", file, "--source", "crm", "--db", store];
    const dry = await run([...args, "--dry-run"]);
    expect([dry.code, dry.stdout]).toEqual([0, ""]);
    expect(dry.stderr).toMatch(
      /phones\.phone +phones\.phone +its name[\s\S]*11 rows become 3 versions of crm[\s\S]*Nothing was written/,
    );
    const done = await run([...args, "--json"]);
    expect(JSON.parse(done.stdout)).toMatchObject({
      source: "crm",
      kind: "every",
      versions: 3,
      dryRun: false,
      lost: { noPhone: 0 },
    });
  });
});
