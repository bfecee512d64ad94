import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ChangedPair } from "../../src/model/diff.ts";
import { HELD_NOW, type RunReader, type RunWriter } from "../../src/store/store.ts";
import { type Crm, drive, numbersHeld } from "./driver.ts";

const [A, B, C, D] = [79160000001n, 79160000002n, 79160000003n, 79160000004n];

/** An empty store of its own. */
export interface DiffStore {
  readonly writer: RunWriter;
  openReader(): RunReader;
  /** What makes the store as large ones are while their first run goes on. */
  dropIndex(): void;
}

const shown = ({ number, change, pair, projectId, run }: ChangedPair): string =>
  `${number % 10n} ${change}: ${pair} ${projectId} in ${run}`;

/** What every store tells of two versions; `numRuns` random histories are compared with all that both versions hold. */
export function diffSuite(name: string, numRuns: number, make: () => Promise<DiffStore>): void {
  async function after(...crms: readonly Crm[]): Promise<RunReader> {
    const { writer, openReader } = await make();
    for (const crm of crms) await drive(writer, crm);
    await writer.close();
    const reader = openReader();
    onTestFinished(() => reader.close());
    return reader;
  }

  describe(`the difference of two versions in ${name}`, () => {
    test("tells numbers that are new, gone, moved to another project, or only in more or fewer of them", async () => {
      const reader = await after(
        { "1": { p1: [[A, B]], p2: [[C]] }, "2": { p3: [[D]] } },
        { "1": { p1: [[B]], p2: [[C]] }, "2": { p3: [[79160000005n, B, C]] } },
        { "1": { p1: [[]], p2: [[C]] }, "2": { p3: [[79160000005n, B, C]] } },
      );
      const diff = reader.diffRuns(1, 3);
      expect([...diff.rows()].map(shown)).toEqual([
        "5 new: came p3 in 2",
        "1 gone: went p1 in 2",
        "4 gone: went p3 in 2",
        "2 moved: went p1 in 3",
        "2 moved: came p3 in 2",
        "3 kept: came p3 in 2",
      ]);
      expect(diff.totals).toEqual({ numbers: { new: 1, gone: 2, moved: 1 }, pairs: { came: 3, went: 3 } });
      expect(diff.clients).toEqual([
        {
          id: "2",
          name: "Client 2",
          numbers: { new: 1, gone: 1, moved: 1 },
          pairs: { came: 3, went: 1 },
        },
        {
          id: "1",
          name: "Client 1",
          numbers: { new: 0, gone: 1, moved: 1 },
          pairs: { came: 0, went: 2 },
        },
      ]);
      expect(diff.regions).toEqual([{ region: "RU", numbers: { new: 1, gone: 2, moved: 1 } }]);
      expect(reader.diffRuns(2, 3).totals).toEqual({
        numbers: { new: 0, gone: 0, moved: 0 },
        pairs: { came: 0, went: 1 },
      });
    });

    test("holds nothing of what came and went in between, and of other sources nothing", async () => {
      const { writer, openReader } = await make();
      await drive(writer, { "1": { p1: [[A]] } });
      await drive(writer, { "1": { p1: [[A]] } }, { source: "other" });
      await drive(writer, { "1": { p1: [[B]] } });
      await drive(writer, { "1": { p1: [[C, D]] } }, { source: "other" });
      await drive(writer, { "1": { p1: [[A]] } });
      await writer.close();
      const reader = openReader();
      onTestFinished(() => reader.close());
      expect([...reader.diffRuns(1, 5).rows()]).toEqual([]);
      expect(reader.diffRuns(1, 3).totals.numbers).toEqual({ new: 1, gone: 1, moved: 0 });
    });

    test("is that of what both versions hold, whatever comes, goes and comes back, with the index by number or without", async () => {
      const numbers = fc.subarray([A, B, C, D]);
      const crm = fc.tuple(fc.option(numbers), fc.option(numbers), fc.option(numbers)).map(
        ([p1, p2, p3]): Crm => ({
          "1": { ...(p1 && { p1: [p1] }), ...(p2 && { p2: [p2] }) },
          "2": p3 ? { p3: [p3] } : {},
        }),
      );
      const crms = fc.array(crm, { minLength: 3, maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(crms, fc.boolean(), async (versions, indexed) => {
          const { writer, openReader, dropIndex } = await make();
          for (const version of versions) await drive(writer, version);
          await writer.close();
          if (!indexed) dropIndex();
          const reader = openReader();
          for (const [from, to] of [[1, versions.length] as const, [2, 3] as const])
            expect(foundBy(reader, from, to)).toEqual(compared(reader, from, to));
          reader.close();
        }),
        { numRuns },
      );
    });
  });
}

interface Found {
  readonly pairs: readonly string[];
  readonly new: readonly bigint[];
  readonly gone: readonly bigint[];
  readonly moved: readonly bigint[];
}

function foundBy(reader: RunReader, from: number, to: number): Found {
  const rows = [...reader.diffRuns(from, to).rows()];
  const of = (change: string): bigint[] => [
    ...new Set(rows.filter((row) => row.change === change).map(({ number }) => number)),
  ];
  const pairs = rows.map(({ pair, projectId, number }) => `${pair} ${projectId} ${number}`);
  return { pairs: pairs.sort(), new: of("new"), gone: of("gone"), moved: of("moved") };
}

/** The same by comparing all that both versions hold. */
function compared(reader: RunReader, from: number, to: number): Found {
  const pairsOf = (run: number): Set<string> =>
    new Set(
      [...reader.iteratePairs({ ...HELD_NOW, run })].map(({ projectId, number }) => `${projectId} ${number}`),
    );
  const [before, now] = [pairsOf(from), pairsOf(to)];
  const [came, went] = [now.difference(before), before.difference(now)];
  const pairs = [...[...came].map((pair) => `came ${pair}`), ...[...went].map((pair) => `went ${pair}`)];
  const digits = (list: Iterable<string>): Set<bigint> =>
    new Set([...list].map((pair) => BigInt(pair.split(" ")[1] ?? "")));
  const [held, holds] = [numbersHeld(reader, { run: from }), numbersHeld(reader, { run: to })];
  const left = digits(went);
  return {
    pairs: pairs.sort(),
    new: holds.filter((number) => !held.includes(number)),
    gone: held.filter((number) => !holds.includes(number)),
    moved: [...digits(came)].filter((number) => left.has(number)).sort(),
  };
}
