import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../helpers/root.ts";
import { VARIANTS } from "./variants.ts";

const page = readFileSync(join(ROOT, "docs/faults.md"), "utf8");
const rows = new Map([...page.matchAll(/^\| (\d+) \|.*$/gm)].map(([line, row]) => [Number(row), line]));

test("docs/faults.md names all 37 rows, each with its tests", () => {
  expect([...rows.keys()]).toEqual([...Array(37).keys()].map((index) => index + 1));
  for (const line of rows.values()) expect(line).toMatch(/answers|runs|signals|`test\//);
});

test("docs/faults.md names no test that does not exist", () => {
  const named = [...page.matchAll(/`(test\/[\w/-]*\w)`/g)].map(([, path = ""]) => path);
  expect(named.filter((path) => !existsSync(join(ROOT, `${path}.test.ts`)))).toEqual([]);
});

test("docs/faults.md counts the variants of each row", () => {
  const told = [...rows].map(([row, line]) => [row, Number(/answers \((\d+)\)/.exec(line)?.[1] ?? 0)]);
  const counted = [...rows.keys()].map((row) => [row, VARIANTS.filter((one) => one.row === row).length]);
  expect(told).toEqual(counted);
});
