import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import type { Command } from "commander";
import { beforeAll, describe, expect, it } from "vitest";
import { ERROR_CODES } from "../../src/base/errors.ts";
import { buildProgram } from "../../src/cli/program.ts";
import { configSettings } from "../../src/config/config.ts";
import { english } from "../../src/messages/messages.ts";
import { REJECT_REASONS } from "../../src/model/number.ts";
import { ROOT } from "../helpers/root.ts";
import { runHere as run } from "../helpers/run-here.ts";

const reference = readFileSync(join(ROOT, "docs/reference.md"), "utf8");
const guide = readFileSync(join(ROOT, "docs/guide.md"), "utf8");
let verbs: { name: string; command: Command }[];

beforeAll(async () => {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const program = await buildProgram({
    stdout: nowhere,
    stderr: nowhere,
    stdin: Readable.from([]),
    cwd: "/",
    invocation: "datamaster",
    words: english,
    signal: new AbortController().signal,
    exit: () => {},
  });
  verbs = withChildren(program, "");
});

function withChildren(command: Command, name: string): { name: string; command: Command }[] {
  const children = command.commands.flatMap((child) => withChildren(child, `${name} ${child.name()}`.trim()));
  return [{ name, command }, ...children];
}

/** Rows of the page's tables that begin with this cell. */
const rowsOf = (cell: string): string[] =>
  reference.split("\n").filter((line) => line.startsWith(`| \`${cell}\``));

describe("docs/reference.md", () => {
  it("names every verb and alias", () => {
    const missing = verbs.filter(({ name, command }) => {
      const names = [name, ...command.aliases()].filter((one) => one !== "");
      return !names.every((one) => new RegExp(`\`${one}(?: |\`)`).test(reference));
    });
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it("names every flag of every verb but sim, which has a page of its own, and no flag that is none", () => {
    const flags = verbs
      .filter(({ name }) => name !== "sim")
      .flatMap(({ command }) => command.options.map(({ long }) => long ?? ""));
    const known = new Set([...flags, "--help"]);
    const named = new Set(reference.match(/--[a-z][a-z-]+/g));
    expect([...known].filter((flag) => !named.has(flag))).toEqual([]);
    expect([...named].filter((flag) => !known.has(flag))).toEqual([]);
  });

  it("tells every setting with its variable and default", async () => {
    for (const { path, variable, allowed } of await configSettings()) {
      expect(rowsOf(path)).toEqual([expect.stringContaining(`\`${variable}\``)]);
      expect(rowsOf(path)[0]).toContain(allowed);
    }
  });

  it("tells every error code with its exit code and meaning, and none that is none", () => {
    const rows = reference.match(/^\| `[A-Z_]{5,}` \| \d+ \| .* \|$/gm);
    expect(rows).toEqual(
      Object.entries(ERROR_CODES).map(([code, { exit, about }]) => `| \`${code}\` | ${exit} | ${about} |`),
    );
  });

  it("tells every reason for which a value holds no number", () => {
    for (const reason of REJECT_REASONS) expect(reference).toContain(`\`${reason}\``);
  });
});

describe("docs/guide.md", () => {
  it("shows only command lines that the program takes", async () => {
    const lines = guide.match(/(?<=datamaster )(?:check|collect|status|runs|export)\b[^\n#>]*/g) ?? [];
    expect(lines.length).toBeGreaterThan(8);
    const own = new Map(verbs.map(({ name, command }) => [name, command]));
    const flagsOf = (command: Command | null | undefined): string[] =>
      command ? [...command.options.map(({ long }) => long ?? ""), ...flagsOf(command.parent)] : [];
    for (const line of lines) {
      const [verb = "", second = ""] = line.split(/\s+/);
      const command = own.get(`${verb} ${second}`) ?? own.get(verb);
      expect(flagsOf(command), line).toEqual(expect.arrayContaining(line.match(/--[a-z-]+/g) ?? []));
    }
  });

  it("shows what normalize prints", async () => {
    const [, input = "", printed] =
      guide.match(/echo "(.+)" \| npx datamaster normalize --region RU\n(.+)\n/) ?? [];
    expect((await run(["normalize", "--region", "RU"], { input })).stdout.trimEnd()).toBe(printed);
  });
});
