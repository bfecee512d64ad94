import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { run } from "../helpers/run.ts";
import { ran } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { drive } from "../store/driver.ts";

const [ONE, TWO, THREE] = ["+79161234567", "+79160000002", "+79160000003"];

let cwd: string;
let db: string[] = [];

beforeEach(() => {
  cwd = tempDir(onTestFinished);
  db = ["--db", `sqlite:${join(cwd, "datamaster.db")}`];
});

/** Two runs: the second one found the third number. */
async function collected(): Promise<void> {
  const writer = await openSqliteWriter(join(cwd, "datamaster.db"));
  await drive(writer, { "1": { p1: [[79161234567n, 79160000002n]] }, "2": { p2: [[79161234567n]] } });
  await drive(writer, {
    "1": { p1: [[79161234567n, 79160000002n]], p3: [[79160000003n]] },
    "2": { p2: [[79161234567n]] },
  });
  await writer.close();
}

const verb = (...args: string[]) => ran(cwd, [...args, ...db]);
const added = (...numbers: string[]) =>
  ran(cwd, ["suppress", "add", "-", "--json", ...db], numbers.join("\n"));

/** The detail of the newest entries of the audit log. */
async function noted(limit: number): Promise<Record<string, unknown>[]> {
  const { stdout } = await verb("audit", "list", "--json", "--limit", String(limit));
  return JSON.parse(stdout).entries.map(({ detail }: { detail: Record<string, unknown> }) => detail);
}

describe("suppress", () => {
  it("takes numbers in any spelling, off and on, and tells what was known", async () => {
    const { stdout, code } = await ran(
      cwd,
      ["suppress", "add", "--json", "--region", "ru", "--reason", "asked", ...db],
      "8 (916) 123-45-67\n\n'+79160000002\n+7 916 123-45-67\nhello 123\n",
    );
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      {
        read: 4,
        added: 2,
        known: 0,
        unreadable: 1,
        suppressed: 2,
        examples: [{ line: 5, text: "hello 123" }],
      },
    ]);
    expect((await verb("suppress", "add", ONE, THREE)).stderr).toBe(
      "1 number added, 1 on the list already; 3 must not be called now.\n",
    );
    expect((await verb("suppress", "remove", TWO, "+79990001122")).stderr).toBe(
      "1 number removed, 1 not on the list; 2 must not be called now.\n",
    );
    const { stdout: csv } = await verb("suppress", "list", "--csv");
    expect(csv.replaceAll(/20\d\d-[^,]+,[^,]+/g, "WHEN,WHO")).toBe(
      `phone,since,who,reason\n${THREE},WHEN,WHO,\n${ONE},WHEN,WHO,asked\n`.replaceAll(
        "\n",
        csv.includes("\r") ? "\r\n" : "\n",
      ),
    );
    expect(JSON.parse((await verb("suppress", "list", "--json", "--limit", "1")).stdout)).toMatchObject({
      count: 2,
      suppressed: [{ phone: THREE, reason: null }],
    });
  });

  it("imports a column of a CSV, gzipped or not, and shows what it cannot read masked", async () => {
    const rows = ["phone;name", `"8 916 123-45-67";a`, "89161234567890123;b", "'+79160000002;c"];
    const csv = `\ufeff${rows.join("\r\n")}\r\n`;
    writeFileSync(join(cwd, "list.csv"), csv);
    writeFileSync(join(cwd, "list.gz"), gzipSync(csv));
    const file = (name: string) => join(cwd, name);
    const { stderr } = await verb("suppress", "import", file("list.csv"), "--region", "RU");
    expect(stderr).toBe(
      "2 numbers added; 2 must not be called now.\nNo number in 1 line:\n  line 3: 8916***0123\n",
    );
    const again = await verb(
      "suppress",
      "import",
      file("list.gz"),
      "--column",
      "phone",
      "--region",
      "RU",
      "--json",
    );
    expect(JSON.parse(again.stdout)).toMatchObject({ read: 3, added: 0, known: 2, unreadable: 1 });
    const [second] = await noted(1);
    expect(second).toMatchObject({ from: file("list.gz"), added: 0, known: 2, unreadable: 1, suppressed: 2 });
  });

  it("changes nothing where a list holds no number, is not there or a typed number is none", async () => {
    writeFileSync(join(cwd, "list.csv"), "a,b\n1,2\n");
    const wrong = await verb("suppress", "import", join(cwd, "list.csv"));
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/None of 1 value in column 1 .*--column/s),
    ]);
    expect((await verb("suppress", "import", join(cwd, "none.csv"))).code).toBe(2);
    const typed = await verb("suppress", "add", ONE, "hello");
    expect([typed.code, typed.stderr]).toEqual([2, expect.stringMatching(/hello.* is no phone number/)]);
    expect((await ran(cwd, ["suppress", "add", ...db])).stderr).toMatch(/No number was given/);
    expect(existsSync(join(cwd, "datamaster.db"))).toBe(false);
    expect((await verb("suppress", "list")).stdout).toBe("No number is suppressed.\n");
  });

  it("keeps its numbers out of every export, which tells how many rows and notes it", async () => {
    await collected();
    await added(ONE, "+79990001122");
    const out = join(cwd, "numbers.csv");
    const { stdout, stderr } = await verb("export", "--out", out, "--json", "--region", "RU");
    expect(JSON.parse(stdout)).toEqual({ file: out, of: "numbers", rows: 2, suppressed: 1 });
    expect(stderr).toBe("");
    const text = readFileSync(out, "utf8");
    expect(text).not.toContain(ONE);
    const sha256 = createHash("sha256").update(text).digest("hex");
    expect(await noted(1)).toEqual([
      {
        of: "numbers",
        format: "csv",
        filter: { regions: ["RU"] },
        includeSuppressed: false,
        columns: ["phone", "region", "type", "first_seen", "last_seen"],
        rows: 2,
        suppressed: 1,
        files: [{ file: out, rows: 2, sha256 }],
      },
    ]);
    for (const kind of ["numbers", "pairs"]) {
      const spelled = await verb(
        "export",
        "--of",
        kind,
        "--columns",
        "national,international",
        "--format",
        "jsonl",
      );
      expect(spelled.stdout).not.toContain("123-45-67");
      expect(spelled.stderr).toMatch(/^Left out: [12] rows? of numbers that must not be called/);
    }
    await verb("export", "--split-by", "client", "--out", join(cwd, "by.csv"));
    expect([existsSync(join(cwd, "by-1-Client_1.csv")), existsSync(join(cwd, "by-2-Client_2.csv"))]).toEqual([
      true,
      false,
    ]);
  });

  it("lets them out where that is asked for, and notes it", async () => {
    await collected();
    await added(ONE);
    const { stdout, stderr } = await verb("export", "--of", "pairs", "--include-suppressed");
    expect(stdout.match(/\+79161234567/g)).toHaveLength(2);
    expect(stderr).toBe("2 rows of numbers that must not be called went out too: the audit log says so\n");
    const [end, begin] = await noted(2);
    expect(begin).toMatchObject({ of: "pairs", includeSuppressed: true, out: "stdout" });
    const sha256 = createHash("sha256").update(stdout).digest("hex");
    expect(end).toEqual({ ends: expect.any(Number), rows: 4, suppressed: 2, sha256 });
  });

  it("keeps them out of what changed between runs, and tells of a single number", async () => {
    await collected();
    await added(THREE);
    const diff = JSON.parse((await verb("runs", "diff", "--json")).stdout);
    expect([diff.numbers.new, diff.changes, diff.suppressed]).toEqual([1, [], 1]);
    expect((await verb("runs", "diff")).stdout).not.toContain(THREE);
    expect((await verb("runs", "diff", "--format", "csv", "--include-suppressed")).stdout).toContain(THREE);
    expect((await noted(2))[1]).toMatchObject({
      of: "changes",
      filter: { from: 1, to: 2 },
      includeSuppressed: true,
    });
    const shown = JSON.parse((await verb("numbers", "show", THREE, "--json")).stdout);
    expect(shown.suppressed).toEqual({
      since: expect.stringMatching(/Z$/),
      who: expect.any(String),
      reason: null,
    });
    expect((await verb("numbers", "show", THREE)).stdout).toMatch(/do not call +since 20/);
    expect(JSON.parse((await verb("numbers", "show", TWO, "--json")).stdout).suppressed).toBeNull();
  });

  it("reads a list from stdin in a process of its own", async () => {
    const folder = tempDir(afterAll);
    const { code, stderr } = await run(["suppress", "add", "-", "--reason", "no"], {
      cwd: folder,
      input: ONE,
    });
    expect([code, stderr]).toEqual([0, "1 number added; 1 must not be called now.\n"]);
  });
});

