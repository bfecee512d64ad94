import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DatamasterError } from "../../src/base/errors.ts";
import { createEnricher, importRegister, listRegisters } from "../../src/enrich/enrich.ts";
import { generateRegister, HEAD } from "../../tools/ranges/generate.ts";
import { tempDir } from "../helpers/temp.ts";

const OK = '916;0000000;0009999;10000;ООО "Волна";г. Москва;г. Москва;7700000001';
const strict = { skipBad: false };

/** A register file with these lines after the head. */
function fileOf(lines: readonly string[], head = HEAD, name = "DEF-9xx.csv"): string {
  const path = join(tempDir(), name);
  writeFileSync(path, [head, ...lines].join("\n"));
  return path;
}

function enricherOf(...files: readonly string[]) {
  const ranges = tempDir();
  importRegister(ranges, files, strict);
  return createEnricher({ ranges, language: "en" });
}

/** The error that importing gives. */
function refused(files: readonly string[], folder = tempDir()): DatamasterError {
  try {
    importRegister(folder, files, strict);
  } catch (error) {
    if (error instanceof DatamasterError) return error;
    throw error;
  }
  throw new Error("it was imported");
}

describe("an imported register", () => {
  it("says of every range's first and last number who holds it, and of those between that nobody does", () => {
    const { paths, ranges } = generateRegister(tempDir(), 20_000, 3);
    const folder = tempDir();
    const info = importRegister(folder, paths, strict);
    expect(info).toMatchObject({ country: "RU", ranges, blocks: [73, 74, 78, 79], missing: [], skipped: [] });
    const enricher = createEnricher({ ranges: folder, language: "en" });
    let end = 0n;
    const [wrong, free]: [string[], bigint[]] = [[], []];
    for (const path of paths) {
      for (const line of readFileSync(path, "utf8").trim().split("\n").slice(1)) {
        const [code, from, to, , operator = ""] = line.split(";");
        const [first, last] = [BigInt(`7${code}${from}`), BigInt(`7${code}${to}`)];
        const name = operator.replace(/^"(АО.*)"$/, "$1").replaceAll('""', '"');
        const range = enricher.entryOf(last)?.range;
        const names = [first, (first + last) / 2n, last].map(enricher.operatorOf);
        if (names.some((one) => one !== name) || range?.from !== Number(first)) wrong.push(line);
        if (end !== 0n && first > end + 1n && first / 10n ** 9n === end / 10n ** 9n) {
          free.push(end + 1n, (end + first) / 2n, first - 1n);
        }
        end = last;
      }
    }
    expect(wrong).toEqual([]);
    expect(free.length).toBeGreaterThan(1000);
    expect(free.filter((number) => enricher.isAllocated(number) !== false)).toEqual([]);
  });

  it("judges only numbers of blocks that its files held", () => {
    const { isAllocated } = enricherOf(fileOf([OK]));
    expect([79160000000n, 79160009999n].map(isAllocated)).toEqual([true, true]);
    expect([79160010000n, 79159999999n, 79000000000n].map(isAllocated)).toEqual([false, false, false]);
    const others = [74951234567n, 77011234567n, 7916000000n, 791600000000n, 12125551234n, 49151234567890123n];
    expect(others.map(isAllocated)).toEqual(others.map(() => null));
  });

  it("is told of with its size, its parts and the day of its oldest file", () => {
    const [mobile, fixed] = [fileOf([OK]), fileOf([OK.replace("916", "495")], HEAD, "ABC-4xx.csv")];
    utimesSync(fixed, new Date("2026-03-01T12:00:00Z"), new Date("2026-03-01T12:00:00Z"));
    const folder = join(tempDir(), "deep", "ranges");
    importRegister(folder, [mobile, fixed], strict);
    expect(listRegisters(folder)).toEqual([
      {
        country: "RU",
        ranges: 2,
        operators: 1,
        sourceDate: "2026-03-01",
        importedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        files: [
          { name: "DEF-9xx.csv", ranges: 1 },
          { name: "ABC-4xx.csv", ranges: 1 },
        ],
        blockSize: 1e9,
        blocks: [74, 79],
        missing: [73, 78],
      },
    ]);
    expect(readdirSync(folder)).toEqual(["RU.ranges"]);
    expect(statSync(join(folder, "RU.ranges")).mode & 0o022).toBe(0);
    expect(listRegisters(join(folder, "none"))).toEqual([]);
  });

  it("takes the place of the one before", () => {
    const folder = tempDir();
    importRegister(folder, [fileOf([OK])], strict);
    importRegister(folder, [fileOf([OK.replace("916", "917")])], strict);
    const { isAllocated } = createEnricher({ ranges: folder, language: "en" });
    expect([isAllocated(79160000000n), isAllocated(79170000000n)]).toEqual([false, true]);
  });
});

