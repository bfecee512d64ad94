import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { countsLine, readVitestCounts } from "../../tools/verify/counts.ts";
import type { Stage } from "../../tools/verify/stages.ts";
import { type VerifyOptions, verify } from "../../tools/verify/verify.ts";
import { tempDir } from "../helpers/temp.ts";

interface Checked {
  readonly passed: boolean;
  readonly text: string;
  readonly lastLine: string;
}

type Made = Omit<Stage, "program" | "args" | "limitMinutes"> & { script: string; limitMinutes?: number };

/** Runs made-up stages, each a script for Node. */
async function check(stages: readonly Made[], options: Partial<VerifyOptions> = {}): Promise<Checked> {
  const root = tempDir();
  mkdirSync(join(root, "node_modules", ".bin"), { recursive: true });
  symlinkSync(process.execPath, join(root, "node_modules", ".bin", "node"));
  let text = "";
  const passed = await verify({
    root,
    work: tempDir(),
    stages: stages.map((one) => ({ limitMinutes: 1, ...one, program: "node", args: ["-e", one.script] })),
    isBail: false,
    env: process.env,
    signal: AbortSignal.timeout(60_000),
    print: (piece) => {
      text += piece;
    },
    ...options,
  });
  return { passed, text, lastLine: text.trimEnd().split("\n").at(-1) ?? "" };
}

/** A stage that runs tests: ends with `code` and leaves a report of Vitest's shape. */
function testsStage(report: string | null, code = 0, name = "tests"): Made {
  const file = join(tempDir(), "report.json");
  const write =
    report === null ? "" : `require("fs").writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(report)});`;
  return { name, script: `${write} process.exit(${code})`, report: { file, read: readVitestCounts } };
}

function vitestReport(passed: number, failed: number, pending = 0, files: unknown[] = []): string {
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 0,
    testResults: files,
  });
}

