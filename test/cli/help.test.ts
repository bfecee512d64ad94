import { Readable, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { runCli } from "../../src/cli/program.ts";
import { english } from "../../src/messages/messages.ts";
import { runHere as run } from "../helpers/run-here.ts";

const VERBS = [
  ...[
    "demo",
    "check",
    "collect",
    "run",
    "resume",
    "status",
    "runs",
    "runs list",
    "runs show",
    "export",
    "erase",
    "subject",
    "normalize",
  ],
  ...["ranges", "ranges import", "ranges list", "ranges show"],
  ...["config", "config show", "config schema", "sim", "init", "doctor", "completion"],
];

/** The command line without a process of its own: help touches nothing but its streams. */
async function inProcess(argv: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = { code: 0, stdout: "", stderr: "" };
  const into = (name: "stdout" | "stderr"): Writable =>
    new Writable({
      decodeStrings: false,
      write(chunk, _encoding, done) {
        said[name] += chunk;
        done();
      },
    });
  const signal = new AbortController().signal;
  const place = { words: english, cwd: "/", invocation: "datamaster", signal, stdin: Readable.from([]) };
  await runCli(argv, {
    ...place,
    stdout: into("stdout"),
    stderr: into("stderr"),
    exit: (code) => {
      said.code = code;
    },
  });
  return said;
}

describe("help", () => {
  it.each(VERBS)("of %s tells what it does, its options and examples, on stdout", async (verb) => {
    const { code, stdout, stderr } = await inProcess([...verb.split(" "), "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Usage: datamaster .+\n\n\S.{20,}/);
    expect(stdout).toMatch(/\n(Global )?Options:\n/);
    const examples = stdout.split("\nExamples:\n")[1] ?? "";
    expect(examples.match(/^ .*\bdatamaster /gm)?.length).toBeGreaterThanOrEqual(
      verb === "config schema" ? 1 : 2,
    );
    expect(stdout).toContain("--db <url>");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("is what a bare datamaster prints, with exit 0", async () => {
    const [bare, asked, flagged] = await Promise.all([run([]), run(["help"]), run(["--help"])]);
    expect(bare).toEqual({ code: 0, signal: null, stdout: asked.stdout, stderr: "" });
    expect(flagged.stdout).toBe(asked.stdout);
    for (const verb of ["demo", "collect|run", "export", "sim"])
      expect(bare.stdout).toContain(`\n  ${verb} `);
  });

  it("of a verb is the same asked in both ways", async () => {
    const [asked, flagged] = await Promise.all([
      inProcess(["help", "runs", "show"]),
      inProcess(["runs", "show", "--help"]),
    ]);
    expect(asked).toEqual(flagged);
    expect(asked.stdout).toMatch(/^Usage: datamaster runs show /);
  });

  it("knows the version", async () => {
    expect((await run(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("wrong usage", () => {
  it.each([
    [["colect"], /Unknown command 'colect'/, /Did you mean collect\?/],
    [
      ["collect", "--clint", "5"],
      /Unknown option '--clint'/,
      /Did you mean --client\? See: datamaster collect --help/,
    ],
    [["runs", "shwo", "1"], /Unknown command 'shwo'/, /Did you mean show\?/],
    [["collect", "--limit", "none"], /whole number from 1 on/, /collect --help/],
    [
      ["export", "--format", "xls"],
      /Allowed choices are csv, csv-excel, jsonl, xlsx, parquet/,
      /export --help/,
    ],
    [["runs", "show"], /Missing required argument 'run'/, /runs show --help/],
    [["resume", "1", "2"], /Too many arguments/, /resume --help/],
  ])("%j ends with 2, one line that says so and the nearest right one", async (args, message, hint) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, ""]);
    const [first = "", second = "", ...rest] = stderr.trimEnd().split("\n");
    expect(first).toMatch(/^error: /);
    expect(first).toMatch(message);
    expect(second).toMatch(hint);
    expect(rest).toEqual([]);
  });

  it("is told as one JSON document with --json", async () => {
    const { code, stdout, stderr } = await run(["--json", "collect", "--clint"]);
    expect([code, JSON.parse(stdout)]).toEqual([
      2,
      {
        error: {
          code: "USAGE",
          message: "Unknown option '--clint'.",
          hint: expect.stringContaining("--client"),
        },
      },
    ]);
    expect(stderr).toMatch(/^error: /);
  });

  it("shows where in the program it happened only with --log-level debug", async () => {
    expect((await run(["runs", "show", "7", "--log-level", "debug"])).stderr).toMatch(/\n +at /);
    expect((await run(["runs", "show", "7"])).stderr).not.toMatch(/\n +at /);
  });

  it("takes global flags before and after the verb", async () => {
    const [before, after] = await Promise.all([
      run(["--db", "sqlite:other.db", "--json", "config", "show"]),
      run(["config", "show", "--json", "--db", "sqlite:other.db"]),
    ]);
    expect(before).toEqual(after);
    expect(before.stdout).toContain('"sqlite:other.db"');
  });

  it("colours errors with FORCE_COLOR, and not with NO_COLOR or where nobody can see it", async () => {
    const [forced, none, piped] = await Promise.all([
      run(["colect"], { env: { FORCE_COLOR: "1" } }),
      run(["colect"], { env: { NO_COLOR: "1" } }),
      run(["colect"]),
    ]);
    expect(forced.stderr).toContain("\u001b[31m");
    expect([none.stderr, piped.stderr].join("")).not.toContain("\u001b");
  });
});
