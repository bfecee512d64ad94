import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { drive } from "../store/driver.ts";

it("erase takes a list from stdin, deletes exports that hold a number, and does nothing that nobody confirmed", async () => {
  const cwd = tempDir(onTestFinished);
  const writer = await openSqliteWriter(join(cwd, "datamaster.db"));
  await drive(writer, { "1": { p1: [[79161234567n, 79160000002n]] } });
  await writer.close();
  expect((await run(["export", "--of", "pairs", "--out", "p.xlsx"], { cwd })).code).toBe(0);
  const input = "8 (916) 123-45-67\n\n";
  const asked = await run(["erase", "--region", "ru"], { cwd, input });
  expect([asked.code, asked.stdout]).toEqual([2, ""]);
  expect(asked.stderr).toMatch(
    /rows of history +1\n[\s\S]*p\.xlsx\n[\s\S]*Nothing was erased: nobody confirmed it\./,
  );
  expect(existsSync(join(cwd, "p.xlsx"))).toBe(true);
  const nowhere = await run(["erase", "--region", "zzz", "--yes"], { cwd, input });
  expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('There is no country "zzz".')]);
  const done = await run(["erase", "--region", "ru", "--yes", "--json"], { cwd, input });
  expect(JSON.parse(done.stdout)).toEqual({
    asked: 1,
    numbers: 1,
    places: 1,
    rejected: 0,
    texts: 0,
    pages: 0,
    suppressed: 0,
    erasedBefore: 0,
    deleted: [join(cwd, "p.xlsx")],
    left: [],
    missing: [],
  });
  expect([done.code, existsSync(join(cwd, "p.xlsx"))]).toEqual([0, false]);
  const subject = await run(["subject", "-", "--json", "--region", "ru"], { cwd, input });
  expect(JSON.parse(subject.stdout)).toMatchObject({ places: [], erasedAt: expect.stringMatching(/^20/) });
});
