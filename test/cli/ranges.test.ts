import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateRegister, HEAD } from "../../tools/ranges/generate.ts";
import { parseCsv } from "../helpers/csv.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { configFor, sharedSim } from "./crm.ts";

const VOLNA =
  '916;0000000;4999999;5000000;ООО "Волна";г. Хабаровск|Хабаровский край;Хабаровский край;7700000001';
const crm = sharedSim(["--clients", "25", "--max-records", "700"]);
const cleaning: (() => void | Promise<void>)[] = [];
/** A folder whose source was collected, without a register. */
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

/** A folder with DEF-9xx.csv of these rows. */
function folderWith(...rows: readonly string[]): string {
  const folder = tempDir();
  writeFileSync(join(folder, "DEF-9xx.csv"), [HEAD, ...rows].join("\n"));
  return folder;
}

describe("ranges", () => {
  it("import, list and show tell of a register and of numbers, in English and Russian", async () => {
    const folder = folderWith(VOLNA);
    const imported = await run(["ranges", "import", "DEF-9xx.csv"], { cwd: folder });
    expect(imported).toMatchObject({ code: 0, stderr: "" });
    expect(imported.stdout).toMatch(
      /^RU: 1 range of 1 operator, numbers from \+79, files of \d{4}-\d\d-\d\d\n/,
    );
    expect(imported.stdout).toMatch(/numbers from \+73, \+74, \+78\./);
    const [list, held, free, other] = await Promise.all([
      run(["ranges", "list"], { cwd: folder }),
      run(["ranges", "show", "+7 916 123-45-67"], { cwd: folder }),
      run(["ranges", "show", "+79169234567", "--lang", "ru"], { cwd: folder }),
      run(["ranges", "show", "+77011234567"], { cwd: folder }),
    ]);
    expect(list.stdout).toMatch(/^COUNTRY .*\nRU +1 +1 +\+79 /);
    expect(held.stdout).toBe(
      [
        "number      +79161234567",
        "plan        valid, RU MOBILE",
        "allocated   yes",
        "range       +79160000000 - +79164999999",
        'operator    ООО "Волна"',
        "tax number  7700000001",
        "place       г. Хабаровск, Хабаровский край",
        "territory   Хабаровский край",
        "time zones  Asia/Vladivostok",
        expect.stringMatching(/^register {4}RU, files of /),
      ]
        .map((line) =>
          typeof line === "string" ? `${line}\n` : held.stdout.slice(held.stdout.indexOf("register")),
        )
        .join(""),
    );
    expect(free.stdout).toMatch(/^выделен +нет: /m);
    expect(free.stdout).toMatch(/^план +верен, RU MOBILE/m);
    expect(other.stdout).toMatch(/^allocated +not known/m);
  });

  it("tell programs the same as one JSON document, in English", async () => {
    const folder = folderWith(VOLNA, "x;y");
    const args = ["ranges", "import", "DEF-9xx.csv", "--skip-bad", "--json", "--lang", "ru"];
    const info = {
      country: "RU",
      ranges: 1,
      operators: 1,
      blocks: ["+79"],
      missing: ["+73", "+74", "+78"],
      files: [{ name: "DEF-9xx.csv", ranges: 1 }],
      sourceDate: expect.any(String),
      importedAt: expect.any(String),
    };
    expect(JSON.parse((await run(args, { cwd: folder })).stdout)).toEqual({
      ...info,
      skipped: ["DEF-9xx.csv:3: 2 cells, and the first line has 8"],
    });
    const [list, show] = await Promise.all([
      run(["ranges", "list", "--json"], { cwd: folder }),
      run(["ranges", "show", "375291234567", "--json", "--lang", "ru"], { cwd: folder }),
    ]);
    expect(JSON.parse(list.stdout)).toEqual({ registers: [info] });
    expect(JSON.parse(show.stdout)).toMatchObject({
      e164: "+375291234567",
      valid: true,
      region: "BY",
      type: "MOBILE",
      allocated: null,
      range: null,
      operator: "Velcom",
      timeZones: ["Europe/Moscow"],
      register: null,
    });
  });

  it("end with 2 and what to do for files that are no register, bad rows, and texts that are no number", async () => {
    const folder = folderWith(VOLNA, VOLNA.replace("916", "1"));
    writeFileSync(join(folder, "leads.csv"), "name;phone\n");
    const [leads, bad, text] = await Promise.all([
      run(["ranges", "import", "leads.csv"], { cwd: folder }),
      run(["ranges", "import", "DEF-9xx.csv", "--json"], { cwd: folder }),
      run(["ranges", "show", "abc"], { cwd: folder }),
    ]);
    expect([leads.code, leads.stderr]).toEqual([
      2,
      expect.stringMatching(/^error: leads\.csv is no .*\n +Known/),
    ]);
    expect([bad.code, JSON.parse(bad.stdout).error]).toEqual([
      2,
      expect.objectContaining({ code: "RANGES_INVALID", hint: expect.stringContaining("--skip-bad") }),
    ]);
    expect([text.code, text.stderr]).toEqual([2, expect.stringMatching(/"abc" is no phone number/)]);
    expect((await run(["ranges", "list"], { cwd: folder })).stdout).toBe(
      "No numbering register was imported.\n",
    );
  });

  it("lie where the config says", async () => {
    const folder = folderWith(VOLNA);
    const env = { DATAMASTER_RANGES: "shared/registers" };
    await run(["ranges", "import", "DEF-9xx.csv"], { cwd: folder, env });
    expect(readFileSync(join(folder, "shared/registers/RU.ranges")).length).toBeGreaterThan(100);
    expect(JSON.parse((await run(["ranges", "list", "--json"], { cwd: folder })).stdout)).toEqual({
      registers: [],
    });
  });
});

