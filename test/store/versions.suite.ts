import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  HELD_NOW,
  type PruneTerms,
  type RunReader,
  type RunWriter,
  type StoreAdmin,
} from "../../src/store/store.ts";
import { type Crm, drive, numbersHeld } from "./driver.ts";

const [A, B, C, D] = [79160000001n, 79160000002n, 79160000003n, 79160000004n];
const FINISHED_ALL: PruneTerms = { sources: [], keepSince: new Map(), keepRuns: null, rawBefore: new Map() };

/** A store of its own, in whichever engine. */
export interface World {
  readonly writer: RunWriter;
  readonly admin: StoreAdmin;
  readonly reader: RunReader;
  /** Has each run begin at another second. */
  apart(): void;
  close(): Promise<void>;
}

/** All pairs that a source held after a run (null: now), with when each was first and last seen, by the run. */
function pairsAt(reader: RunReader, run: number | null): string[] {
  const starts = new Map(reader.listRuns(null, 1_000).map((one) => [one.startedAt, one.run]));
  return [...reader.iteratePairs({ ...HELD_NOW, run })]
    .map(
      ({ projectId, number, firstSeen, lastSeen }) =>
        `${projectId} ${number} ${starts.get(firstSeen)}-${starts.get(lastSeen)}`,
    )
    .sort();
}

const spanOf = (reader: RunReader, number: bigint): string => {
  const starts = new Map(reader.listRuns(null, 1_000).map((one) => [one.startedAt, one.run]));
  const row = [...reader.iterateNumbers(HELD_NOW)].find((one) => one.number === number);
  return `${starts.get(row?.firstSeen ?? "")}-${starts.get(row?.lastSeen ?? "")}`;
};