describe("verify", () => {
  test("is quiet about stages that pass and ends with the sum of the reports", async () => {
    const stages = [
      { name: "lint", script: "console.log('chatter')" },
      testsStage(vitestReport(3, 0)),
      testsStage(vitestReport(4, 0), 0, "more"),
    ];
    const { passed, text, lastLine } = await check(stages);
    expect(passed).toBe(true);
    expect(lastLine).toBe("7 passed, 0 failed");
    expect(text).not.toContain("chatter");
    expect(text).toMatch(/^lint {3}\s+\d+\.\d s {2}ok$/m);
  });

  test("tells skipped tests only where there are some", async () => {
    expect((await check([testsStage(vitestReport(3, 0, 2))])).lastLine).toBe("3 passed, 0 failed, 2 skipped");
    expect(countsLine({ passed: 1, failed: 2, skipped: 0 })).toBe("1 passed, 2 failed");
  });

  test("shows the output of a failed stage, counts it, and goes on", async () => {
    const stages = [
      { name: "lint", script: "console.log('what is wrong'); process.exit(1)" },
      testsStage(vitestReport(3, 0)),
    ];
    const { passed, text, lastLine } = await check(stages);
    expect(passed).toBe(false);
    expect(text).toContain("    what is wrong\n");
    expect(text).toMatch(/lint .*FAILED: ended with 1/);
    expect(lastLine).toBe("3 passed, 1 failed");
  });

  test.each([
    ["reported failures", vitestReport(3, 2), 1, "3 passed, 2 failed"],
    ["reported failures, though the runner ended with 0", vitestReport(3, 2), 0, "3 passed, 2 failed"],
    ["a runner that crashed before its report", null, 139, "0 passed, 1 failed"],
    ["a runner that ended with 0 without a report", null, 0, "0 passed, 1 failed"],
    ["a cut report", '{"numPassedTests": 3', 0, "0 passed, 1 failed"],
    ["a report of something else", "{}", 0, "0 passed, 1 failed"],
    ["no test at all", vitestReport(0, 0), 0, "0 passed, 1 failed"],
    ["an error outside of any test", vitestReport(3, 0), 1, "3 passed, 1 failed"],
    [
      "a file that did not load",
      vitestReport(3, 0, 0, [{ status: "failed", assertionResults: [] }]),
      1,
      "3 passed, 1 failed",
    ],
  ])("fails on %s", async (_what, report, code, line) => {
    const { passed, lastLine } = await check([testsStage(report, code)]);
    expect(passed).toBe(false);
    expect(lastLine).toBe(line);
  });

  test("does not run what needs a failed stage, nor anything after one with --bail", async () => {
    const stages: Made[] = [
      { name: "tests", script: "process.exit(1)" },
      { name: "coverage", script: "", needs: ["tests"] },
      { name: "other", script: "" },
    ];
    const all = await check(stages);
    expect(all.text).toMatch(/coverage +not run: tests failed/);
    expect(all.text).toMatch(/other .* ok/);
    expect((await check(stages, { isBail: true })).text).toMatch(/other +not run: tests failed/);
  });

  test("runs one stage alone behind those it needs", async () => {
    const stages: Made[] = [
      { name: "lint", script: "process.exit(1)" },
      { name: "tests", script: "" },
      { name: "coverage", script: "", needs: ["tests"] },
    ];
    const { passed, text } = await check(stages, { only: "coverage" });
    expect(passed).toBe(true);
    expect(text).not.toContain("lint");
    expect(text).toMatch(/tests .*ok\ncoverage .*ok/);
  });

  test("runs stages beside each other where they say so, and tells them in their order", async () => {
    const [one, other] = [join(tempDir(), "one"), join(tempDir(), "other")];
    // Each goes on only once the other runs.
    const meets = (mine: string, theirs: string): string => `
      const fs = require("fs");
      fs.writeFileSync(${JSON.stringify(mine)}, "");
      setInterval(() => fs.existsSync(${JSON.stringify(theirs)}) && process.exit(0), 20);`;
    const { passed, text } = await check([
      { name: "lint", script: meets(one, other) },
      { name: "types", isBesideLast: true, script: meets(other, one) },
      { name: "last", script: "process.exit(1)" },
    ]);
    expect(passed).toBe(false);
    expect(text).toMatch(/^lint .*ok\ntypes .*ok\nlast .*FAILED/);
  });

  test("ends a stage that takes too long, and fails", async () => {
    const { passed, text } = await check([
      { name: "slow", script: "setInterval(() => {}, 1000)", limitMinutes: 0.01 },
    ]);
    expect(passed).toBe(false);
    expect(text).toMatch(/FAILED: took longer than 0\.01 minutes/);
  });

  test("kills a stage with all that it started when interrupted, and fails", async () => {
    const file = join(tempDir(), "pid");
    const script = `
      const child = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      require("fs").writeFileSync(${JSON.stringify(file)}, String(child.pid));
      setInterval(() => {}, 1000);`;
    const interrupt = new AbortController();
    const checked = check([{ name: "slow", script }], { signal: interrupt.signal });
    const pid = (): string => (existsSync(file) ? readFileSync(file, "utf8") : "");
    await expect.poll(pid, { timeout: 30_000 }).toMatch(/^\d+$/);
    expect(isRunning(Number(pid()))).toBe(true);
    interrupt.abort();
    expect((await checked).passed).toBe(false);
    await expect.poll(() => isRunning(Number(pid()))).toBe(false);
  });

  test("fails when a stage's program is not there", async () => {
    const empty = tempDir();
    writeFileSync(join(empty, "file"), "");
    const { passed, lastLine } = await check([{ name: "lint", script: "" }], { root: empty });
    expect(passed).toBe(false);
    expect(lastLine).toBe("0 passed, 1 failed");
  });
});

/** Whether a process lives; one that has ended but was not yet waited for does not count. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self/stat") || !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