describe("doctor", () => {
  it("tells how old registers are, warns of old ones and fails where one is damaged", async () => {
    const folder = folderWith(VOLNA);
    const examined = async () => {
      const { code, stdout } = await run(["doctor", "--json"], { cwd: folder });
      const { findings } = JSON.parse(stdout) as { findings: { check: string }[] };
      return { code, found: findings.filter(({ check }) => check === "registers") };
    };
    expect(await examined()).toMatchObject({ code: 0, found: [{ state: "ok" }] });
    utimesSync(join(folder, "DEF-9xx.csv"), new Date("2020-01-01"), new Date("2020-01-01"));
    await run(["ranges", "import", "DEF-9xx.csv"], { cwd: folder });
    expect(await examined()).toMatchObject({
      code: 0,
      found: [
        { state: "warn", detail: expect.stringMatching(/^RU: 1 range, files of 2020-01-01, \d+ days old/) },
      ],
    });
    writeFileSync(join(folder, ".datamaster/ranges/RU.ranges"), "x");
    expect(await examined()).toMatchObject({ code: 2, found: [{ state: "fail", code: "RANGES_INVALID" }] });
  });
});

describe("export", () => {
  const exported = (env: Record<string, string>, ...args: string[]) => run(["export", ...args], { cwd, env });
  const none = { DATAMASTER_RANGES: "no-registers" };

  it("adds operator, place, time zone and allocation to numbers and pairs, after the columns of the contract", async () => {
    const numbers = parseCsv((await exported(none, "--with", "operator,place,time_zone,allocated")).stdout);
    expect(numbers.columns.slice(5)).toEqual(["operator", "place", "time_zone", "allocated"]);
    expect(numbers.rows).toHaveLength(crm.truth.numbers.length);
    const zones = new Set(
      numbers.rows.filter(({ region }) => region === "DE").map(({ time_zone }) => time_zone),
    );
    expect(zones).toEqual(new Set(["Europe/Berlin"]));
    expect(new Set(numbers.rows.map(({ allocated }) => allocated))).toEqual(new Set([""]));
    const pairs = parseCsv((await exported(none, "--of", "pairs", "--with", "time_zone,label")).stdout);
    expect(pairs.columns.slice(7)).toEqual(["time_zone", "label"]);
    const zoneOf = new Map(numbers.rows.map(({ phone, time_zone }) => [phone, time_zone]));
    expect(pairs.rows.every(({ phone, time_zone }) => zoneOf.get(phone) === time_zone)).toBe(true);
  });

  it("keeps numbers of an operator or in a time zone", async () => {
    const all = parseCsv((await exported(none, "--with", "operator,time_zone")).stdout).rows;
    const phones = (csv: string): unknown[] => parseCsv(csv).rows.map(({ phone }) => phone);
    const [kcell, berlin, both] = await Promise.all([
      exported(none, "--operator", "kcell"),
      exported(none, "--time-zone", "europe/berlin,Asia/Almaty"),
      exported(none, "--operator", "kcell", "--time-zone", "Europe/Berlin"),
    ]);
    const ofKcell = all.filter(({ operator }) => operator?.startsWith("Kcell"));
    const inZones = all.filter(({ time_zone }) => /Europe\/Berlin|Asia\/Almaty/.test(time_zone ?? ""));
    expect(ofKcell.length).toBeGreaterThan(0);
    expect(inZones.length).toBeGreaterThan(ofKcell.length);
    expect(phones(kcell.stdout)).toEqual(ofKcell.map(({ phone }) => phone));
    expect(phones(berlin.stdout)).toEqual(inZones.map(({ phone }) => phone));
    expect(phones(both.stdout)).toEqual([]);
  });

  it("tells which Russian numbers are in no range of an imported register, valid as they are", async () => {
    const registers = tempDir();
    const env = { DATAMASTER_RANGES: registers };
    const { paths } = generateRegister(tempDir(), 4000, 1);
    expect((await run(["ranges", "import", ...paths], { env })).code).toBe(0);
    const { rows } = parseCsv((await exported(env, "--with", "allocated,operator")).stdout);
    const judged = (region: string) =>
      rows.filter((row) => row.region === region).map(({ allocated }) => allocated);
    expect(new Set(judged("RU"))).toEqual(new Set(["yes", "no"]));
    expect(new Set(judged("KZ"))).toEqual(new Set([""]));
    expect(
      rows.every(
        ({ allocated, operator }) => allocated === "" || (allocated === "yes") === (operator !== ""),
      ),
    ).toBe(true);
    writeFileSync(join(registers, "RU.ranges"), "damaged");
    const { code, stdout } = await exported(env, "--with", "allocated");
    expect([code, stdout]).toEqual([2, ""]);
    expect((await exported(env)).code).toBe(0);
  });

  it("names operators and places in the language asked for", async () => {
    const [en, ru] = await Promise.all(
      ["en", "ru"].map(async (language) =>
        exported(none, "--with", "operator", "--region", "RU", "--lang", language),
      ),
    );
    expect(en?.stdout).toMatch(/,MegaFon\r\n/);
    expect(ru?.stdout).toMatch(/,МегаФон\r\n/);
  });

  it("refuses a time zone that does not exist", async () => {
    const { code, stderr } = await exported(none, "--time-zone", "Europe/Atlantis");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/no time zone "Europe\/Atlantis"/)]);
  });
});