/** What every engine must make of versions that people change; `runs` random histories are tried. */
export function versionsSuite(engine: string, open: () => Promise<World>, runs: number): void {
  async function world(...crms: readonly Crm[]): Promise<World> {
    const made = await open();
    onTestFinished(made.close);
    for (const crm of crms) await drive(made.writer, crm);
    return made;
  }

  describe(`a revert in ${engine}`, () => {
    test("makes the list what it was after a run, as a version of its own, and leaves those between as they were", async () => {
      const { writer, admin, reader, apart } = await world(
        { "1": { p1: [[A, B]], p2: [[C]] } },
        { "1": { p1: [[A, B]], p2: [[C]] } },
        // The CRM answers nonsense: p2 is away, and p3 is nobody's.
        { "1": { p1: [[B, D]] }, "2": { p3: [[D]] } },
      );
      expect(admin.versions.previewRevert(2)).toEqual({
        source: "crm",
        to: 2,
        pairs: { came: 2, went: 2 },
        numbers: { new: 2, gone: 1 },
      });
      const run = admin.versions.revert(2);
      apart();
      expect(run).toMatchObject({
        run: 4,
        mode: "revert",
        status: "complete",
        scope: { revertOf: 2 },
        totals: { numbers: 3, pairs: 3, new: 2, gone: 1, clients: 1, projects: 2, records: 0 },
      });
      expect(numbersHeld(reader)).toEqual([A, B, C]);
      expect(numbersHeld(reader, { run: 3 })).toEqual([B, D]);
      expect(numbersHeld(reader, { newSince: 3 })).toEqual([A, C]);
      expect([spanOf(reader, A), spanOf(reader, B)]).toEqual(["1-2", "1-3"]);
      expect(reader.diffRuns(3, 4).totals).toEqual({
        numbers: { new: 2, gone: 1, moved: 0 },
        pairs: { came: 2, went: 2 },
      });
      expect([...reader.diffRuns(2, 4).rows()]).toEqual([]);
      const next = await drive(writer, { "1": { p1: [[A, B]], p2: [[C]] } }, { incremental: TERMS });
      expect(next).toMatchObject({ mode: "full", totals: { new: 0, gone: 0, clients: 1, projects: 2 } });
      apart();
      expect(spanOf(reader, A)).toBe("1-5");
    });

    test("can itself be reverted, and is nothing where nothing changed", async () => {
      const { admin, reader } = await world({ "1": { p1: [[A]] } }, { "1": { p1: [[B]] } });
      admin.versions.revert(1);
      admin.versions.revert(2);
      expect(numbersHeld(reader)).toEqual([B]);
      expect(numbersHeld(reader, { run: 3 })).toEqual([A]);
      expect(admin.versions.previewRevert(2).pairs).toEqual({ came: 0, went: 0 });
    });

    test("is refused for what is no finished run, and while a run of the source goes on", async () => {
      const { writer, admin } = await world({ "1": { p1: [[A]] } });
      const stopped = await drive(writer, { "1": { p1: [[A], [B]] } }, { stopAfterPages: 1 });
      const refused = (run: number, code: string) =>
        expect(() => admin.versions.revert(run)).toThrow(expect.objectContaining({ code }));
      refused(9, "NO_SUCH_RUN");
      refused(stopped.run, "USAGE");
      await writer.transaction(() => writer.resumeRun(stopped.run, "table-1"));
      refused(1, "RUN_ACTIVE");
    });

    test("gives up what could be continued", async () => {
      const { writer, admin, reader } = await world({ "1": { p1: [[A]] } }, { "1": { p1: [[B]] } });
      const stopped = await drive(writer, { "1": { p1: [[C], [D]] } }, { stopAfterPages: 1 });
      admin.versions.revert(1);
      expect(reader.findRun(stopped.run)?.status).toBe("abandoned");
      expect(reader.findUnfinished(null)).toBeUndefined();
    });
  });

  describe(`pruning in ${engine}`, () => {
    test("takes away what ended before the oldest version that is kept, and nothing that is held", async () => {
      const { admin, reader } = await world(
        { "1": { p1: [[A, B]], p2: [[C]] } },
        { "1": { p1: [[A]], p2: [[C, B]] } },
        { "1": { p1: [[A]], p2: [[]] } },
        { "1": { p1: [[A]], p2: [[D]] } },
      );
      const terms = { ...FINISHED_ALL, keepRuns: 2 };
      const before = pairsAt(reader, null);
      expect(admin.versions.previewPrune(terms)).toMatchObject([
        { source: "crm", oldest: { run: 3 }, runs: 2, spans: 3, numbers: 2, raws: 0 },
      ]);
      for (const _ of admin.versions.prune(terms));
      expect(admin.versions.previewPrune(terms)).toEqual([]);
      expect(pairsAt(reader, null)).toEqual(before);
      expect(numbersHeld(reader, { includeGone: true })).toEqual([A, D]);
      expect(reader.listRuns(null, 9).map(({ run, pruned }) => [run, pruned])).toEqual([
        [4, false],
        [3, false],
        [2, true],
        [1, true],
      ]);
      const pruned = expect.objectContaining({ code: "RUN_PRUNED" });
      expect(() => reader.diffRuns(2, 4)).toThrow(pruned);
      expect(() => numbersHeld(reader, { newSince: 1 })).toThrow(pruned);
      expect(() => admin.versions.revert(2)).toThrow(pruned);
      expect(numbersHeld(reader, { newSince: 3 })).toEqual([D]);
    });

    test("forgets raw values of rejected records after their time, and keeps how many there are and why", async () => {
      const { writer, admin, reader } = await world();
      const crm: Crm = { "1": { p1: [[A]], p2: [[B]] } };
      await drive(writer, crm, { rejected: { p1: ["12", "13"], p2: ["14"] } });
      const between = new Date(Date.parse(reader.findRun(1)?.startedAt ?? "") + 1).toISOString();
      while (new Date().toISOString() <= between);
      await drive(writer, crm, { rejected: { p1: ["12", "13"], p2: ["15"] } });
      const terms = { ...FINISHED_ALL, rawBefore: new Map([["crm", between]]) };
      expect(admin.versions.previewPrune(terms)).toMatchObject([
        { oldest: null, runs: 0, spans: 0, raws: 2 },
      ]);
      for (const _ of admin.versions.prune(terms));
      expect([...reader.iterateRejected(HELD_NOW)].map(({ raw, reason }) => [raw, reason])).toEqual([
        [null, "not-valid"],
        [null, "not-valid"],
        ["15", "not-valid"],
      ]);
      expect(reader.countRejects("crm")).toEqual([{ reason: "not-valid", count: 3 }]);
    });

    test("lets a run go on between its steps, and goes by each source's own time", async () => {
      const { writer, admin, reader } = await world({ "1": { p1: [[A]] } }, { "1": { p1: [[B]] } });
      await drive(writer, { "1": { p1: [[A]] } }, { source: "other" });
      const stopped = await drive(writer, { "1": { p1: [[A], [C]] } }, { stopAfterPages: 1 });
      const now = new Date(Date.now() + 60_000).toISOString();
      const terms = { ...FINISHED_ALL, keepSince: new Map([["crm", now]]) };
      expect(admin.versions.previewPrune(terms)).toMatchObject([
        { source: "crm", oldest: { run: 2 }, spans: 1 },
      ]);
      const steps = admin.versions.prune(terms);
      steps.next();
      await drive(writer, { "1": { p1: [[A], [C]] } }, { resume: stopped.run });
      for (const _ of steps);
      expect(numbersHeld(reader, { sources: ["crm"] })).toEqual([A, C]);
      expect(reader.listRuns("other", 1)).toMatchObject([{ pruned: false }]);
      expect(() => admin.versions.previewPrune({ ...terms, sources: ["none"] })).toThrow(
        expect.objectContaining({ code: "USAGE" }),
      );
    });
  });

  describe(`versions in ${engine}`, () => {
    test("hold what they held, whatever is read, reverted and pruned after them", async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (todo) => await tryHistory(await open(), todo)),
        { numRuns: runs },
      );
    });
  });
}

const TERMS = { fullEvery: 10, overlapMs: 0, allLists: false };

/** What may happen to a source, one after the other. */
type Step =
  | { readonly kind: "run"; readonly crm: Crm; readonly dead: readonly string[] }
  | { readonly kind: "revert"; readonly back: number }
  | { readonly kind: "prune"; readonly keep: number };

