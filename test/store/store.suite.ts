import { describe, expect, onTestFinished, test } from "vitest";
import { WHOLE_SOURCE } from "../../src/model/run.ts";
import { HELD_NOW, type RunReader, type RunWriter } from "../../src/store/store.ts";
import { type Crm, drive, facts, numbersHeld } from "./driver.ts";

/** An empty store of its own for one test. */
export interface StoreUnderTest {
  readonly writer: RunWriter;
  openReader(): RunReader;
}

const A = 79160000001n;
const B = 79160000002n;
const C = 79160000003n;
const D = 79160000004n;
/** A German number that libphonenumber calls valid: 17 digits, beyond 2^53. */
const LONG = 49_1764_1234_5678_901n * 10n + 2n;

const CRM: Crm = { "1": { p1: [[A, B]], p2: [[B]] }, "2": { p3: [[C], [D]] } };

/** What every store promises; each store's test file calls this with its own way to make one. */
export function storeSuite(name: string, make: () => Promise<StoreUnderTest>): void {
  async function setUp(): Promise<StoreUnderTest & { reader: RunReader }> {
    const store = await make();
    const { writer } = store;
    // A reader needs a store that has been written to.
    onTestFinished(() => writer.close());
    const reader = store.openReader();
    onTestFinished(() => reader.close());
    return { ...store, reader };
  }

  describe(`${name}: what a run leaves`, () => {
    test("a first run holds every number once and all of them are new", async () => {
      const { writer, reader } = await setUp();
      const run = await drive(writer, CRM);
      expect(numbersHeld(reader)).toEqual([A, B, C, D]);
      expect(run.totals).toMatchObject({
        clients: 2,
        projects: 3,
        numbers: 4,
        pairs: 5,
        records: 5,
        new: 4,
        gone: 0,
        unverified: 0,
      });
      expect(run.status).toBe("complete");
    });

    test("a run over the same CRM changes no membership", async () => {
      const { writer, reader } = await setUp();
      await drive(writer, CRM);
      const before = [...reader.iteratePairs(HELD_NOW)].map((row) => [row.number, row.firstSeen]);
      const run = await drive(writer, CRM);
      expect([...reader.iteratePairs(HELD_NOW)].map((row) => [row.number, row.firstSeen])).toEqual(before);
      expect(run.totals).toMatchObject({ numbers: 4, pairs: 5, new: 0, gone: 0 });
      expect(numbersHeld(reader, { newSince: 1 })).toEqual([]);
    });

    test("a number that moves to another project is neither new nor gone", async () => {
      const { writer } = await setUp();
      await drive(writer, CRM);
      const run = await drive(writer, { "1": { p1: [[B]], p2: [[A]] }, "2": { p3: [[C], [D]] } });
      expect(run.totals).toMatchObject({ numbers: 4, pairs: 4, new: 0, gone: 0 });
    });

    test("numbers that came and went are told apart from those that stayed in another project", async () => {
      const { writer, reader } = await setUp();
      await drive(writer, CRM);
      const run = await drive(writer, { "1": { p1: [[A]], p2: [[B]] }, "2": { p3: [[C], [LONG]] } });
      expect(run.totals).toMatchObject({ new: 1, gone: 1, numbers: 4 });
      expect(numbersHeld(reader)).toEqual([A, B, C, LONG]);
      expect(numbersHeld(reader, { newSince: 1 })).toEqual([LONG]);
      expect(numbersHeld(reader, { run: 1 })).toEqual([A, B, C, D]);
      expect(numbersHeld(reader, { includeGone: true })).toEqual([A, B, C, D, LONG]);
    });

    test("a number that comes back keeps the day it was first seen", async () => {
      const { writer, reader } = await setUp();
      const first = await drive(writer, CRM);
      await drive(writer, { "1": { p1: [[A]], p2: [[A]] }, "2": { p3: [[C], [D]] } });
      const third = await drive(writer, CRM);
      const row = [...reader.iterateNumbers(HELD_NOW)].find((held) => held.number === B);
      expect(row).toMatchObject({ firstSeen: first.startedAt, lastSeen: third.startedAt });
      expect(third.totals.new).toBe(1);
    });

    test("a gone number was last seen in the last run that confirmed it", async () => {
      const { writer, reader } = await setUp();
      await drive(writer, CRM);
      const second = await drive(writer, CRM);
      await drive(writer, { "1": { p1: [[A, B]], p2: [[B]] }, "2": { p3: [[C], []] } });
      const row = [...reader.iterateNumbers({ ...HELD_NOW, includeGone: true })].find(
        (held) => held.number === D,
      );
      expect(row?.lastSeen).toBe(second.startedAt);
    });
  });

  describe(`${name}: what is picked`, () => {
    test("numbers of some clients or projects, or seen in several of them", async () => {
      const { writer, reader } = await setUp();
      await drive(writer, CRM);
      expect(numbersHeld(reader, { clients: ["1"] })).toEqual([A, B]);
      expect(numbersHeld(reader, { projects: ["p2", "p3"] })).toEqual([B, C, D]);
      expect(numbersHeld(reader, { minProjects: 2 })).toEqual([B]);
      expect(numbersHeld(reader, { minProjects: 2, projects: ["p1", "p3"] })).toEqual([]);
      const pairs = [...reader.iteratePairs({ ...HELD_NOW, minProjects: 2 })];
      expect(pairs.map((row) => `${row.projectId} ${row.number}`)).toEqual([`p1 ${B}`, `p2 ${B}`]);
      await drive(writer, { "1": { p1: [[A]], p2: [[B]] }, "2": { p3: [[C], [D]] } });
      expect(numbersHeld(reader, { minProjects: 2 })).toEqual([]);
      expect(numbersHeld(reader, { minProjects: 2, run: 1 })).toEqual([B]);
      expect(numbersHeld(reader, { minProjects: 2, includeGone: true })).toEqual([B]);
    });

    test("records without a number, as their project was last read", async () => {
      const { writer, reader } = await setUp();
      await drive(writer, CRM, { rejected: { p1: ["call me"], p3: ["n/a", "-"] } });
      await drive(writer, CRM, { rejected: { p1: ["call him"], p3: ["n/a", "-"] } });
      const rejected = (filter = {}) =>
        [...reader.iterateRejected({ ...HELD_NOW, ...filter })].map((row) => [
          row.clientId,
          row.projectId,
          row.raw,
        ]);
      expect(rejected()).toEqual([
        ["1", "p1", "call him"],
        ["2", "p3", "n/a"],
        ["2", "p3", "-"],
      ]);
      expect(rejected({ clients: ["2"] })).toHaveLength(2);
      expect(rejected({ projects: ["p2"] })).toEqual([]);
    });

    test("the last run before a moment", async () => {
      const { writer, reader } = await setUp();
      const { startedAt } = await drive(writer, CRM);
      expect(reader.lastRunBefore(startedAt)).toBe(0);
      expect(reader.lastRunBefore("9999-01-01T00:00:00.000Z")).toBe(1);
    });
  });

  describe(`${name}: what is missing`, () => {
    test("a project missing from its client's list is gone with its numbers", async () => {
      const { writer, reader } = await setUp();
      await drive(writer, CRM);
      const run = await drive(writer, { "1": { p1: [[A, B]], p2: [[B]] }, "2": {} });
      expect(run.totals).toMatchObject({ clients: 2, projects: 2, numbers: 2, gone: 2, new: 0 });
      expect(numbersHeld(reader)).toEqual([A, B]);
    });

    test("a client missing from the whole list is gone with its projects", async () => {
      const { writer } = await setUp();
      await drive(writer, CRM);
      const run = await drive(writer, { "2": { p3: [[C], [D]] } });
      expect(run.totals).toMatchObject({ clients: 1, projects: 1, numbers: 2, gone: 2 });
    });

    test("a narrow run makes no client gone that it left out", async () => {
      const { writer } = await setUp();
      await drive(writer, CRM);
      const run = await drive(writer, CRM, { scope: { clients: [], exclude: [], limit: 1 } });
      expect(run.totals).toMatchObject({ clients: 2, projects: 3, numbers: 4, gone: 0, records: 3 });
    });

    test("a project that moves to another client keeps its numbers", async () => {
      const { writer } = await setUp();
      await drive(writer, CRM);
      const run = await drive(writer, { "1": { p1: [[A, B]] }, "2": { p2: [[B]], p3: [[C], [D]] } });
      expect(run.totals).toMatchObject({ projects: 3, pairs: 5, new: 0, gone: 0 });
    });

    test("a project that is listed again after it was gone holds its numbers anew", async () => {
      const { writer } = await setUp();
      await drive(writer, CRM);
      await drive(writer, { "1": { p1: [[A, B]], p2: [[B]] }, "2": {} });
      const run = await drive(writer, CRM);
      expect(run.totals).toMatchObject({ projects: 3, numbers: 4, new: 2, gone: 0 });
    });
  });

  describe(`${name}: what could not be read`, () => {
    test("a dead project keeps its numbers as unverified until it is read again", async () => {
      const { writer, reader } = await setUp();
      await drive(writer, CRM);
      const dead = await drive(
        writer,
        { "1": { p1: [[]], p2: [[B]] }, "2": { p3: [[C], [D]] } },
        { dead: ["project:p1"] },
      );
      expect(dead.totals).toMatchObject({ quarantined: 1, unverified: 1, numbers: 4, gone: 0 });
      expect(dead.status).toBe("partial");
      expect(reader.listQuarantined(dead.run)).toMatchObject([
        { kind: "phones", id: "p1", code: "CRM_SERVER_ERROR", attempts: 6 },
      ]);
      const healed = await drive(writer, { "1": { p1: [[B]], p2: [[B]] }, "2": { p3: [[C], [D]] } });
      expect(healed.totals).toMatchObject({ quarantined: 0, unverified: 0, numbers: 3, gone: 1 });
    });

    test("a dead client keeps all its projects", async () => {
      const { writer } = await setUp();
      await drive(writer, CRM);
      const run = await drive(writer, { "1": {}, "2": { p3: [[C], [D]] } }, { dead: ["client:1"] });
      expect(run.totals).toMatchObject({ projects: 3, numbers: 4, unverified: 2, gone: 0, quarantined: 1 });
    });

    test("a run of what failed reads that alone, and only its own client's list makes a project gone", async () => {
      const { writer, reader } = await setUp();
      await drive(writer, CRM, { otherRegions: ["KZ"] });
      const dead = await drive(writer, CRM, { dead: ["client:1", "project:p3"], otherRegions: ["DE"] });
      const scope = { ...WHOLE_SOURCE, failedOf: dead.run };
      const half = { "1": { p1: [[A]] }, "2": {} };
      const retry = await drive(writer, half, { scope, dead: ["project:p3"], otherRegions: null });
      expect(retry.totals).toMatchObject({ projects: 2, quarantined: 1, gone: 1, unverified: 2 });
      expect(await writer.otherRegions(retry.run)).toEqual(["DE"]);
      expect(reader.findRunsToRetry().map(({ run }) => run)).toEqual([retry.run]);
      expect(reader.listFailed(retry.run)).toMatchObject([
        { id: "p3", clientId: "2", client: "Client 2", sinceRun: dead.run, pending: true },
      ]);
      expect(reader.listFailed(dead.run).map(({ id, pending }) => [id, pending])).toEqual([
        ["1", false],
        ["p3", true],
      ]);
    });

    test("of a list of clients that was not whole a run of what failed reads those it had not listed", async () => {
      const { writer, reader } = await setUp();
      const most = { "1": CRM["1"] ?? {} };
      await drive(writer, { ...CRM, "3": { p4: [[A]] } });
      const short = await drive(writer, most, { missing: 1 });
      expect(short.totals).toMatchObject({ clients: 3, quarantined: 1, gone: 0, unverified: 2 });
      const scope = { ...WHOLE_SOURCE, failedOf: short.run };
      const retry = await drive(writer, CRM, { scope });
      expect(reader.countUnits(retry.run)).toMatchObject([
        { kind: "clients", done: 1 },
        { kind: "phones", done: 1 },
        { kind: "projects", done: 1 },
      ]);
      expect(retry.totals).toMatchObject({
        clients: 2,
        projects: 3,
        quarantined: 0,
        unverified: 0,
        numbers: 4,
      });
      expect(reader.findRunsToRetry()).toEqual([]);
    });

    test("records without a number are counted by reason while their project holds them", async () => {
      const { writer, reader } = await setUp();
      const run = await drive(writer, CRM, { rejected: { p1: ["n/a", "junk"] } });
      expect(run.totals.rejected).toBe(2);
      expect(reader.countRejects("crm")).toEqual([{ reason: "not-valid", count: 2 }]);
      expect((await drive(writer, CRM)).totals.rejected).toBe(0);
    });
  });

  describe(`${name}: stopping and going on`, () => {
    test("a stopped run goes on behind its last saved page", async () => {
      const { writer, reader } = await setUp();
      const stopped = await drive(writer, CRM, { stopAfterPages: 3 });
      expect(stopped).toMatchObject({ status: "stopped", totals: { records: 4 } });
      expect(reader.findUnfinished("crm")?.run).toBe(stopped.run);
      const due = await writer.nextUnits(stopped.run, "phones", 0, 10);
      expect(due).toMatchObject([{ crmId: "p3", cursor: "1", pages: 1 }]);
      const run = await drive(writer, CRM, { resume: stopped.run });
      expect(run).toMatchObject({
        run: stopped.run,
        status: "complete",
        totals: { records: 5, numbers: 4, new: 4 },
      });
      expect(numbersHeld(reader)).toEqual([A, B, C, D]);
    });

    test("phones are not handed out before it is fixed which other regions are tried", async () => {
      const { writer } = await setUp();
      const waiting = await drive(writer, CRM, { otherRegions: null });
      expect(waiting.totals).toMatchObject({ projects: 3, records: 0 });
      expect(await writer.otherRegions(waiting.run)).toBeNull();
      expect(await writer.nextUnits(waiting.run, "phones", 0, 10)).toEqual([]);
      await writer.transaction(() => writer.fixOtherRegions(waiting.run, ["KZ", "UA"]));
      await writer.transaction(() => writer.fixOtherRegions(waiting.run, ["RU"]));
      expect(await writer.otherRegions(waiting.run)).toEqual(["KZ", "UA"]);
      expect(await writer.nextUnits(waiting.run, "phones", 0, 10)).toHaveLength(3);
    });

    test("countries are those of the clients of this run, for a narrow one of all that are stored", async () => {
      const { writer } = await setUp();
      await drive(writer, CRM);
      const whole = await drive(writer, { "1": {} });
      expect(await writer.countCountries(whole.run)).toEqual([{ country: null, clients: 1 }]);
      const narrow = await drive(writer, CRM, { scope: { clients: ["2"], exclude: [], limit: null } });
      expect(await writer.countCountries(narrow.run)).toEqual([{ country: null, clients: 2 }]);
    });

    test("repairs are counted with the records, and undone with them", async () => {
      const { writer, reader } = await setUp();
      const run = await drive(writer, CRM, { stopAfterPages: 1 });
      expect(run.totals).toMatchObject({ records: 2, repaired: { unicode: 2 } });
      const [unit] = await writer.nextUnits(run.run, "phones", 0, 1);
      const place = { cursor: null, etag: null, next: null, total: null };
      const undone = writer.transaction(async () => {
        if (unit) await writer.savePhones(unit, place, facts([C]));
        throw new Error("broken");
      });
      await expect(undone).rejects.toThrow("broken");
      await drive(writer, CRM, { resume: run.run });
      expect(reader.findRun(run.run)?.totals).toMatchObject({ records: 5, repaired: { unicode: 5 } });
    });

    test("a stopped run that another reader takes over reads projects under way from their first page", async () => {
      const { writer, reader } = await setUp();
      const stopped = await drive(writer, CRM, { stopAfterPages: 3 });
      const run = await drive(writer, CRM, { resume: stopped.run, reader: "table-2" });
      expect(run).toMatchObject({ run: stopped.run, status: "complete", totals: { records: 6, numbers: 4 } });
      expect(numbersHeld(reader)).toEqual([A, B, C, D]);
    });

    test("a new run abandons an unfinished one and reads everything", async () => {
      const { writer, reader } = await setUp();
      const stopped = await drive(writer, CRM, { stopAfterPages: 3 });
      const run = await drive(writer, CRM);
      expect(reader.findRun(stopped.run)?.status).toBe("abandoned");
      expect(run.totals).toMatchObject({ records: 5, numbers: 4 });
      expect(reader.findUnfinished("crm")).toBeUndefined();
    });

    test("a finished run cannot be continued", async () => {
      const { writer } = await setUp();
      const run = await drive(writer, CRM);
      await expect(writer.transaction(() => writer.resumeRun(run.run, "table-1"))).rejects.toMatchObject({
        code: "NOTHING_TO_RESUME",
      });
    });

    test("a page cannot be saved twice", async () => {
      const { writer } = await setUp();
      const stopped = await drive(writer, CRM, { stopAfterPages: 3 });
      const [unit] = await writer.nextUnits(stopped.run, "phones", 0, 10);
      const late = { ...unit!, pages: 0, cursor: null };
      const place = { cursor: null, etag: null, next: "1", total: null };
      await expect(writer.transaction(() => writer.savePhones(late, place, facts([C])))).rejects.toThrow();
    });

    test("nothing of a failed transaction is kept", async () => {
      const { writer, reader } = await setUp();
      await drive(writer, CRM);
      const half = writer.transaction(async () => {
        await writer.startRun({
          source: { name: "crm", connector: "x", baseUrl: "y" },
          scope: { clients: [], exclude: [], limit: null },
          reader: "r",
          otherRegions: [],
          incremental: null,
        });
        throw new Error("broken");
      });
      await expect(half).rejects.toThrow("broken");
      expect(reader.listRuns(null, 10)).toHaveLength(1);
    });
  });

  describe(`${name}: sources and texts`, () => {
    test("two sources hold the same number each for themselves", async () => {
      const { writer, reader } = await setUp();
      await drive(writer, CRM, { source: "one" });
      const two = await drive(writer, { "1": { p1: [[A, LONG]] } }, { source: "two" });
      expect(two.totals).toMatchObject({ numbers: 2, new: 2, clients: 1, projects: 1 });
      expect(numbersHeld(reader)).toEqual([A, B, C, D, LONG]);
      expect(numbersHeld(reader, { sources: ["two"] })).toEqual([A, LONG]);
      expect(reader.countNumbers({ ...HELD_NOW, sources: ["one"] })).toBe(4);
    });

    test("labels are kept with the pair, and a changed label is no change of the set", async () => {
      const { writer, reader } = await setUp();
      await drive(writer, CRM, { label: (number) => `label of ${number}` });
      const run = await drive(writer, CRM, { label: () => "other" });
      const rows = [...reader.iteratePairs(HELD_NOW)];
      expect(rows.map((row) => row.label)).toEqual(Array(5).fill("other"));
      expect(rows[0]).toMatchObject({
        clientId: "1",
        client: "Client 1",
        projectId: "p1",
        project: "Project p1",
      });
      expect(run.totals).toMatchObject({ new: 0, gone: 0, pairs: 5 });
    });

    test("another number table makes a run look at every set anew", async () => {
      const { writer } = await setUp();
      await drive(writer, CRM);
      const run = await drive(writer, CRM, { reader: "table-2" });
      expect(run.totals).toMatchObject({ new: 0, gone: 0, pairs: 5 });
    });

    test("what an account was asked for adds up over sources, and is forgotten after days", async () => {
      const { writer, reader } = await setUp();
      const one = await drive(writer, CRM, { source: "one" });
      const two = await drive(writer, CRM, { source: "two" });
      const slot = Date.now() - (Date.now() % 300_000);
      const spend = (run: number, account: string, at: number, cost: number): Promise<void> =>
        writer.transaction(() => writer.spend(run, account, [{ slot: at, cost }]));
      await spend(one.run, "acme", slot - 7 * 86_400_000, 1_000);
      await spend(one.run, "acme", slot, 5);
      await spend(two.run, "acme", slot, 7);
      await spend(two.run, "other", slot - 300_000, 2);
      expect(reader.spentOf("acme")).toEqual([{ slot, cost: 12 }]);
      expect(reader.spentOf("other")).toEqual([{ slot: slot - 300_000, cost: 2 }]);
      expect(["one", "two", "three"].map((name) => reader.accountOf(name))).toEqual(["acme", "other", null]);
    });
  });
}
