import { describe, expect, onTestFinished, test } from "vitest";
import { WHOLE_SOURCE } from "../../src/model/run.ts";
import type { LogLine } from "../../src/model/run-page.ts";
import type { RunReader, RunWriter, StoreAdmin } from "../../src/store/store.ts";
import { type Crm, drive } from "./driver.ts";

const [A, B, C, D] = [79160000001n, 79160000002n, 79160000003n, 4915110000004n];
const CRM: Crm = { "1": { p1: [[A, B]], p2: [[B]] }, "2": { p3: [[C], [D]] } };

/** A store of its own, in whichever engine. */
export interface RecordsWorld {
  readonly writer: RunWriter;
  readonly admin: StoreAdmin;
  readonly reader: RunReader;
  close(): Promise<void>;
}

function line(seq: number, level: LogLine["level"], text: string): LogLine {
  return {
    seq,
    at: `2026-11-22T10:00:${String(seq).padStart(2, "0")}.000Z`,
    level,
    code: null,
    text,
    told: null,
  };
}

/** What pages show of a run beside its counts. */
export function runRecordsSuite(name: string, make: () => Promise<RecordsWorld>): void {
  async function open(): Promise<RecordsWorld> {
    const world = await make();
    onTestFinished(() => world.close());
    return world;
  }

  describe(`${name}: records of a run`, () => {
    test("a log is read forwards and backwards, from a level on, and goes on behind its last line", async () => {
      const { writer, admin, reader } = await open();
      await drive(writer, CRM);
      const told = { key: "stopped", params: {} };
      admin.records.addLines(1, [
        line(1, "info", "one"),
        line(2, "warn", "two"),
        { ...line(3, "error", "three"), told },
      ]);
      admin.records.addLines(1, [line(4, "info", "four")]);
      const texts = (query: { after?: number; before?: number }, level: LogLine["level"] = "info") =>
        reader.records.lines({ run: 1, level, limit: 2, ...query }).map(({ text }) => text);
      expect(texts({ after: 1 })).toEqual(["two", "three"]);
      expect(texts({ before: 4 })).toEqual(["three", "two"]);
      expect(texts({ after: 0 }, "warn")).toEqual(["two", "three"]);
      expect(reader.records.lines({ run: 1, level: "error", limit: 9 })[0]).toMatchObject({
        told,
        level: "error",
      });
      expect([reader.records.lastLine(1), reader.records.lastLine(2)]).toEqual([4, 0]);
    });

    test("runs are listed newest first with who asked for them, of a source, in a status, from a run on", async () => {
      const { writer, reader } = await open();
      await drive(writer, CRM);
      await drive(writer, CRM, { source: "other", dead: ["project:p3"] });
      await drive(writer, CRM, { stopAfterPages: 1 });
      const runs = (query: object) =>
        reader.records
          .runs({ source: null, statuses: [], before: null, limit: 10, ...query })
          .map(({ run, status, who }) => [run, status, who]);
      expect(runs({})).toEqual([
        [3, "stopped", null],
        [2, "partial", null],
        [1, "complete", null],
      ]);
      expect(runs({ statuses: ["complete", "partial"], before: 3, limit: 1 })).toEqual([
        [2, "partial", null],
      ]);
      expect(runs({ source: "other" })).toEqual([[2, "partial", null]]);
    });

    test("units tell what they are of, how they stand, and what the run read of them", async () => {
      const { writer, reader } = await open();
      await drive(writer, CRM, { dead: ["project:p2"] });
      const units = (query: object) =>
        reader.records.units({
          run: 1,
          kind: "phones",
          state: null,
          client: null,
          after: 0,
          limit: 10,
          ...query,
        });
      expect(
        units({}).map(({ id, clientId, state, numbers, code }) => [id, clientId, state, numbers, code]),
      ).toEqual([
        ["p1", "1", "done", 2, null],
        ["p2", "1", "quarantined", null, expect.any(String)],
        ["p3", "2", "done", 2, null],
      ]);
      expect(units({ client: "2" }).map(({ id }) => id)).toEqual(["p3"]);
      expect(units({ state: "quarantined" }).map(({ id }) => id)).toEqual(["p2"]);
      const [first] = units({ limit: 1 });
      expect(units({ after: first?.unit }).map(({ id }) => id)).toEqual(["p2", "p3"]);
      expect(units({ ids: [first?.unit ?? 0] }).map(({ id }) => id)).toEqual(["p1"]);
      expect(units({ kind: "projects" }).map(({ id, numbers }) => [id, numbers])).toEqual([
        ["1", null],
        ["2", null],
      ]);
      expect(reader.records.pages(1)).toBe(3);
    });

    test("speed, settings, and what the service works on are kept and replaced", async () => {
      const { writer, admin, reader } = await open();
      await writer.transaction(() =>
        writer.startRun({
          source: { name: "crm", connector: "datamaster", baseUrl: "http://crm" },
          scope: WHOLE_SOURCE,
          reader: "r",
          otherRegions: [],
          incremental: null,
          origin: { who: "anna", settings: { region: "RU" } },
        }),
      );
      expect(reader.records.origin(1)).toEqual({ who: "anna", settings: { region: "RU" } });
      expect(reader.records.origin(2)).toBeNull();
      const point = { t: 1, requests: 5, throttled: 0, errors: 0, records: 9, limit: 7.5, parked: 0 };
      admin.records.saveSpeed(1, [point]);
      admin.records.saveSpeed(1, [point, { ...point, t: 2, limit: null }]);
      expect(reader.records.speed(1)).toEqual([point, { ...point, t: 2, limit: null }]);
      const kept = { source: "crm", run: 1, who: "anna", at: "2026-11-22T10:00:00.000Z" };
      admin.records.keepServiceRun({ ...kept, run: 7 });
      admin.records.keepServiceRun(kept);
      expect(reader.records.serviceRuns()).toEqual([kept]);
      admin.records.dropServiceRun("crm");
      expect(reader.records.serviceRuns()).toEqual([]);
      admin.records.giveUp(1, "STORE_FAILED");
      expect(reader.findRun(1)).toMatchObject({ status: "stopped", error: "STORE_FAILED" });
    });

    test("a retry reads only what has the cause, or only the unit", async () => {
      const { writer, reader } = await open();
      await drive(writer, CRM, { dead: ["project:p2", "project:p3"] });
      const [one, other] = reader.listFailed(1);
      const due = async (failedOnly: object): Promise<string[]> => {
        const run = await writer.transaction(() =>
          writer.startRun({
            source: { name: "crm", connector: "datamaster", baseUrl: "http://crm" },
            scope: { ...WHOLE_SOURCE, failedOf: 1, failedOnly },
            reader: "r",
            otherRegions: [],
            incremental: null,
          }),
        );
        return (await writer.nextUnits(run.run, "phones", 0, 10)).map(({ crmId }) => crmId);
      };
      expect(await due({ unit: { kind: one?.kind, id: one?.id } })).toEqual([one?.id]);
      expect(await due({ code: other?.code })).toEqual([one?.id, other?.id]);
      expect(await due({ code: "NO_SUCH" })).toEqual([]);
    });

    test("a difference tells types, projects, what clients held, and its rows in parts", async () => {
      const { writer, reader } = await open();
      await drive(writer, CRM);
      await drive(writer, { "1": { p1: [[A]], p2: [[B]] }, "2": { p3: [[C], [D, 79160000009n]] } });
      const { more } = reader.diffRuns(1, 2);
      expect(more.types()).toEqual([{ type: "MOBILE", numbers: { new: 1, gone: 0, moved: 0 } }]);
      expect(more.projects(1)).toMatchObject([{ clientId: expect.any(String), pairs: {} }]);
      expect(more.held(["1", "2"])).toEqual(
        expect.arrayContaining([
          { id: "1", before: 2, after: 2 },
          { id: "2", before: 2, after: 3 },
        ]),
      );
      expect(more.held([])).toEqual([]);
      const page = (after: number) => more.page({ change: null, client: null, after, limit: 1 });
      expect([...page(0), ...page(1), ...page(2)].map(({ number, pair }) => [number, pair])).toEqual([
        [B, "went"],
        [79160000009n, "came"],
      ]);
      expect(more.page({ change: "new", client: "2", after: 0, limit: 5 })).toHaveLength(1);
      expect(more.page({ change: "new", client: "1", after: 0, limit: 5 })).toHaveLength(0);
    });
  });
}