const numbers = fc.subarray([A, B, C, D]);
const crms = fc.tuple(fc.option(numbers), fc.option(numbers), fc.option(numbers)).map(
  ([p1, p2, p3]): Crm => ({
    "1": { ...(p1 && { p1: [p1] }), ...(p2 && { p2: [p2] }) },
    "2": p3 ? { p3: [p3] } : {},
  }),
);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("run" as const),
        crm: crms,
        dead: fc.subarray(["project:p1"]),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("revert" as const), back: fc.nat(3) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("prune" as const), keep: fc.integer({ min: 1, max: 4 }) }),
    },
  ),
  { minLength: 3, maxLength: 8 },
);

const numberOf = (pair: string): string => pair.split(" ")[1] ?? "";

/** The same, kept in the simplest way: of each version its pairs with the runs that saw them first and last. */
class Model {
  readonly versions = new Map<number, Map<string, { first: number; last: number }>>();
  readonly firsts = new Map<string, number>();
  readonly lasts = new Map<string, number>();
  oldest = 0;

  get newest(): number {
    return Math.max(0, ...this.versions.keys());
  }

  run(run: number, crm: Crm, dead: readonly string[]): void {
    const before = this.versions.get(this.newest) ?? new Map();
    const now = new Map<string, { first: number; last: number }>();
    const projects = Object.values(crm).flatMap((one) => Object.entries(one));
    for (const [project, pages] of projects) {
      if (dead.includes(`project:${project}`)) {
        for (const [pair, seen] of before) if (pair.startsWith(`${project} `)) now.set(pair, seen);
        continue;
      }
      for (const number of pages.flat())
        now.set(`${project} ${number}`, this.#seen(`${project} ${number}`, run));
    }
    this.versions.set(run, now);
  }

  #seen(pair: string, run: number): { first: number; last: number } {
    if (!this.firsts.has(pair)) this.firsts.set(pair, run);
    this.lasts.set(pair, run);
    return { first: this.firsts.get(pair) ?? run, last: run };
  }

  /** Nobody has seen what comes back: it was last seen when it was. */
  revert(run: number, to: number): void {
    const now = [...(this.versions.get(to) ?? [])].map(
      ([pair, { first }]) => [pair, { first, last: this.lasts.get(pair) ?? 0 }] as const,
    );
    this.versions.set(run, new Map(now));
  }

  prune(keep: number): void {
    const kept = [...this.versions.keys()].sort((one, other) => other - one)[keep - 1];
    if (kept === undefined || kept <= this.oldest) return;
    this.oldest = kept;
    const held = new Set(
      [...this.versions].flatMap(([run, pairs]) => (run >= kept ? [...pairs.keys()] : [])),
    );
    const numbersHeldYet = new Set([...held].map(numberOf));
    const first = (number: string): number =>
      Math.min(...[...this.firsts].flatMap(([pair, run]) => (numberOf(pair) === number ? [run] : [])));
    const isKept = (pair: string, run: number): boolean =>
      held.has(pair) || (numbersHeldYet.has(numberOf(pair)) && run === first(numberOf(pair)));
    // What no kept version holds is forgotten, but for where a number that is held was first seen: back again, it is new.
    const forgotten = [...this.firsts].flatMap(([pair, run]) => (isKept(pair, run) ? [] : [pair]));
    for (const pair of forgotten) this.firsts.delete(pair);
  }

  at(run: number): string[] {
    return [...(this.versions.get(run) ?? [])]
      .map(([pair, { first, last }]) => `${pair} ${first}-${last}`)
      .sort();
  }
}

async function tryHistory(
  { writer, admin, reader, apart, close }: World,
  todo: readonly Step[],
): Promise<void> {
  try {
    const model = new Model();
    for (const step of todo) {
      if (step.kind === "run") {
        const { run } = await drive(writer, step.crm, { dead: step.dead });
        model.run(run, step.crm, step.dead);
      } else if (step.kind === "revert") {
        const kept = [...model.versions.keys()].filter((run) => run >= model.oldest).reverse();
        const to = kept[step.back % kept.length];
        if (to !== undefined) model.revert(admin.versions.revert(to).run, to);
      } else {
        for (const _ of admin.versions.prune({ ...FINISHED_ALL, keepRuns: step.keep }));
        model.prune(step.keep);
      }
    }
    apart();
    for (const run of model.versions.keys()) {
      if (run >= model.oldest)
        expect(pairsOnly(pairsAt(reader, run)), `run ${run}`).toEqual(pairsOnly(model.at(run)));
      else expect(() => pairsAt(reader, run)).toThrow(expect.objectContaining({ code: "RUN_PRUNED" }));
    }
    if (model.newest > 0) expect(pairsAt(reader, null)).toEqual(model.at(model.newest));
    expect(reader.countUnits(model.newest).every(({ due }) => due === 0)).toBe(true);
  } finally {
    await close();
  }
}

const pairsOnly = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/ \S+$/, ""));
