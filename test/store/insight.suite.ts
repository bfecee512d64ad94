import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { RunWriter, StoreAdmin } from "../../src/store/store.ts";
import { type Crm, drive } from "./driver.ts";

/** An empty store of its own. */
export interface InsightStore {
  readonly writer: RunWriter;
  openAdmin(): Promise<StoreAdmin>;
}

const A = 79160000001n;
const B = 79160000002n;
const C = 79160000003n;
/** Past 2^53. */
const LONG = 49_1764_1234_5678_902n;

const PLAIN = { operator: null, flags: [] };

/** What every store counts for people who plan and mend. */
export function insightSuite(name: string, runs: number, create: () => Promise<InsightStore>): void {
  async function open() {
    const { writer, openAdmin } = await create();
    onTestFinished(() => writer.close());
    const admin = await openAdmin();
    onTestFinished(() => admin.close());
    return { writer, insight: admin.insight, admin };
  }

  describe(`what ${name} counts of what is held`, () => {
    test("is each number once, by kind, operator and flag, and how clients and projects overlap", async () => {
      const { writer, insight } = await open();
      await drive(writer, { "1": { p1: [[A, B]], p2: [[B]] }, "2": { p3: [[B, LONG], [C]] } });
      const seen: bigint[] = [];
      const counted = insight.summarize("crm", (number, type) => {
        seen.push(number);
        expect(type).toBe("MOBILE");
        const operator = number === LONG ? null : { en: "MTS", ru: "МТС" };
        return { operator, flags: number === A ? ["run"] : [] };
      });
      expect(seen.sort()).toEqual([A, B, C, LONG].sort());
      expect(counted).toMatchObject({
        numbers: 4,
        pairs: 6,
        inClients: 1,
        inProjects: 1,
        flagged: 1,
        kinds: [{ region: "RU", type: "MOBILE", numbers: 4 }],
        operators: [
          { en: "MTS", ru: "МТС", numbers: 3 },
          { en: null, ru: null, numbers: 1 },
        ],
        flags: [{ flag: "run", numbers: 1 }],
      });
      const [first, second] = insight.clients("crm").map(({ key }) => key);
      expect(counted.clients).toEqual([
        [first, 3, 2],
        [second, 3, 3],
      ]);
      expect(counted.largest).toEqual([second, first]);
      expect(counted.shared).toEqual([
        [3, 1],
        [1, 2],
      ]);
    });

    test("is what the newest finished run left, while the next one is stopped in its middle", async () => {
      const { writer, insight } = await open();
      await drive(writer, { "1": { p1: [[A, B]], p2: [[B]] } });
      const stamp = insight.stamp("crm");
      await drive(writer, { "1": { p1: [[A]], p2: [[B, C]] } }, { stopAfterPages: 1 });
      expect(insight.stamp("crm")).toBe(stamp);
      expect(insight.summarize("crm", () => PLAIN)).toMatchObject({ numbers: 2, pairs: 3 });
    });

    test("is kept until a run, an erasure or another source changes it", async () => {
      const { writer, insight, admin } = await open();
      expect([insight.stamp(null), insight.summary(null)]).toEqual([null, null]);
      await drive(writer, { "1": { p1: [[A]] } });
      const stamp = insight.stamp(null) ?? "";
      const data = insight.summarize(null, () => PLAIN);
      const kept = { stamp, at: "2026-11-20T12:00:00.000Z", data };
      insight.keep(null, kept);
      insight.keep("crm", { ...kept, at: "2026-11-20T13:00:00.000Z" });
      expect(insight.summary(null)).toEqual(kept);
      expect(insight.summary("crm")?.at).toBe("2026-11-20T13:00:00.000Z");
      admin.audit.append({ action: "erase", detail: {} });
      expect(insight.stamp(null)).not.toBe(stamp);
      await drive(writer, { "1": { p1: [[A]] } }, { source: "other" });
      expect(insight.stamp("crm")).not.toBe(insight.stamp(null));
      expect(insight.summarize(null, () => PLAIN)).toMatchObject({ numbers: 1, pairs: 2, inClients: 1 });
    });

    test("is what counting by hand gives, whatever came, went and moved", async () => {
      const numbers = fc.subarray([A, B, C, LONG, 7n, 79160000009n]);
      const crm = fc.record({
        "1": fc.record({ p1: fc.tuple(numbers), p2: fc.tuple(numbers) }, { requiredKeys: [] }),
        "2": fc.record({ p3: fc.tuple(numbers, numbers) }, { requiredKeys: [] }),
        "3": fc.record({ p4: fc.tuple(numbers) }, { requiredKeys: [] }),
      });
      const property = fc.asyncProperty(fc.array(crm, { minLength: 1, maxLength: 3 }), async (versions) => {
        const { writer, openAdmin } = await create();
        const admin = await openAdmin();
        try {
          for (const version of versions) await drive(writer, version as Crm);
          const counted = admin.insight.summarize(null, () => PLAIN);
          expect(counted).toMatchObject(byHand(versions.at(-1) as Crm));
        } finally {
          admin.close();
          await writer.close();
        }
      });
      await fc.assert(property, { numRuns: runs });
    });
  });

  describe(`what ${name} tells of rejected records`, () => {
    const crm: Crm = { "1": { p1: [[A]], p2: [[B]] }, "2": { p3: [[C]] } };
    const rejected = { p1: ["ask Irina", "123"], p3: ["none", "ИНН 7701234528", "x"] };

    test("is how many each client has, with examples, after a run and the one before", async () => {
      const { writer, insight } = await open();
      const first = await drive(writer, crm, { rejected: { p1: ["ask Irina"] } });
      const second = await drive(writer, crm, { rejected });
      expect(insight.clients(null)).toMatchObject([
        { source: "crm", id: "1", name: "Client 1", records: 4, rejected: 2, pairs: 2 },
        { source: "crm", id: "2", name: "Client 2", records: 4, rejected: 3, pairs: 1 },
      ]);
      expect(insight.rejectGroups("crm")).toMatchObject([
        { reason: "not-valid", count: 2, first: "123", last: "ask Irina" },
        { reason: "not-valid", count: 3 },
      ]);
      expect(insight.rejectGroups("no such")).toEqual([]);
      expect([first, second].map(({ run }) => insight.rejectsAfter(run))).toEqual([
        [{ reason: "not-valid", count: 1 }],
        [{ reason: "not-valid", count: 5 }],
      ]);
    });

    test("is page by page each record once, of one source, reason or client", async () => {
      const { writer, insight } = await open();
      await drive(writer, crm, { rejected });
      const all = { source: null, reason: null, client: null };
      const raws: (string | null)[] = [];
      for (let after: [number, number] | null = null; ; ) {
        const rows = insight.rejected(all, after, 2);
        raws.push(...rows.map(({ raw }) => raw));
        const last = rows.at(-1);
        if (last === undefined) break;
        after = [last.projectKey, last.position];
      }
      expect(raws).toEqual(["ask Irina", "123", "none", "ИНН 7701234528", "x"]);
      const [, client] = insight.clients(null);
      const ofClient = insight.rejected({ ...all, client: client?.key ?? 0 }, null, 9);
      expect(ofClient.map(({ project, projectId, record }) => [project, projectId, record])).toEqual([
        ...["0", "1", "2"].map((record) => ["Project p3", "p3", record]),
      ]);
      expect(insight.rejected({ ...all, reason: "email" }, null, 9)).toEqual([]);
      expect(insight.rejected({ ...all, source: "other" }, null, 9)).toEqual([]);
      const { projectKey = 0, position = 0 } = ofClient[1] ?? {};
      expect(
        insight.rejectedAt([
          [projectKey, position],
          [99, 1],
        ]),
      ).toMatchObject([{ raw: "ИНН 7701234528" }]);
    });
  });
}

function byHand(crm: Crm) {
  const clients = Object.values(crm).map((projects) => Object.values(projects).map((pages) => pages.flat()));
  const places = clients.flat().flatMap((numbers) => [...new Set(numbers)]);
  const repeated = (lists: readonly (readonly bigint[])[]): number => {
    const counts = new Map<bigint, number>();
    for (const list of lists)
      for (const number of new Set(list)) counts.set(number, (counts.get(number) ?? 0) + 1);
    return [...counts.values()].filter((count) => count > 1).length;
  };
  return {
    numbers: new Set(places).size,
    pairs: places.length,
    inProjects: repeated(clients.flat()),
    inClients: repeated(clients.map((projects) => projects.flat())),
  };
}
