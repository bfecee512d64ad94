import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { AppPorts } from "../../src/app/app.ts";
import { HeldNumbers } from "../../src/app/numbers/held-numbers.ts";
import { type ListedNumber, listNumbers } from "../../src/app/numbers/list-numbers.ts";
import { ALL_HELD, type NumberOrder, type NumberQuery } from "../../src/app/numbers/number-query.ts";
import { HELD_NOW, type RunReader, type RunWriter, type StoreAdmin } from "../../src/store/store.ts";
import { type Crm, drive } from "./driver.ts";

/** A store of its own. */
export interface NumbersStore {
  readonly writer: RunWriter;
  openReader(): RunReader;
  openAdmin(): Promise<StoreAdmin>;
}

const BASE = 79_160_000_000n;
/** Past 2^53, as a few German numbers are. */
const LONG = 49_151_238_509_716_342n;
const [A, B, C, D] = [BASE + 1n, BASE + 2n, BASE + 3n, LONG];
const FIRST: NumberOrder = { by: "first", descending: true };

const histories = fc.array(
  fc.record({
    p1: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 6 }),
    p2: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 6 }),
    p3: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 4 },
);
const queries = fc.record({
  clients: fc.constantFrom<readonly string[]>([], ["1"], ["2"]),
  projects: fc.constantFrom<readonly string[]>([], ["p1"], ["p2", "p3"]),
  gone: fc.boolean(),
  newSince: fc.option(fc.integer({ min: 1, max: 3 })),
  minProjects: fc.integer({ min: 1, max: 2 }),
});
const orders = fc.record({
  by: fc.constantFrom<NumberOrder["by"]>("number", "first", "last", "places"),
  descending: fc.boolean(),
});

