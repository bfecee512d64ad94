import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { onTestFinished } from "vitest";
import { ROOT } from "./root.ts";

/** A command at a terminal. */
export interface AtTerminal {
  /** What the screen was sent so far, without its control codes. */
  readonly screen: string;
  /** Resolves once the screen shows what matches, after what earlier calls waited for; rejects when the command ends without. */
  shows(pattern: RegExp): Promise<void>;
  /** Types keys; `\r` is Enter, `\x03` Ctrl-C. */
  type(keys: string): void;
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
}

/** Starts `datamaster ...args` at a terminal of its own, made by script(1); ended after the test if it still runs. */
export function atTerminal(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): AtTerminal {
  const words = [process.execPath, join(ROOT, "bin", "datamaster.js"), ...args];
  const line = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const { PATH = "", HOME = "", NODE_V8_COVERAGE } = process.env;
  const coverage = NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE };
  const env = { PATH, HOME, SHELL: "/bin/sh", TERM: "xterm", LANG: "C.UTF-8", ...coverage, ...options.env };
  // Its stty makes the lines long enough that nothing waited for is broken in two.
  const child = spawn("script", ["-qec", `stty cols 120 rows 40; exec ${line}`, "/dev/null"], {
    cwd: options.cwd,
    env,
  });
  let screen = "";
  let seen = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += stripVTControlCharacters(text);
  });
  const ended = endOf(child);
  onTestFinished(async () => {
    child.kill();
    await ended;
  });
  return {
    get screen() {
      return screen;
    },
    async shows(pattern) {
      seen += await place(child, ended, pattern, () => screen.slice(seen));
    },
    type: (keys) => void child.stdin.write(keys),
    ended,
  };
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code));
  });
}

/** How far into the text the first match reaches, once there is one. */
function place(
  child: ChildProcess,
  ended: Promise<unknown>,
  pattern: RegExp,
  text: () => string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const match = pattern.exec(text());
      if (match === null) return;
      child.stdout?.off("data", look);
      resolve(match.index + match[0].length);
    };
    child.stdout?.on("data", look);
    ended.then(() => {
      look();
      reject(new Error(`it ended before ${pattern}; the screen showed:\n${text()}`));
    }, reject);
    look();
  });
}
