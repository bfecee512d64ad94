import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../helpers/root.ts";
import { run } from "../helpers/run.ts";
import { tempDir } from "../helpers/temp.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;
const isThere = (shell: string): boolean => spawnSync(shell, ["-c", "exit 0"]).status === 0;

/** A folder with two sources, the script for a shell, and `datamaster` on the PATH it returns. */
async function installed(
  shell: string,
): Promise<{ cwd: string; script: string; env: Record<string, string> }> {
  const cwd = tempDir();
  const source = `\n    baseUrl: http://crm.test/x\n    token: \${NOT_SET}\n`;
  writeFileSync(join(cwd, "datamaster.yaml"), `sources:\n  alpha:${source}  beta:${source}`);
  writeFileSync(join(cwd, "one.yaml"), `sources:\n  gamma:${source}`);
  mkdirSync(join(cwd, "bin"));
  const command = join(cwd, "bin", "datamaster");
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, "bin/datamaster.js")}' "$@"\n`);
  chmodSync(command, 0o755);
  const { code, stdout, stderr } = await run(["completion", shell], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  const script = join(cwd, `completion.${shell}`);
  writeFileSync(script, stdout);
  const { PATH = "", HOME = cwd } = process.env;
  return { cwd, script, env: { PATH: `${join(cwd, "bin")}:${PATH}`, HOME } };
}

/** What each line would be completed to, its last word being the one under the cursor. */
type Complete = (...words: string[]) => string[];

async function inBash(): Promise<Complete> {
  const { cwd, script, env } = await installed("bash");
  const ask = `source ${script}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _datamaster; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return (...words) =>
    execFileSync("bash", ["--norc", "-c", ask, "bash", "datamaster", ...words], {
      cwd,
      env,
      encoding: "utf8",
    })
      .split("\n")
      .filter((word) => word !== "");
}

async function inFish(): Promise<Complete> {
  const { cwd, script, env } = await installed("fish");
  return (...words) => {
    const line = ["datamaster", ...words].join(" ");
    const ask = `source ${script}; complete -C '${line}'`;
    return execFileSync("fish", ["--no-config", "-c", ask], { cwd, env, encoding: "utf8" })
      .split("\n")
      .flatMap((found) => found.split("\t")[0] || []);
  };
}

/** zsh completes at a terminal alone: what would be shown there is printed. */
async function inZsh(): Promise<Complete> {
  const { cwd, script, env } = await installed("zsh");
  const stage = join(cwd, "stage.zsh");
  writeFileSync(
    stage,
    `compdef() { : }
compadd() { shift; print -l -- "$@" }
_describe() { [[ $1 == -o ]] && shift; local name=$2 one; for one in "\${(@P)name}"; print -r -- "\${one%%:*}" }
_files() { print -l -- * }
source ${script}
words=(datamaster "$@"); CURRENT=$#words; _datamaster
`,
  );
  return (...words) =>
    execFileSync("zsh", ["-f", stage, ...words], { cwd, env, encoding: "utf8" })
      .split("\n")
      .filter((word) => word.startsWith(words.at(-1) ?? "") && word !== "");
}

const WAYS: Readonly<Record<(typeof SHELLS)[number], () => Promise<Complete>>> = {
  bash: inBash,
  zsh: inZsh,
  fish: inFish,
};

describe.each(SHELLS)("completion in %s", (shell) => {
  it.skipIf(!isThere(shell))("completes verbs, flags, their values and sources", async () => {
    const complete = await WAYS[shell]();
    expect(complete("")).toEqual(
      expect.arrayContaining(["demo", "init", "collect", "runs", "doctor", "help"]),
    );
    expect(complete("col")).toEqual(["collect"]);
    expect(complete("runs", "").sort()).toEqual(expect.arrayContaining(["list", "show"]));
    expect(complete("collect", "--pl")).toEqual(["--plan"]);
    expect(complete("collect", "--conf")).toEqual(["--config"]);
    expect(complete("status", "--pl")).toEqual([]);
    expect(complete("export", "--format", "")).toEqual(expect.arrayContaining(["csv", "jsonl"]));
    expect(complete("--log-level", "d")).toEqual(["debug"]);
    expect(complete("help", "ex")).toEqual(["export"]);
    expect(complete("collect", "")).toEqual(["alpha", "beta"]);
    expect(complete("run", "b")).toEqual(["beta"]);
    expect(complete("export", "--source", "a")).toEqual(["alpha"]);
    // The value of a flag is no verb.
    expect(complete("--db", "runs", "col")).toEqual(["collect"]);
    expect(complete("check", "--config", "one")).toEqual(["one.yaml"]);
    expect(complete("ranges", "import", "one.csv", "one")).toEqual(["one.yaml"]);
  });

  it.skipIf(!isThere(shell))("is a script without faults in its syntax", async () => {
    const { script } = await installed(shell);
    expect(spawnSync(shell, ["-n", script], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("completion", () => {
  it("finds the sources of the config file that is on the line", async () => {
    const complete = await inBash();
    expect(complete("--config", "one.yaml", "collect", "")).toEqual(["gamma"]);
  });

  it("names sources, and says nothing where the config is broken or missing", async () => {
    const cwd = tempDir();
    const nothing = { code: 0, signal: null, stdout: "", stderr: "" };
    expect(await run(["completion", "sources"], { cwd })).toEqual(nothing);
    writeFileSync(join(cwd, "datamaster.yaml"), "sources: [");
    expect(await run(["completion", "sources"], { cwd })).toEqual(nothing);
  });

  it("of a shell that it does not know ends with 2 and names those it does", async () => {
    const { code, stderr } = await run(["completion", "tcsh"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/bash, zsh, fish/);
  });
});