describe("audit", () => {
  it("lists what was done by action and age, and finds all of it whole", async () => {
    await collected();
    expect((await verb("audit", "list")).stdout).toBe("Nothing is noted yet.\n");
    await added(ONE);
    await verb("export", "--out", join(cwd, "a.csv"));
    const listed = await verb("audit", "list", "--action", "suppress", "--since", "1h");
    const [, first, ...rest] = listed.stdout.trimEnd().split("\n");
    expect(first).toMatch(/^ *1 .* suppress +added 1; from /);
    expect(rest.filter((line) => !/^ {30,}\S/.test(line))).toEqual([]);
    expect((await verb("audit", "list", "--since", "3")).code).toBe(2);
    const { stdout, code } = await verb("audit", "verify");
    const head = /^Head: ([0-9a-f]{64})$/m.exec(stdout)?.[1] ?? "";
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^2 entries, all as they were written\.\n/)]);
    await verb("export", "--out", join(cwd, "b.csv"));
    expect((await verb("audit", "verify", "--head", head)).stdout).toMatch(
      /still holds the entry .* number 2\./,
    );
    const other = await verb("audit", "verify", "--head", "a".repeat(64), "--json");
    expect([other.code, JSON.parse(other.stdout)]).toMatchObject([
      1,
      { ok: false, found: null, broken: null },
    ]);
    expect((await verb("audit", "verify", "--head", "abc")).code).toBe(2);
  });
});

it("init notes in the audit log that it wrote a config, where there is a database", async () => {
  const init = ["init", "--yes", "--no-check", "--force", "--token-stdin", "--region", "RU", ...db];
  const setUp = () =>
    ran(
      cwd,
      [...init, "--config", join(cwd, "a.yaml"), "--base-url", "https://crm.example.com/v1"],
      "secret-token",
    );
  expect((await setUp()).code).toBe(0);
  expect(existsSync(join(cwd, "datamaster.db"))).toBe(false);
  await added(ONE);
  await setUp();
  expect(await noted(1)).toEqual([
    {
      file: join(cwd, "a.yaml"),
      name: "main-crm",
      connector: "datamaster",
      region: "RU",
      token: true,
      baseUrl: "https://crm.example.com/v1",
    },
  ]);
});