/** What the list of numbers shows of every store; `numRuns` random histories are compared with what exports hold. */
export function numbersSuite(name: string, numRuns: number, make: () => Promise<NumbersStore>): void {
  async function setUp(waitedFor?: number) {
    const { writer, openReader, openAdmin } = await make();
    onTestFinished(() => writer.close());
    const held = new HeldNumbers(async () => openReader(), null, waitedFor);
    onTestFinished(() => held.close());
    const ports = {
      openReader: async () => openReader(),
      holdNumbers: async () => held,
    } as unknown as AppPorts;
    const list = (query: Partial<NumberQuery> = {}, order = FIRST, size = 100) =>
      listNumbers(ports, { query: { ...ALL_HELD, ...query }, order, after: null, size, language: "en" });
    const numbers = async (
      query: Partial<NumberQuery> = {},
      order: NumberOrder = { by: "number", descending: false },
    ) => (await list(query, order)).items.map(({ number }) => number);
    return { writer, openReader, openAdmin, ports, list, numbers };
  }

  /** All pages of a list, so many numbers each. */
  async function inPages(ports: AppPorts, query: NumberQuery, order: NumberOrder, size: number) {
    const items: ListedNumber[] = [];
    for (let after = null; ; ) {
      const page = await listNumbers(ports, { query, order, after, size, language: "en" });
      items.push(...page.items);
      if (page.next === null) return items;
      after = page.next as never;
    }
  }

  describe(`the list of numbers in ${name}`, () => {
    test("holds what exports hold, whatever it is narrowed to, sorted and cut into pages", async () => {
      await fc.assert(
        fc.asyncProperty(
          histories,
          queries,
          orders,
          fc.integer({ min: 1, max: 4 }),
          async (history, asked, order, size) => {
            const { writer, openReader, ports } = await setUp();
            const of = (numbers: readonly number[]) => [
              numbers.map((at) => (at === 11 ? LONG : BASE + BigInt(at))),
            ];
            for (const { p1, p2, p3 } of history)
              await drive(writer, { "1": { p1: of(p1), p2: of(p2) }, "2": { p3: of(p3) } });
            const { gone, ...rest } = asked;
            const newSince = gone ? null : asked.newSince;
            const query: NumberQuery = { ...ALL_HELD, ...rest, newSince, state: gone ? "gone" : "held" };
            const listed = await inPages(ports, query, order, size);
            expect(listed).toEqual(expected(openReader, query, order));
            expect(await inPages(ports, query, order, 100)).toEqual(listed);
          },
        ),
        { numRuns },
      );
    });

    test("follows a run that goes on, and what people do", async () => {
      const { writer, openAdmin, list, numbers } = await setUp();
      await drive(writer, { "1": { p1: [[A]], p2: [[B]] } });
      expect(await numbers()).toEqual([A, B]);
      await drive(writer, { "1": { p1: [[A, C]], p2: [[B]] } }, { stopAfterPages: 1 });
      expect(await numbers()).toEqual([A, B, C]);
      expect((await list()).items[0]).toMatchObject({ number: C, isNew: true, firstRun: 2 });
      const admin = await openAdmin();
      admin.suppressions.add(BigUint64Array.of(B), "asked");
      expect(await numbers({ suppressed: true })).toEqual([B]);
      expect(await numbers({ suppressed: false })).toEqual([A, C]);
      expect((await list()).items.filter(({ suppressed }) => suppressed).length).toBe(1);
      admin.close();
    });

    test("of a large store may be behind a run that goes on, and tells of one that has ended", async () => {
      const { writer, numbers } = await setUp(0);
      await drive(writer, { "1": { p1: [[A]] } });
      expect(await numbers()).toEqual([A]);
      await drive(writer, { "1": { p1: [[A, B]] } }, { stopAfterPages: 1 });
      expect([[A], [A, B]]).toContainEqual(await numbers());
      await drive(writer, { "1": { p1: [[A, B, C]] } });
      expect(await numbers()).toEqual([A, B, C]);
    });

    test("never shows again what was erased", async () => {
      const { writer, openAdmin, numbers } = await setUp();
      await drive(writer, { "1": { p1: [[A, B, C]] } });
      expect(await numbers()).toEqual([A, B, C]);
      const admin = await openAdmin();
      const sought = { numbers: [{ number: B, digits: String(B).slice(1) }], read: () => [] };
      admin.erasure.erase(sought, () => admin.audit.append({ action: "erase", detail: {} }));
      expect(admin.erasure.erasedAt(B)).not.toBeNull();
      expect(admin.erasure.erasedAt(A)).toBeNull();
      admin.close();
      expect(await numbers()).toEqual([A, C]);
      expect(await numbers({ state: "gone" })).toEqual([]);
    });

    test("goes back to what an older version held, after a revert to it", async () => {
      const { writer, openAdmin, numbers } = await setUp();
      const first = await drive(writer, { "1": { p1: [[A, B]] } });
      await drive(writer, { "1": { p1: [[A, C]] } });
      expect(await numbers()).toEqual([A, C]);
      const admin = await openAdmin();
      admin.versions.revert(first.run);
      admin.audit.append({ action: "revert", detail: {} });
      admin.close();
      expect(await numbers()).toEqual([A, B]);
      expect(await numbers({ state: "gone" })).toEqual([C]);
    });

    test("knows numbers past 2^53, looks, regions, times and parts", async () => {
      const { writer, numbers } = await setUp();
      const made = 79_999_999_999n;
      const run = await drive(writer, { "1": { p1: [[A, D, made]] } });
      expect(await numbers()).toEqual([A, made, D]);
      expect(await numbers({}, { by: "number", descending: true })).toEqual([D, made, A]);
      expect(await numbers({ placeholder: true })).toEqual([made]);
      expect(await numbers({ placeholder: false })).toEqual([A, D]);
      expect(await numbers({ flags: ["repeated-digit"] })).toEqual([made]);
      expect(await numbers({ part: "1634" })).toEqual([D]);
      expect(await numbers({ part: "160000001" })).toEqual([A]);
      expect(await numbers({ regions: ["KZ"] })).toEqual([]);
      expect(await numbers({ types: ["MOBILE"], regions: ["RU"] })).toEqual([A, made, D]);
      expect(await numbers({ firstFrom: run.startedAt })).toEqual([A, made, D]);
      expect(await numbers({ firstTo: run.startedAt })).toEqual([]);
      expect(await numbers({ lastFrom: run.startedAt, lastTo: "2999-01-01T00:00:00.000Z" })).toEqual([
        A,
        made,
        D,
      ]);
      expect(await numbers({ operators: ["no such operator"] })).toEqual([]);
      expect(await numbers({ heldAfter: 1 })).toEqual([A, made, D]);
      expect(await numbers({ sources: ["another"] })).toEqual([]);
    });

    test("reads numbers without a country code in the regions of its clients, then of its numbers", async () => {
      const { writer, openReader } = await setUp();
      const crm: Crm = { "1": { p1: [[A]] } };
      await drive(writer, crm);
      const reader = openReader();
      expect(reader.numberFeed.regions()).toEqual(["RU"]);
      reader.close();
    });

    test("keeps filters under names, each person their own and all of them those that are shared", async () => {
      const { openAdmin } = await setUp();
      const admin = await openAdmin();
      const moscow = { name: "Moscow", query: "region=RU", shared: false, who: "Anna" };
      const view = admin.numberViews.save("anna", moscow);
      expect(admin.numberViews.save("anna", { ...moscow, query: "region=KZ" }).id).toBe(view.id);
      expect(admin.numberViews.list("anna")).toEqual([{ ...view, query: "region=KZ" }]);
      expect(admin.numberViews.list("boris")).toEqual([]);
      expect(admin.numberViews.remove("boris", view.id)).toBe(false);
      expect(admin.numberViews.remove(null, view.id)).toBe(false);
      const shared = admin.numberViews.save("boris", { ...moscow, shared: true, who: "Boris" });
      expect(admin.numberViews.list("anna").slice(1)).toEqual([{ ...shared, isMine: false }]);
      expect(admin.numberViews.remove(null, shared.id)).toBe(true);
      expect(admin.numberViews.remove("anna", view.id)).toBe(true);
      expect(admin.numberViews.list("anna")).toEqual([]);
      admin.close();
    });
  });
}

