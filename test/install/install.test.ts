import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCsv } from "../helpers/csv.ts";
import { ROOT } from "../helpers/root.ts";
import { spawnSim } from "../helpers/sim-process.ts";
import { tempDir } from "../helpers/temp.ts";
import {
  command,
  type Ended,
  install,
  oldNode,
  outsideEnv,
  type Packed,
  pack,
  readmeCommands,
} from "./package.ts";

const base = mkdtempSync(join(tmpdir(), "datamaster-install-"));
const home = join(base, "empty");
let packed: Packed;

beforeAll(async () => {
  packed = await pack(base);
  await install(packed.tarball, home);
}, 300_000);
afterAll(() => rmSync(base, { recursive: true, force: true, maxRetries: 5 }));

const version = (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string }).version;

/** The installed command, as npx finds it. */
function datamaster(
  args: readonly string[],
  options: { env?: Record<string, string>; input?: string } = {},
): Promise<Ended> {
  const { env = {}, input = "" } = options;
  return command(join(home, "node_modules/.bin/datamaster"), args, {
    cwd: home,
    env: outsideEnv(env),
    input,
  });
}

describe("the package", () => {
  it("holds what it runs on and its pages, and no source, test or tool", () => {
    const tops = [...new Set(packed.files.map((file) => file.split("/")[0]))].sort();
    const pages = readdirSync(ROOT).filter((file) =>
      /^README\..*md$|^(CHANGELOG|ARCHITECTURE|CONTRIBUTING)\.md$/.test(file),
    );
    expect(tops).toEqual(["LICENSE", "bin", "dist", "docs", "package.json", "web", ...pages].sort());
    expect(packed.files).toContain("web/dist/index.html");
    expect(packed.files.filter((file) => /(?<!\.d)\.ts$|\.map$|\.db$|\.env/.test(file))).toEqual([]);
    const sql = readdirSync(join(ROOT, "src/store/migrations"));
    for (const file of sql) expect(packed.files).toContain(`dist/store/migrations/${file}`);
    // The program, its tables of places, the dashboard with its charts, and pictures of the guide.
    expect(packed.bytes).toBeLessThan(2_500_000);
  });

  it("holds every page that its README leads to", () => {
    const root = join(home, "node_modules/datamaster-phone-collector");
    for (const page of ["README.md", "docs/guide.md", "docs/reference.md"]) {
      const links = readFileSync(join(root, page), "utf8").matchAll(/\]\((?!https?:)([^)#]+)/g);
      const missing = [...links]
        .map(([, to = ""]) => join(root, page, "..", to))
        .filter((to) => !existsSync(to));
      expect(missing).toEqual([]);
    }
  });
});

describe("installed in an empty folder", () => {
  it("tells its version", async () => {
    expect(await datamaster(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("runs the demo to its end, its threads and its bundled CRM included", async () => {
    const { code, stderr } = await datamaster(["demo", "--clients", "50"]);
    expect([code, stderr]).toEqual([0, expect.stringContaining("is complete")]);
    expect(stderr).toMatch(/npx datamaster export /);
    const { rows } = readCsv(join(home, ".datamaster/demo-numbers.csv"));
    expect(rows.length).toBeGreaterThan(1000);
  }, 180_000);

  it("gets from nothing to an exported file by the README's commands, init answered by flags", async () => {
    const sim = await spawnSim(["--clients", "20"]);
    const env = outsideEnv({ DATAMASTER_TOKEN: sim.token });
    const [, ...lines] = readmeCommands("Use it on your CRM");
    expect(lines.map((line) => line.split(" ")[2])).toEqual(["init", "collect", "export"]);
    for (const line of lines) {
      const answers = line.endsWith(" init") ? ` --yes --base-url ${sim.url} --region RU --pilot` : "";
      const { code, stdout, stderr } = await command("sh", ["-c", line + answers], { cwd: home, env });
      expect([code, line], stdout + stderr).toEqual([0, line]);
      if (answers !== "") expect(stderr).toMatch(/npx datamaster collect/);
    }
    const { columns, rows } = readCsv(join(home, "numbers.csv"));
    expect(columns).toEqual(["phone", "region", "type", "first_seen", "last_seen"]);
    expect(rows.length).toBeGreaterThan(1000);
    expect((await datamaster(["doctor"])).code).toBe(0);
  }, 180_000);

  it("normalizes, and completes the command line", async () => {
    const read = await datamaster(["normalize", "--region", "RU"], { input: "8 916 123-45-67\n" });
    expect(JSON.parse(read.stdout).numbers[0].e164).toBe("+79161234567");
    const script = await datamaster(["completion", "bash"]);
    expect([script.code, script.stdout]).toEqual([0, expect.stringContaining("complete -F")]);
  });
});

describe("datamaster-phone-collector/phone", () => {
  const program = `
    import { createReader, normalize } from "datamaster-phone-collector/phone";
    const columns = createReader().createColumns();
    createReader({ otherRegions: ["KZ"] }).readBatch(["8 916 123-45-67", "no"], "RU", columns);
    const [one] = normalize("8 (916) 123-45-67 доб. 5", "RU").numbers;
    const e164: string | undefined = one?.e164;
    const kind: number = columns.kind[0] ?? 0;
    const found: unknown[] = [e164, one?.ext, columns.length, String(columns.number[0]), columns.typeOf(kind)];
    found.push(columns.reasonOf(1), normalize("", null).reason, normalize("00380501234567", "RU", { repair: "none" }).reason);
    process.stdout.write(JSON.stringify(found));
  `;

  it("is imported from the package and reads values, one by one and in batches", async () => {
    writeFileSync(join(home, "use.mts"), program);
    const { code, stdout, stderr } = await command(process.execPath, ["use.mts"], {
      cwd: home,
      env: outsideEnv(),
    });
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual([
      ...["+79161234567", "5", 1, "79161234567", "MOBILE", "no-digits", "empty"],
      expect.any(String),
    ]);
  });

  it("has types that a strict program compiles against", async () => {
    writeFileSync(join(home, "use.mts"), program.replace("process.stdout.write", "String"));
    const flags = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--types", ""];
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const { code, stdout } = await command(process.execPath, [tsc, ...flags, "use.mts"], { cwd: home });
    expect([code, stdout]).toEqual([0, ""]);
  });
});

describe("on an older Node.js", () => {
  const old = oldNode();
  // CI has one; without it this would be no test.
  it.skipIf(old === null && !process.env.CI)("prints one line and ends with 2", async () => {
    const bin = join(home, "node_modules/datamaster-phone-collector/bin/datamaster.js");
    const { code, stdout, stderr } = await command(old ?? "no older node is installed", [bin, "demo"], {
      cwd: tempDir(),
    });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^datamaster needs Node\.js 24 or newer; this is v\d+\.\d+\.\d+\.[^\n]*\n$/);
  });
});
