import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compileTable } from "../../tools/phone/compile.ts";
import { plansOfGoogle } from "../../tools/phone/from-google.ts";
import { start } from "../helpers/run.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";

const linesOf = (text: string): string[] => text.split("\n").slice(0, -1);

/** The raw value and the numbers of each answer. */
const answersOf = (text: string): [raw: string, ...numbers: string[]][] =>
  linesOf(text).map((line) => {
    const { raw, numbers } = JSON.parse(line) as { raw: string; numbers: { e164: string }[] };
    return [raw, ...numbers.map(({ e164 }) => e164)];
  });

async function answers(input: string, ...flags: string[]): Promise<[string, ...string[]][]> {
  const { code, stdout, stderr } = await run(["normalize", "--region", "RU", ...flags], { input });
  expect([code, stderr]).toEqual([0, ""]);
  return answersOf(stdout);
}

const LEADS = [
  'Имя;Телефон;"Заметка; важная"',
  'Иван "Грозный";8 916 123-45-67;x',
  '"Пётр ""П""";"+7 916 123-45-68;\n+7 916 123-45-69";"две\r\nстроки"',
  "Без телефона",
  ";;",
  '7;"89161234560"',
].join("\r\n");

describe("normalize --column", () => {
  it("reads a column by its number, quoted cells with line ends and doubled quotes too", async () => {
    expect(await answers(LEADS, "--column", "2")).toEqual([
      ["Телефон"],
      ["8 916 123-45-67", "+79161234567"],
      ["+7 916 123-45-68;\n+7 916 123-45-69", "+79161234568", "+79161234569"],
      [""],
      [""],
      ["89161234560", "+79161234560"],
    ]);
    expect(await answers('a,"x""8 916 123-45-67"""\n', "--column", "2")).toEqual([
      ['x"8 916 123-45-67"', "+79161234567"],
    ]);
  });

  it("reads a column by its name, and gives the header no answer", async () => {
    const read = await answers(LEADS, "--column", "Телефон", "--header");
    expect(read.map(([, ...numbers]) => numbers.length)).toEqual([1, 2, 0, 0, 1]);
  });

  it.each([
    ["a\tb\n1\t+79161234567\n", ["--column", "2"]],
    ["a|b\n1|+79161234567\n", ["--column", "2"]],
    ["a;b,c\n1;+79161234567,\n", ["--column", "2", "--delimiter", ";"]],
    ["1\t+79161234567", ["--column", "2", "--delimiter", "tab"]],
    ["\ufeff1,+79161234567", ["--column", "2"]],
  ])("finds or takes the sign between the cells: %j with %j", async (input, flags) => {
    expect((await answers(input, ...flags)).at(-1)?.[1]).toBe("+79161234567");
  });

  it.each([
    ["a,b\n", ["--column", "3"], "There is no column 3: the first line has 2."],
    ["a,b\n", ["--column", "c", "--header"], 'The header has no column "c".'],
    ["a,b\n", ["--column", "b"], '--column takes a number from 1 on, not "b".'],
    ["a,b\n", ["--column", "1", "--delimiter", ";;"], "--delimiter takes one ASCII character"],
    [`1,"${"x\n".repeat(600_000)}`, ["--column", "2"], "Record 1 of the input is longer than a megabyte."],
  ])("says what is wrong with %#", async (input, flags, message) => {
    const { code, stderr } = await run(["normalize", ...flags], { input });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe("normalize --format tsv", () => {
  it("prints a line for each value, with a part in each cell for each number", async () => {
    const input = "8 916 123-45-67 доб. 5, 8 495 123-45-67\na\tb\\\n\n";
    const { stdout } = await run(["normalize", "--region", "RU", "--format", "tsv"], { input });
    const [two = "", none = "", empty = ""] = linesOf(stdout);
    expect(two.split("\t").slice(0, 5)).toEqual([
      "8 916 123-45-67 доб. 5, 8 495 123-45-67",
      "+79161234567;+74951234567",
      "RU;RU",
      "MOBILE;FIXED_LINE",
      "5;",
    ]);
    expect(none).toBe("a\\tb\\\\\t\t\t\t\t\tno-digits");
    expect(empty).toBe("\t\t\t\t\t\tempty");
  });

  it("begins with a header where the input does", async () => {
    const flags = ["normalize", "--format", "tsv", "--header"];
    const { stdout } = await run(flags, { input: "phone\n+79161234567\n" });
    expect(linesOf(stdout)).toEqual([
      "raw\te164\tregion\ttype\text\trepairs\treason",
      "+79161234567\t+79161234567\tRU\tMOBILE\t\t\t",
    ]);
  });
});

describe("normalize --jobs", () => {
  const values = Array.from({ length: 60_000 }, (_, i) =>
    i % 7 === 0 ? `тел. 😀 8916${1_000_000 + i} "x"` : i % 11 === 0 ? "" : `+7916${1_000_000 + i}`,
  );

  it("gives the same answers in the same order, however many threads share them", async () => {
    const input = values.join("\n");
    const [one, three] = await Promise.all(
      ["1", "3"].map((jobs) => run(["normalize", "--region", "RU", "--jobs", jobs], { input })),
    );
    expect(one?.code).toBe(0);
    expect(answersOf(one?.stdout ?? "").map(([raw]) => raw)).toEqual(values);
    expect(three?.stdout).toBe(one?.stdout);
  });

  it("shares out a table too, its header answered by none of them", async () => {
    const input = `n,phone\n${values.map((value, i) => `${i},"${value.replaceAll('"', '""')}\n"`).join("\n")}\n`;
    const flags = ["normalize", "--region", "RU", "--column", "phone", "--header", "--jobs", "2"];
    const { code, stdout } = await run(flags, { input });
    expect(code).toBe(0);
    expect(answersOf(stdout).map(([raw]) => raw)).toEqual(values.map((value) => `${value}\n`));
  });
});

describe("normalize --table", () => {
  it("reads by another table", async () => {
    const file = join(tempDir(), "google.table");
    writeFileSync(file, compileTable(plansOfGoogle()).bytes);
    expect(await answers("8 916 123-45-67\n", "--table", file)).toEqual([
      ["8 916 123-45-67", "+79161234567"],
    ]);
  });

  it("says what is wrong with a file that is none", async () => {
    const folder = tempDir();
    const bytes = Buffer.from(compileTable(plansOfGoogle()).bytes);
    const files: [name: string, content: Uint8Array | null, message: RegExp][] = [
      ["none", null, /could not be read: ENOENT/],
      ["text", Buffer.from("+7"), /is no number table: its bytes are not compressed/],
      ["empty", Buffer.alloc(0), /is no number table/],
      ["half", bytes.subarray(0, bytes.length >> 1), /is no number table/],
      [
        "json",
        brotliCompressSync(Buffer.from("\x02\0\0\0{}")),
        /is no number table: it has format undefined/,
      ],
      ["brotli", brotliCompressSync(Buffer.from("nothing of a table")), /it does not begin as a table does/],
      [
        "module.ts",
        readFileSync(new URL("../../src/phone/table/table-data.ts", import.meta.url)),
        /is no number table/,
      ],
    ];
    for (const [name, content, message] of files) {
      const file = join(folder, name);
      if (content !== null) writeFileSync(file, content);
      const { code, stderr } = await run(["normalize", "--table", file], { input: "1\n" });
      expect([name, code]).toEqual([name, 2]);
      expect(stderr).toMatch(message);
    }
  });
});

describe("normalize --strict and --no-repair", () => {
  it("refuses what is no repair, and repairs beside --strict", async () => {
    const wrong = await run(["normalize", "--no-repair", "idd,magic"], { input: "1\n" });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('There is no repair "magic"')]);
    const both = await run(["normalize", "--strict", "--other-regions", "KZ"], { input: "1\n" });
    expect([both.code, both.stderr]).toEqual([
      2,
      expect.stringContaining("--strict switches every repair off"),
    ]);
  });

  it("leaves out a repair that is switched off", async () => {
    expect(await answers("0049 1512 3456789\n")).toEqual([["0049 1512 3456789", "+4915123456789"]]);
    expect(await answers("0049 1512 3456789\n", "--no-repair", "idd")).toEqual([["0049 1512 3456789"]]);
  });
});

describe("normalize --explain", () => {
  const value = "тел. 8 916 123-45-67 доб. 5";

  it("tells how one value is read, the number last", async () => {
    const flags = ["normalize", "--region", "RU", "--explain", value];
    const { code, stdout } = await run(flags);
    expect(code).toBe(0);
    expect(linesOf(stdout)[0]).toBe(value);
    expect(stdout).toMatch(/tried.* RU: valid/);
    expect(linesOf(stdout).findLast((line) => line !== "")).toMatch(
      /NUMBER +\+79161234567;ext=5 +words-cut$/,
    );
    const russian = await run([...flags, "--lang", "ru"]);
    expect(russian.stdout).toMatch(/НОМЕР +\+79161234567/);
  });

  it("tells it of each line of stdin, with --json as one document", async () => {
    const flags = ["normalize", "--region", "RU", "--explain", "--json"];
    const { stdout } = await run(flags, { input: `${value}\n31.12.2025\n` });
    const { values } = JSON.parse(stdout) as { values: { raw: string; steps: unknown[] }[] };
    expect(values.map(({ raw }) => raw)).toEqual([value, "31.12.2025"]);
    expect(values[1]?.steps.at(-1)).toEqual({ step: "rejected", text: "31.12.2025", detail: "date" });
  });

  it("says what came of each step in the user's language, beside the code", async () => {
    const flags = ["normalize", "--lang", "ru", "--region", "RU", "--explain"];
    const { stdout } = await run([...flags, "8 916 1234567, инн 7707083893"]);
    expect(stdout).toContain("RU: верный");
    expect(stdout).toContain("документ (document)");
  });

  it("goes with none of the flags for answers", async () => {
    const { code } = await run(["normalize", "--explain", "1", "--format", "tsv"]);
    expect(code).toBe(2);
  });
});

describe("normalize of bytes that are no text", () => {
  const withInput = async (bytes: Uint8Array, ...flags: string[]) => {
    const filter = start(["normalize", "--region", "RU", ...flags], { input: null });
    filter.child.stdin?.end(bytes);
    return await filter.finished;
  };

  it("reads UTF-16 by its mark, as Excel's Unicode Text is", async () => {
    const table = Buffer.from("\ufeffимя\tтелефон\r\nАнна\t8 916 123-45-67 доб. 5\r\n", "utf16le");
    const flags = ["--header", "--column", "телефон"];
    for (const bytes of [table, Buffer.from(table).swap16()]) {
      const { code, stdout } = await withInput(bytes, ...flags);
      expect([code, JSON.parse(stdout)]).toMatchObject([
        0,
        { numbers: [{ e164: "+79161234567", ext: "5" }] },
      ]);
    }
  });

  it("names the flag where the first lines are no UTF-8, and reads another encoding by it", async () => {
    // "доб" in windows-1251.
    const bytes = Buffer.concat([
      Buffer.from("8 916 123-45-67 "),
      Buffer.from([0xe4, 0xee, 0xe1]),
      Buffer.from(" 5\n"),
    ]);
    const lost = await withInput(bytes);
    expect([lost.code, lost.stderr]).toEqual([0, expect.stringContaining("--encoding windows-1251")]);
    const { stdout, stderr } = await withInput(bytes, "--encoding", "windows-1251");
    expect([JSON.parse(stdout), stderr]).toMatchObject([
      { raw: "8 916 123-45-67 доб 5", numbers: [{ ext: "5" }] },
      "",
    ]);
    expect(await withInput(bytes, "--encoding", "klingon")).toMatchObject({ code: 2 });
  });

  it("answers every line of them", async () => {
    const input = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from("+79161234567\r\n\x00\x01\x7f\n"),
      Buffer.from([0xff, 0xc3, 0x28, 0x0a]),
      Buffer.from("+7\x00916\x00123\x004567\n"),
      Buffer.from("9".repeat(300_000)),
    ]);
    const filter = start(["normalize", "--region", "RU"], { input: null });
    filter.child.stdin?.end(input);
    const { code, stdout } = await filter.finished;
    expect(code).toBe(0);
    const raws = answersOf(stdout).map(([raw]) => raw);
    expect(raws.slice(0, 4)).toEqual([
      "+79161234567",
      "\x00\x01\x7f",
      "\ufffd\ufffd(",
      "+7\x00916\x00123\x004567",
    ]);
    expect(raws[4]).toBe("9".repeat(16_384));
  });
});
