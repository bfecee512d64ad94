import { describe, expect, it } from "vitest";
import { start } from "../helpers/run.ts";
import { runHere as run } from "../helpers/run-here.ts";

const lines = (text: string): unknown[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("normalize", () => {
  it("answers every line with one JSON object, empty lines too", async () => {
    const input = "8 (916) 123-45-67 доб. 12\r\n\r\nнет телефона\n+77012345678, 8 495 123-45-67";
    const { code, stdout, stderr } = await run(["normalize", "--region", "ru"], { input });
    expect([code, stderr]).toEqual([0, ""]);
    expect(lines(stdout)).toEqual([
      {
        raw: "8 (916) 123-45-67 доб. 12",
        numbers: [{ e164: "+79161234567", region: "RU", type: "MOBILE", ext: "12" }],
      },
      { raw: "", numbers: [], reason: "empty" },
      { raw: "нет телефона", numbers: [], reason: "no-digits" },
      {
        raw: "+77012345678, 8 495 123-45-67",
        numbers: [
          { e164: "+77012345678", region: "KZ", type: "MOBILE", repairs: ["split"] },
          { e164: "+74951234567", region: "RU", type: "FIXED_LINE", repairs: ["split"] },
        ],
      },
    ]);
  });

  it("tells with --flags which numbers look made up, as JSON and as cells", async () => {
    const input = "+7 916 123-45-67\n+7 999 999-99-99, +1 212 555-0123\n";
    const json = await run(["normalize", "--flags"], { input });
    expect(lines(json.stdout)).toMatchObject([
      { numbers: [expect.not.objectContaining({ flags: expect.anything() })] },
      { numbers: [{ flags: ["repeated-digit"] }, { flags: ["fiction"] }] },
    ]);
    const cells = await run(["normalize", "--flags", "--format", "tsv", "--header"], {
      input: `phone\n${input}`,
    });
    const [header, plain, flagged] = cells.stdout.split("\n").map((line) => line.split("\t"));
    expect([header?.at(-1), plain?.at(-1), flagged?.at(-1)]).toEqual(["flags", "", "repeated-digit;fiction"]);
  });

  it("reads only numbers with a calling code where no region is given", async () => {
    const { stdout } = await run(["normalize"], { input: "89161234567\n+79161234567\n" });
    expect(lines(stdout).map((line) => (line as { numbers: unknown[] }).numbers.length)).toEqual([0, 1]);
  });

  it("answers a line while the next is still being typed, and what comes without a line end", async () => {
    const filter = start(["normalize", "--region", "RU"], { input: null });
    filter.child.stdin?.write("+7916123");
    filter.child.stdin?.write("4567\n");
    await filter.waitFor(/"\+79161234567"/);
    filter.child.stdin?.end("+79161234568");
    expect(lines((await filter.finished).stdout)).toHaveLength(2);
  });

  it("passes many lines through in order, characters whole wherever a chunk ends", async () => {
    const values = Array.from({ length: 20_000 }, (_, index) => `тел. 😀 +7916${String(1_000_000 + index)}`);
    const { stdout } = await run(["normalize"], { input: values.join("\n") });
    const answers = lines(stdout) as { raw: string; numbers: { e164: string }[] }[];
    expect(answers.map(({ raw }) => raw)).toEqual(values);
    expect(answers.at(-1)?.numbers[0]?.e164).toBe("+79161019999");
  });

  it("prints nothing for an empty input", async () => {
    expect(await run(["normalize"])).toMatchObject({ code: 0, stdout: "" });
  });

  it("refuses a region that is none", async () => {
    const { code, stderr, stdout } = await run(["normalize", "--region", "XX"], { input: "1\n" });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^error: There is no country "XX"/);
  });

  it("needs no config: a broken one does not matter to it", async () => {
    const { code } = await run(["normalize", "--config", "none.yaml"], { input: "+79161234567\n" });
    expect(code).toBe(0);
  });

  it("stops with 4 at a signal while it waits for input", async () => {
    const filter = start(["normalize"], { input: null });
    filter.child.stdin?.write("+79161234567\n");
    await filter.waitFor(/\n/);
    filter.kill("SIGINT");
    expect(await filter.finished).toMatchObject({ code: 4 });
  });
});