/** The same list by the way of exports and of one number's places. */
function expected(openReader: () => RunReader, query: NumberQuery, order: NumberOrder): unknown[] {
  const reader = openReader();
  const filter = { ...HELD_NOW, clients: query.clients, projects: query.projects };
  const rows = [
    ...reader.iterateNumbers({
      ...filter,
      includeGone: true,
      newSince: query.newSince,
      minProjects: query.minProjects,
    }),
  ];
  const held = new Set([...reader.iterateNumbers(filter)].map(({ number }) => number));
  const widely = new Set(
    [...reader.iterateNumbers({ ...filter, minProjects: query.minProjects })].map(({ number }) => number),
  );
  const isAsked = (number: bigint) => (query.state === "held" ? widely.has(number) : !held.has(number));
  const runs = new Map(reader.numberFeed.runs().map(({ run, startedAt }) => [startedAt, run]));
  const items = rows
    .filter(({ number }) => isAsked(number))
    .map(({ number, firstSeen, lastSeen }) => {
      const all = reader
        .placesOf(number)
        .filter(
          ({ clientId, projectId }) =>
            (query.clients.length === 0 || query.clients.includes(clientId)) &&
            (query.projects.length === 0 || query.projects.includes(projectId)),
        );
      const open = all.filter(({ goneRun }) => goneRun === null);
      const places = open.length > 0 ? open.length : new Set(all.map(({ projectId }) => projectId)).size;
      return { number, firstSeen, lastSeen, places };
    });
  reader.close();
  const keyOf = ({ firstSeen, lastSeen, places }: (typeof items)[number]): number =>
    ({ number: 0, first: runs.get(firstSeen) ?? 0, last: runs.get(lastSeen) ?? 0, places })[order.by];
  const sign = order.descending ? -1 : 1;
  const byNumber = (one: bigint, other: bigint): number => (one < other ? -1 : one > other ? 1 : 0);
  return items
    .toSorted(
      (one, other) =>
        sign * (keyOf(one) - keyOf(other)) ||
        (order.by === "number" ? sign : 1) * byNumber(one.number, other.number),
    )
    .map((item) => expect.objectContaining(item));
}
