import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { installProblem, versionProblem } from "../../tools/setup.mjs";
import { ROOT } from "../helpers/root.ts";
import { run } from "../helpers/run.ts";
import { tempDir } from "../helpers/temp.ts";

interface Entry {
  version: string;
  integrity?: string;
  optional?: boolean;
}

type Packages = Record<string, Entry | object>;

/** A checkout whose lock file asks for `wanted` and whose npm says that `installed` is there. */
function checkout(wanted: Packages, installed: Packages | string): string {
  const root = tempDir();
  writeFileSync(
    join(root, "package-lock.json"),
    JSON.stringify({ packages: { "": { name: "x" }, ...wanted } }),
  );
  const packages = typeof installed === "string" ? {} : installed;
  mkdirSync(join(root, "node_modules"));
  for (const path of Object.keys(packages)) mkdirSync(join(root, path), { recursive: true });
  const record = typeof installed === "string" ? installed : JSON.stringify({ packages });
  writeFileSync(join(root, "node_modules", ".package-lock.json"), record);
  return root;
}

const A: Packages = { "node_modules/a": { version: "1.0.0", integrity: "sha512-a" } };
const B: Packages = { "node_modules/b": { version: "2.0.0", integrity: "sha512-b" } };

describe("the Node.js that sets up", () => {
  test("is 20 or newer", () => {
    expect(versionProblem("v20.0.0")).toBeNull();
    expect(versionProblem("v24.21.0")).toBeNull();
    expect(versionProblem("v18.20.4")).toMatch(/needs Node\.js 20 or newer.*this is v18\.20\.4/);
    expect(versionProblem("v8.0.0")).toMatch(/needs Node\.js 20/);
  });
});

describe("what is installed", () => {
  test("is fine when it is what the lock file asks for", async () => {
    expect(await installProblem(checkout(A, A))).toBeNull();
  });

  test("may lack optional packages, which are made for other systems", async () => {
    const other = { "node_modules/c": { version: "1.0.0", optional: true } };
    expect(await installProblem(checkout({ ...A, ...other }, A))).toBeNull();
  });

  test.each([
    [
      "another version",
      A,
      { "node_modules/a": { version: "1.0.1", integrity: "sha512-a" } },
      /another version/,
    ],
    ["another checksum", A, { "node_modules/a": { version: "1.0.0", integrity: "x" } }, /another checksum/],
    ["a package too few", { ...A, ...B }, A, /node_modules\/b is missing/],
    ["a package too many", A, { ...A, ...B }, /node_modules\/b is not in package-lock/],
    ["a broken record", A, '{"packages":', /cannot be read/],
  ])("is wrong with %s", async (_what, wanted, installed, problem) => {
    expect(await installProblem(checkout(wanted, installed))).toMatch(problem);
  });

  test("is wrong when npm did not finish: its record is not there", async () => {
    const root = checkout(A, A);
    rmSync(join(root, "node_modules", ".package-lock.json"));
    expect(await installProblem(root)).toMatch(/nothing is installed/);
  });

  test("is wrong when a package's folder was removed", async () => {
    const root = checkout(A, A);
    rmSync(join(root, "node_modules", "a"), { recursive: true });
    expect(await installProblem(root)).toMatch(/node_modules\/a is missing/);
  });
});

describe("set-up", () => {
  test("has nothing to do, and says nothing, where all is installed", async () => {
    const root = checkout(A, A);
    mkdirSync(join(root, "tools"));
    copyFileSync(join(ROOT, "tools", "setup.mjs"), join(root, "tools", "setup.mjs"));
    const end = await run([], { script: join(root, "tools", "setup.mjs") });
    expect(end).toEqual({ code: 0, signal: null, stdout: "", stderr: "" });
  });

  test("runs npm ci where something is missing, and passes on what npm says and that it failed", async () => {
    const root = checkout(B, A);
    mkdirSync(join(root, "tools"));
    copyFileSync(join(ROOT, "tools", "setup.mjs"), join(root, "tools", "setup.mjs"));
    const npm = join(root, "npm-cli.js");
    writeFileSync(npm, "console.log('noise'); console.error('npm error', process.argv[2]); process.exit(7);");
    const end = await run([], {
      script: join(root, "tools", "setup.mjs"),
      env: { npm_execpath: npm, npm_node_execpath: process.execPath },
    });
    expect(end.code).toBe(1);
    expect(end.stdout).toBe("");
    expect(end.stderr).toMatch(
      /^Installing packages.*node_modules\/b is missing.*\nnpm error ci\nSet-up failed: npm ci ended with 7/,
    );
  });
});
