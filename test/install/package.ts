import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { ROOT } from "../helpers/root.ts";

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The folder of the Node.js that runs the tests, which installed programs are to run on too. */
const NODE_FOLDER = join(process.execPath, "..");

/** The environment of somebody who never saw this checkout: its Node.js is on the PATH, and nothing of it besides. */
export function outsideEnv(added: Readonly<Record<string, string>> = {}): Record<string, string> {
  const foreign =
    /^(npm_(?!config_(cache|registry|userconfig|globalconfig)$)|DATAMASTER_|NODE_V8_COVERAGE|INIT_CWD|VITEST)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const env: Record<string, string> = {};
  for (const [name, value] of kept) if (value !== undefined) env[name] = value;
  const outside = (env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  return { ...env, PATH: [NODE_FOLDER, ...outside].join(delimiter), NO_COLOR: "1", ...added };
}

/** Runs a program to its end; rejects when it takes longer than the limit. */
export function command(
  program: string,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string>; input?: string; limitMs?: number },
): Promise<Ended> {
  const { cwd, env = outsideEnv(), input = "", limitMs = 180_000 } = options;
  const what = `${program} ${args.join(" ")}`;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env });
    const said = { stdout: "", stderr: "" };
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${what} did not end in time:\n${said.stdout}${said.stderr}`));
    }, limitMs);
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        said[name] += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, ...said });
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

async function succeed(program: string, args: readonly string[], cwd: string): Promise<Ended> {
  const ended = await command(program, args, { cwd });
  if (ended.code !== 0)
    throw new Error(`${program} ${args.join(" ")} ended with ${ended.code}:\n${ended.stdout}${ended.stderr}`);
  return ended;
}

export interface Packed {
  readonly tarball: string;
  /** Paths in the package. */
  readonly files: readonly string[];
  readonly bytes: number;
  readonly unpackedBytes: number;
}

/** Builds the package and packs it, as a release does, into `folder`. */
export async function pack(folder: string): Promise<Packed> {
  const { stdout } = await succeed("npm", ["pack", "--json", "--pack-destination", folder], ROOT);
  const told: unknown = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)));
  // npm 12 names packages by key, npm 11 lists them.
  const [one] = Object.values(told as object) as {
    filename: string;
    size: number;
    unpackedSize: number;
    files: { path: string }[];
  }[];
  if (one === undefined) throw new Error(`npm pack told nothing: ${stdout}`);
  const { filename, size, unpackedSize, files } = one;
  return {
    tarball: join(folder, filename),
    files: files.map(({ path }) => path),
    bytes: size,
    unpackedBytes: unpackedSize,
  };
}

/** The commands of the README under this heading, without their comments. */
export function readmeCommands(heading: string): readonly string[] {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const [, section = ""] = readme.split(`\n## ${heading}\n`);
  const [, block = ""] = /```sh\n([\s\S]*?)```/.exec(section) ?? [];
  return block
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, ""))
    .filter((line) => line !== "");
}

/** Does in an empty folder of that name, where the tarball lies, what the README says first. */
export async function install(tarball: string, folder: string): Promise<void> {
  mkdirSync(folder);
  copyFileSync(tarball, join(folder, basename(tarball)));
  const [line = ""] = readmeCommands("Use it on your CRM");
  if (!line.startsWith("npm install ")) throw new Error(`the README begins with ${line}`);
  await succeed("sh", ["-c", line], folder);
}

/** A Node.js older than 24 on this machine; null where there is none. */
export function oldNode(): string | null {
  const folders = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"));
  for (const node of folders.map((folder) => join(folder, "node"))) {
    if (!existsSync(node)) continue;
    const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
    if (Number(/^v(\d+)/.exec(stdout)?.[1] ?? "99") < 24) return node;
  }
  return null;
}