describe("files of a register", () => {
  it.each([
    ["with a byte order mark", `\ufeff${HEAD}`, OK],
    ["with Windows line ends", `${HEAD}\r`, `${OK}\r`],
    ["with Latin letters in the head", "ABC/DEF;От;До;Емкость;Оператор;Регион;Территория ГАР;ИНН", OK],
    ["with other case, ё and spaces", "авс / def; ОТ;до ;Ёмкость;ОПЕРАТОР;регион;Территория_ГАР;инн", OK],
    ["with a separator at the end of lines", `${HEAD};`, `${OK};`],
    [
      "with quotes around cells",
      HEAD,
      OK.replace('ООО "Волна"', '"ООО ""Волна"""').replace("г. Москва", '"г. Москва"'),
    ],
    ["without what may lack", "DEF;От;До;Оператор;Регион", '916;0000000;0009999;ООО "Волна";г. Москва'],
    ["in another order", "Оператор;Регион;До;От;Код", 'ООО "Волна";г. Москва;9999;0;916'],
    ["with spaces in figures", HEAD, OK.replace(";10000;", ";10 000;")],
    ["with the same row twice", HEAD, `${OK}\n${OK}`],
  ])("are read %s", (_what, head, row) => {
    const { entryOf } = enricherOf(fileOf([row], head));
    expect(entryOf(79160001234n)).toMatchObject({
      range: { from: 79160000000, to: 79160009999 },
      holder: { operator: 'ООО "Волна"', place: "г. Москва" },
    });
  });

  it.each([
    ["916;0;9999", /1|3 cells, and the first line has 8/],
    [OK.replace("916", "516"), /"516" is no code/],
    [OK.replace("0000000", "00000000"), /"00000000" is no number/],
    [OK.replace("0000000", "x"), /"x" is no number/],
    [OK.replace("0000000", "0010000"), /ends \(0009999\) before it begins/],
    [OK.replace("10000", "9999"), /capacity of 9999, and the range has 10000/],
    [OK.replace('ООО "Волна"', ""), /no operator/],
    [OK.replace("0009999;10000", "0000099;100"), /overlaps the range of \S*DEF-9xx\.csv:[24]$/],
  ])("with the row %s are refused, the row named", (row, what) => {
    const error = refused([fileOf([OK, "", row])]);
    expect(error).toMatchObject({ code: "RANGES_INVALID", exitCode: 2 });
    expect(error.message).toMatch(
      /^1 row cannot be taken; nothing was imported:\n {2}\S*DEF-9xx\.csv:[24]: /,
    );
    expect(error.message).toMatch(what);
  });

  it("with many bad rows tell the first of them and how many more, and leave the register as it was", () => {
    const folder = tempDir();
    importRegister(folder, [fileOf([OK])], strict);
    const before = readFileSync(join(folder, "RU.ranges"));
    const bad = fileOf([OK, ...Array.from({ length: 25 }, () => "x")]);
    const { message } = refused([bad], folder);
    expect(message.split("\n")).toHaveLength(12);
    expect(message).toMatch(/^25 rows .*DEF-9xx\.csv:3: .*\n {2}and 15 more$/s);
    expect(readFileSync(join(folder, "RU.ranges"))).toEqual(before);
    const { ranges, skipped } = importRegister(folder, [bad], { skipBad: true });
    expect([ranges, skipped.length]).toEqual([1, 25]);
  });

  it("that are no register, not there or not in UTF-8 are refused", () => {
    const koi = join(tempDir(), "old.csv");
    writeFileSync(koi, Buffer.from([0xe1, 0xf7, 0xf3, 0x3b]));
    expect(refused([fileOf(["1;2"], "a;b", "leads.csv")]).message).toMatch(
      /^\S*leads\.csv is no numbering register/,
    );
    expect(refused([koi]).message).toMatch(/not in UTF-8/);
    expect(refused([join(tempDir(), "none.csv")]).message).toMatch(/cannot be read/);
    expect(refused([fileOf([])]).message).toMatch(/There is no range/);
    expect(refused([fileOf(["x"])]).message).toMatch(/^1 row cannot be taken/);
  });
});

describe("the folder of registers", () => {
  it.each([
    ["cut", (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ["with a byte changed", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([1])])],
    ["of another kind", () => Buffer.from("no register")],
    ["empty", () => Buffer.alloc(0)],
  ])("with a file %s is refused with what to do", (_what, change) => {
    const ranges = tempDir();
    importRegister(ranges, [fileOf([OK])], strict);
    const path = join(ranges, "RU.ranges");
    writeFileSync(path, change(readFileSync(path)));
    expect(() => createEnricher({ ranges, language: "en" })).toThrow(
      expect.objectContaining({ code: "RANGES_INVALID", hint: expect.stringContaining("ranges import") }),
    );
  });

  it("that cannot be made is told, and nothing is left", () => {
    const parent = tempDir();
    writeFileSync(join(parent, "file"), "");
    expect(refused([fileOf([OK])], join(parent, "file", "ranges"))).toMatchObject({ code: "OUTPUT_FAILED" });
    mkdirSync(join(parent, "RU.ranges"));
    expect(refused([fileOf([OK])], parent)).toMatchObject({ code: "OUTPUT_FAILED" });
    expect(readdirSync(parent).sort()).toEqual(["RU.ranges", "file"]);
  });
});
