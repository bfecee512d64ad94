import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { readXlsx } from "hucre/xlsx";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseCsv, readCsv } from "../helpers/csv.ts";
import { fakeCrm, routesOf } from "../helpers/fake-crm.ts";
import { start } from "../helpers/run.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { configFor, control, sharedSim, truthOf } from "./crm.ts";

const crm = sharedSim(["--clients", "25", "--max-records", "700"]);
const cleaning: (() => void | Promise<void>)[] = [];
let cwd: string;

beforeAll(async () => {
  cwd = tempDir((task) => void cleaning.push(task));
  writeFileSync(join(cwd, "datamaster.yaml"), configFor(crm.sim, "main-crm"));
  const { code } = await run(["collect"], { cwd, env: { CRM_TOKEN: crm.sim.token }, later: () => {} });
  expect(code).toBe(0);
});
afterAll(async () => {
  for (const task of cleaning) await task();
});

/** As the database orders numbers. */
const byLength = (one: string, other: string) => one.length - other.length || (one < other ? -1 : 1);
const exported = (...args: string[]) => run(["export", ...args], { cwd });

describe("export", () => {
  it("of numbers holds every number once, in the columns of the contract", async () => {
    const { code, stdout, stderr } = await exported();
    expect([code, stderr]).toEqual([0, ""]);
    const { columns, rows } = parseCsv(stdout);
    expect(columns).toEqual(["phone", "region", "type", "first_seen", "last_seen"]);
    expect(rows.map(({ phone }) => phone).sort()).toEqual(crm.truth.numbers);
  });

  it("of pairs holds every place, with further columns on request", async () => {
    const { columns, rows } = parseCsv((await exported("--of", "pairs", "--with", "label,contact")).stdout);
    expect(columns).toEqual([
      ...["phone", "client_id", "client", "project_id", "project", "first_seen", "last_seen"],
      ...["label", "contact"],
    ]);
    const pairs = rows.map(({ project_id, phone }) => `${project_id} ${phone}`);
    expect(pairs.sort()).toEqual(crm.truth.pairs.map(([project, phone]) => `${project} ${phone}`).sort());
    expect(rows.some(({ contact }) => contact !== "")).toBe(true);
  });

  it("writes JSON lines where the format or the file's ending says so", async () => {
    const { stdout } = await exported("--format", "jsonl");
    await exported("--out", "numbers.jsonl");
    const [first = ""] = stdout.split("\n");
    expect(Object.keys(JSON.parse(first))).toEqual(["phone", "region", "type", "first_seen", "last_seen"]);
    expect(readFileSync(join(cwd, "numbers.jsonl"), "utf8")).toBe(stdout);
  });

  it("writes workbooks, Parquet and gzip as the name of the file says, and to a pipe", async () => {
    for (const name of ["book.xlsx", "all.parquet", "packed.csv.gz"])
      expect((await exported("--out", name)).code).toBe(0);
    const file = (name: string) => readFileSync(join(cwd, name));
    const [sheet] = (await readXlsx(file("book.xlsx"))).sheets;
    expect(sheet?.rows.slice(1).map(([phone]) => phone)).toEqual(crm.truth.numbers.toSorted(byLength));
    const rows = (await parquetReadObjects({ file: file("all.parquet").buffer })) as { phone: string }[];
    expect(rows.map(({ phone }) => phone).sort()).toEqual(crm.truth.numbers);
    expect(gunzipSync(file("packed.csv.gz")).toString()).toBe((await exported()).stdout);
    const { code, stdout } = await exported("--format", "parquet");
    expect([code, stdout.slice(0, 4), stdout.slice(-4)]).toEqual([0, "PAR1", "PAR1"]);
  });

  it("has the columns that are asked for, in their order", async () => {
    const names = ["national", "phone", "international", "region"];
    const { columns, rows } = parseCsv(
      (await exported("--columns", names.join(","), "--region", "RU")).stdout,
    );
    expect(columns).toEqual(names);
    for (const { national = "", phone, international = "" } of rows) {
      expect([`+${international.replace(/\D/g, "")}`, `+7${national.replace(/\D/g, "").slice(1)}`]).toEqual([
        phone,
        phone,
      ]);
    }
  });

  it("of rejected holds the records that gave no number, and why", async () => {
    const { columns, rows } = parseCsv((await exported("--of", "rejected")).stdout);
    expect(columns).toEqual(["client_id", "client", "project_id", "project", "record", "raw", "reason"]);
    const shown = JSON.parse((await run(["runs", "show", "1", "--json"], { cwd })).stdout);
    expect(rows).toHaveLength(shown.rejected);
    const { project_id = "" } = rows[0] ?? {};
    const some = parseCsv((await exported("--of", "rejected", "--project", project_id)).stdout).rows;
    expect(some).toEqual(rows.filter((row) => row.project_id === project_id));
  });

  it("filters by client, by project and by how many projects have the number", async () => {
    const pairs = parseCsv((await exported("--of", "pairs")).stdout).rows;
    const [{ client_id = "", project_id = "" } = {}] = pairs;
    const places = Map.groupBy(pairs, ({ phone }) => phone);
    const phones = async (...args: string[]) =>
      parseCsv((await exported("--columns", "phone", ...args)).stdout).rows.map(({ phone }) => phone);
    const distinct = (rows: typeof pairs) => [...new Set(rows.map(({ phone }) => phone))].sort();
    expect((await phones("--client", client_id)).sort()).toEqual(
      distinct(pairs.filter((row) => row.client_id === client_id)),
    );
    expect((await phones("--project", project_id)).sort()).toEqual(
      distinct(pairs.filter((row) => row.project_id === project_id)),
    );
    const wide = pairs.filter(({ phone }) => (places.get(phone)?.length ?? 0) >= 2);
    expect((await phones("--min-projects", "2")).sort()).toEqual(distinct(wide));
    expect(await phones("--of", "pairs", "--min-projects", "2")).toHaveLength(wide.length);
    expect(wide.length).toBeGreaterThan(0);
  });

  it("splits into files of some rows, and into one a client", async () => {
    const folder = join(cwd, "split");
    mkdirSync(folder);
    const others = ["part-900.csv", "apart.csv"].map((name) => join(folder, name));
    for (const file of others) writeFileSync(file, "");
    const split = await exported("--split", "300", "--out", join(folder, "part.csv"));
    expect(split.stderr).toMatch(/rows written to \d+ files: .*part-001\.csv to .*part-\d+\.csv\n/);
    expect(split.stderr).toMatch(/not of this export: 1 file, \S+part-900\.csv\. /);
    for (const file of others) rmSync(file);
    const parts = readdirSync(folder)
      .toSorted()
      .map((name) => readCsv(join(folder, name)).rows);
    expect(parts.slice(0, -1).every((rows) => rows.length === 300)).toBe(true);
    expect(parts.flat()).toEqual(parseCsv((await exported()).stdout).rows);

    const out = join(folder, "of.jsonl");
    const clients = JSON.parse((await exported("--split-by", "client", "--out", out, "--json")).stdout);
    const pairs = parseCsv((await exported("--of", "pairs", "--columns", "phone,client_id")).stdout).rows;
    const expected = Map.groupBy(pairs, (row) => row.client_id);
    expect(clients.files).toHaveLength(expected.size);
    const lists = clients.files.map(({ file }: { file: string }) =>
      readFileSync(file, "utf8").trimEnd().split("\n"),
    );
    const phonesOf = (lines: string[]) =>
      lines
        .map((line) => JSON.parse(line).phone)
        .sort()
        .join();
    expect(lists.map(phonesOf).sort()).toEqual(
      [...expected.values()].map((rows) => [...new Set(rows.map(({ phone }) => phone))].sort().join()).sort(),
    );
    expect(clients.rows).toBe(lists.flat().length);
  });

  it("takes a preset of the config file, and flags before it", async () => {
    const own = tempDir();
    const preset =
      "exports:\n  calls:\n    columns: [phone, type]\n    region: RU\n    type: [MOBILE]\n    out: calls.jsonl\n";
    writeFileSync(join(own, "datamaster.yaml"), `${configFor(crm.sim, "main-crm")}\n${preset}`);
    const db = `sqlite:${join(cwd, "datamaster.db")}`;
    const { code } = await run(["export", "--db", db, "--preset", "calls", "--type", "FIXED_LINE"], {
      cwd: own,
    });
    const lines = readFileSync(join(own, "calls.jsonl"), "utf8").trimEnd().split("\n");
    const { rows } = parseCsv(
      (await exported("--region", "RU", "--type", "FIXED_LINE", "--columns", "phone,type")).stdout,
    );
    expect([code, lines.map((line) => JSON.parse(line))]).toEqual([0, rows]);
    const unknown = await run(["export", "--preset", "call"], { cwd: own });
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringMatching(/no preset "call"[\s\S]*Known: calls/),
    ]);
    writeFileSync(join(own, "datamaster.yaml"), "exports:\n  calls:\n    column: phone\n    split: 0\n");
    const wrong = await run(["export", "--preset", "calls"], { cwd: own });
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/exports\.calls\.column[\s\S]*columns/),
    ]);
    expect(wrong.stderr).toMatch(/exports\.calls\.split/);
  });

  it("leaves none of its parts behind where one cannot be written", async () => {
    writeFileSync(join(cwd, "cut-002.csv"), "mine");
    const { code, stderr } = await exported("--split", "300", "--out", "cut.csv");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/cut-002\.csv exists/)]);
    expect(readdirSync(cwd).filter((name) => name.startsWith("cut"))).toEqual(["cut-002.csv"]);
  });

  it("filters by region and type", async () => {
    const { rows } = parseCsv((await exported("--region", "kz,DE", "--type", "MOBILE")).stdout);
    expect(new Set(rows.map(({ region, type }) => `${region} ${type}`))).toEqual(
      new Set(["KZ MOBILE", "DE MOBILE"]),
    );
  });

  it("writes a file whole, for its owner alone, and tells how many rows", async () => {
    const { code, stdout, stderr } = await exported("--out", "once.csv");
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toBe(`${crm.truth.numbers.length.toLocaleString("en-US")} rows written to once.csv\n`);
    expect(statSync(join(cwd, "once.csv")).mode & 0o777).toBe(0o600);
    expect(readCsv(join(cwd, "once.csv")).rows).toHaveLength(crm.truth.numbers.length);
    expect(readdirSync(cwd).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("leaves a file that exists as it is, unless --force", async () => {
    writeFileSync(join(cwd, "mine.csv"), "mine");
    const refused = await exported("--out", "mine.csv");
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/^error: mine.csv exists.*\n +.*--force/),
    ]);
    expect(readFileSync(join(cwd, "mine.csv"), "utf8")).toBe("mine");
    const forced = await exported("--out", "mine.csv", "--force", "--json");
    expect(JSON.parse(forced.stdout)).toEqual({
      file: "mine.csv",
      of: "numbers",
      rows: crm.truth.numbers.length,
      suppressed: 0,
    });
  });

  it("leaves no half a file where it fails", async () => {
    const { code, stderr } = await exported("--out", "later.csv", "--run", "99");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: There is no run 99/)]);
    expect(existsSync(join(cwd, "later.csv")) || existsSync(join(cwd, "later.csv.part"))).toBe(false);
    expect((await exported("--out", "no/such/folder.csv")).code).toBe(1);
  });

  it("ends quietly with 0 when its reader has had enough", async () => {
    const pairs = start(["export", "--of", "pairs"], { cwd });
    await pairs.waitFor(/\n/);
    pairs.child.stdout?.destroy();
    expect(await pairs.finished).toMatchObject({ code: 0, stderr: "" });
  });

  it.each([
    [["--with", "label"], /column "label" is one of pairs/],
    [["--with", "names"], /no column "names"/],
    [["--flag", "fake"], /no flag "fake"/],
    [["--flag", "run", "--no-placeholders"], /ask for opposite things/],
    [["--json"], /--json and an export to stdout/],
    [["--split", "5"], /A split export has several files/],
    [["--new-since", "2026-02-30"], /"2026-02-30" is no run, date or age/],
    [["--of", "rejected", "--region", "RU"], /--region asks for numbers/],
    [["--columns", "phone,contact"], /column "contact" is one of pairs/],
    [["--type", "PHONE"], /no type "PHONE"/],
    [["--region", "RUS"], /no region "RUS"/],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await exported(...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  it("tells apart what was held after each run, what is new since and what is gone", async () => {
    const own = tempDir();
    writeFileSync(join(own, "datamaster.yaml"), configFor(crm.sim, "main-crm"));
    const env = { CRM_TOKEN: crm.sim.token };
    await run(["collect"], { cwd: own, env });
    const before = new Set((await truthOf(crm.sim)).numbers);
    await control(crm.sim, "change", { projects: 0.2, add: 3, remove: 2 });
    const after = new Set((await truthOf(crm.sim)).numbers);
    const second = JSON.parse((await run(["collect", "--json"], { cwd: own, env })).stdout);
    const phones = async (...args: string[]): Promise<Set<string | undefined>> =>
      new Set(parseCsv((await run(["export", ...args], { cwd: own })).stdout).rows.map(({ phone }) => phone));
    expect(second).toMatchObject({ new: after.difference(before).size, gone: before.difference(after).size });
    expect(second.new).toBeGreaterThan(0);
    expect(await phones()).toEqual(after);
    expect(await phones("--run", "1")).toEqual(before);
    expect(await phones("--new-since", "1")).toEqual(after.difference(before));
    expect(await phones("--new-since", "2020-01-01")).toEqual(after);
    expect(await phones("--new-since", new Date().toISOString())).toEqual(new Set());
    expect(await phones("--include-gone")).toEqual(after.union(before));
  });
});

describe("export of numbers that look made up", () => {
  const phones = ["+79161234567", "+79123456789", "+79160000000", "+12125550123", "8 800 555-35-35"];
  const flagged: Record<string, string> = {
    "+79123456789": "run",
    "+79160000000": "zero-subscriber",
    "+12125550123": "fiction",
  };
  let own: string;

  beforeAll(async () => {
    own = tempDir((task) => void cleaning.push(task));
    const later = (task: () => void | Promise<void>) => void cleaning.push(task);
    const one = { id: 1, name: "A", projects: [{ id: 10, name: "P", phones }] };
    const { url, token } = await fakeCrm(routesOf([one]), later);
    const env = { DATAMASTER_TOKEN: token };
    const { code } = await run(["collect", "--base-url", url, "--region", "RU"], { cwd: own, env, later });
    expect(code).toBe(0);
  });

  const rowsOf = async (...args: string[]) => parseCsv((await run(["export", ...args], { cwd: own })).stdout);

  it.each(["numbers", "pairs"])("shows the flags of %s on request", async (of) => {
    const { columns, rows } = await rowsOf("--of", of, "--with", "flags");
    expect(columns.at(-1)).toBe("flags");
    expect(Object.fromEntries(rows.map(({ phone, flags }) => [phone, flags]))).toEqual({
      "+79161234567": "",
      "+78005553535": "",
      ...flagged,
    });
  });

  it("leaves them out, or gives those of some flags alone", async () => {
    const phonesOf = async (...args: string[]) => (await rowsOf(...args)).rows.map(({ phone }) => phone);
    expect(await phonesOf("--no-placeholders")).toEqual(["+78005553535", "+79161234567"]);
    expect(await phonesOf("--no-placeholders", "--of", "pairs")).toEqual(["+78005553535", "+79161234567"]);
    expect(await phonesOf("--flag", "run,fiction")).toEqual(["+12125550123", "+79123456789"]);
    expect(await phonesOf("--flag", "mirrored")).toEqual([]);
    expect(await phonesOf()).toHaveLength(5);
  });

  it("counts the rows that are written", async () => {
    const end = await run(["export", "--no-placeholders", "--out", "real.csv", "--json"], { cwd: own });
    expect(JSON.parse(end.stdout)).toMatchObject({ rows: 2 });
  });
});
