import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeCrm, routesOf } from "../helpers/fake-crm.ts";
import { start } from "../helpers/run.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { at, fails } from "./told.ts";

describe("the command line", () => {
  it.each([
    [["colect"], "Unknown command 'colect'.", "Did you mean collect?"],
    [["runs", "shwo", "1"], "Unknown command 'shwo'.", "Did you mean show?"],
    [["collect", "--clinet", "3"], "Unknown option '--clinet'.", "Did you mean --client?"],
    [
      ["export", "--format", "cvs"],
      "argument 'cvs' is invalid. Allowed choices are csv, csv-excel, jsonl, xlsx, parquet, singer.",
      "export --help",
    ],
    [
      ["collect", "--limit", "x"],
      "argument 'x' is invalid. It must be a whole number from 1 on.",
      "collect --help",
    ],
  ])("that is wrong is told with 2 and the nearest right word: %j", async (args, message, meant) => {
    const { error, hint } = await fails(2, args);
    expect(error).toContain(message);
    expect(hint).toContain(meant);
  });

  it.each(["crm.example.com/api", "ftp://crm.example.com", "https://user:secret@crm.example.com/api"])(
    "with a bad URL is told with 2, by its flag and without its password: %s",
    async (url) => {
      const env = { DATAMASTER_TOKEN: "t" };
      const { stderr } = await fails(2, ["collect", "--base-url", url], { env });
      expect(stderr).toMatch(
        /^error: The configuration has 1 problem:\n {2}--base-url = ".*": is not right; allowed: an http/,
      );
      expect(stderr).not.toContain("secret");
    },
  );
});

describe("a config", () => {
  it("tells all its problems at once, each with path, value, place and what is allowed, with 2", async () => {
    const cwd = tempDir();
    writeFileSync(
      join(cwd, "datamaster.yaml"),
      `sourcs: {x: 1}
sources:
  a:
    baseUrl: ftp://x
    token: \${NOT_SET}
    rsp: 5
    region: UK
    concurrency: 0
`,
    );
    const { stderr } = await fails(2, ["collect"], { cwd });
    expect(
      stderr
        .split("\n")
        .slice(1)
        .map((line) => line.trim()),
    ).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^sourcs \(datamaster\.yaml.*\): unknown key; did you mean sources\?$/),
        'sources.a.baseUrl = "ftp://x" (datamaster.yaml:4:5): is not right; allowed: an http:// or https:// URL without user, password, ? or #',
        "sources.a.token (datamaster.yaml:5:5): the variable NOT_SET is not set, neither in the environment nor in .env",
        "sources.a.rsp (datamaster.yaml:6:5): unknown key; did you mean rps?",
        'sources.a.region = "UK" (datamaster.yaml:7:5): is not right; allowed: GB',
        "sources.a.concurrency = 0 (datamaster.yaml:8:5): is not right; allowed: a whole number from 1 to 1000",
      ]),
    );
    expect(stderr).toMatch(/^ {2}Mend every line above/m);
  });

  it("whose .env others can read is warned of, with what to run, and goes on", async () => {
    const crm = await fakeCrm(routesOf([{ id: 1, name: "A", projects: [] }]));
    const cwd = tempDir();
    writeFileSync(join(cwd, ".env"), `DATAMASTER_TOKEN=${crm.token}\n`, { mode: 0o644 });
    const { code, stderr } = await run(["collect", "--base-url", crm.url], { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/WARN: \.env can be read by other users of this machine; run: chmod 600 \.env/);
  });

  it("that names no source is told with what to do", async () => {
    const { error, hint } = await fails(2, ["collect"]);
    expect(error).toBe("No source is configured.");
    expect(hint).toMatch(/datamaster demo/);
  });
});

describe("a file to write", () => {
  it("that exists, is a folder or lies in none is told, and nothing is left of it", async () => {
    const crm = await fakeCrm(
      routesOf([{ id: 1, name: "A", projects: [{ id: 1, name: "P", phones: ["+79161234567"] }] }]),
    );
    const { flags, env } = at(crm);
    const cwd = tempDir();
    await run(["collect", ...flags, "--quiet"], { cwd, env });
    mkdirSync(join(cwd, "folder"));
    writeFileSync(join(cwd, "old.csv"), "mine");
    const told = async (code: number, out: string) =>
      (await fails(code, ["export", "--out", out], { cwd })).error;
    const all = [told(2, "old.csv"), told(2, "folder"), told(1, "none/x.csv"), told(1, "old.csv/x.csv")];
    expect(await Promise.all(all)).toEqual([
      "old.csv exists; it was left as it is.",
      "folder is a folder.",
      "none/x.csv could not be written: there is no folder none.",
      "old.csv/x.csv could not be written: there is no folder old.csv.",
    ]);
    expect(readdirSync(cwd).filter((name) => /csv|part/.test(name))).toEqual(["old.csv"]);
  });
});

describe("stdin of normalize", () => {
  /** Writes the same chunk again and again, as fast as it is read; returns the answers and the peak of memory. */
  async function feed(chunk: Buffer, times: number, last: string) {
    const filter = start(["normalize", "--region", "RU"], { input: null });
    const { stdin } = filter.child;
    if (stdin === null) throw new Error("no stdin");
    for (let written = 0; written < times; written++) {
      if (!stdin.write(chunk)) await new Promise((resolve) => void stdin.once("drain", resolve));
    }
    stdin.end(last);
    const { code, stdout } = await filter.finished;
    expect(code).toBe(0);
    return stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { raw: string; reason?: string });
  }

  it("may be one line of many megabytes: it is cut, named too long, and the next is read", async () => {
    const answers = await feed(Buffer.alloc(1024 * 1024, "1"), 200, "\n+79161234567\n");
    expect(answers).toMatchObject([
      { raw: "1".repeat(16 * 1024), numbers: [], reason: "too-long" },
      { raw: "+79161234567", numbers: [{ e164: "+79161234567" }] },
    ]);
  });

  it("may be binary: bytes that are no text become U+FFFD", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const answers = await feed(bytes, 20, "\n89161234567");
    expect(answers.length).toBe(22);
    expect(answers[0]?.raw).toContain("\u0000");
    expect(answers[1]?.raw).toContain("\ufffd");
    expect(answers.at(-1)).toMatchObject({ numbers: [{ e164: "+79161234567" }] });
  });
});
