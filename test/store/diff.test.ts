import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ChangedPair } from "../../src/model/diff.ts";
import { openSqliteReader, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { HELD_NOW, type RunReader } from "../../src/store/store.ts";
import { tempDir } from "../helpers/temp.ts";
import { type Crm, drive, numbersHeld } from "./driver.ts";

const [A, B, C, D] = [79160000001n, 79160000002n, 79160000003n, 79160000004n];

/** A database after one run over each of these, by a reader. */
async function after(...crms: readonly Crm[]): Promise<{ reader: RunReader; path: string }> {
  const path = join(tempDir(), "datamaster.db");
  const writer = await openSqliteWriter(path);
  for (const crm of crms) await drive(writer, crm);
  await writer.close();
  const reader = openSqliteReader(path);
  onTestFinished(() => reader.close());
  return { reader, path };
}

const shown = ({ number, change, pair, projectId, run }: ChangedPair): string =>
  `${number % 10n} ${change}: ${pair} ${projectId} in ${run}`;

describe("the difference of two versions", () => {
  test("tells numbers that are new, gone, moved to another project, or only in more or fewer of them", async () => {
    const { reader } = await after(
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
        ...{ id: "2", name: "Client 2" },
        ...{ numbers: { new: 1, gone: 1, moved: 1 }, pairs: { came: 3, went: 1 } },
      },
      {
        ...{ id: "1", name: "Client 1" },
        ...{ numbers: { new: 0, gone: 1, moved: 1 }, pairs: { came: 0, went: 2 } },
      },
    ]);
    expect(diff.regions).toEqual([{ region: "RU", numbers: { new: 1, gone: 2, moved: 1 } }]);
    expect(reader.diffRuns(2, 3).totals).toEqual({
      ...{ numbers: { new: 0, gone: 0, moved: 0 }, pairs: { came: 0, went: 1 } },
    });
  });

  test("holds nothing of what came and went in between, and of other sources nothing", async () => {
    const path = join(tempDir(), "datamaster.db");
    const writer = await openSqliteWriter(path);
    await drive(writer, { "1": { p1: [[A]] } });
    await drive(writer, { "1": { p1: [[A]] } }, { source: "other" });
    await drive(writer, { "1": { p1: [[B]] } });
    await drive(writer, { "1": { p1: [[C, D]] } }, { source: "other" });
    await drive(writer, { "1": { p1: [[A]] } });
    await writer.close();
    const reader = openSqliteReader(path);
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
        const folder = tempDir();
        const path = join(folder, "datamaster.db");
        const writer = await openSqliteWriter(path);
        for (const version of versions) await drive(writer, version);
        await writer.close();
        if (!indexed) withoutIndex(path);
        const reader = openSqliteReader(path);
        for (const [from, to] of [[1, versions.length] as const, [2, 3] as const])
          expect(foundBy(reader, from, to)).toEqual(compared(reader, from, to));
        reader.close();
        rmSync(folder, { recursive: true });
      }),
      { numRuns: 10 },
    );
  });
});

function withoutIndex(path: string): void {
  const db = new DatabaseSync(path);
  db.exec("DROP INDEX membership_of_number");
  db.close();
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
