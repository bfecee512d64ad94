import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { violationsOf } from "../../tools/guard/rules.ts";
import { ROOT } from "../helpers/root.ts";

/** The messages for one made-up file. */
function messages(file: string, text: string): string[] {
  return violationsOf(file, text).map((one) => one.message);
}

/** One message must match and no other be there. */
function expectOne(file: string, text: string, message: RegExp): void {
  const found = messages(file, text);
  expect(found, `${file}: ${text}`).toHaveLength(1);
  expect(found[0]).toMatch(message);
}

describe("the repository", () => {
  const files = globSync("{src,tools,bench,web/src}/**/*.{ts,tsx}", { cwd: ROOT }).map((file) =>
    file.replaceAll("\\", "/"),
  );

  test("has source files to guard", () => {
    expect(files.filter((file) => file.startsWith("src/")).length).toBeGreaterThan(5);
  });

  test("keeps the import ladder and the rules of its rooms", () => {
    const found = files.flatMap((file) => violationsOf(file, readFileSync(join(ROOT, file), "utf8")));
    expect(found.map((one) => `${one.file}:${one.line} ${one.message}`)).toEqual([]);
  });
});

describe("the ladder", () => {
  test("lets a room import its own files and the doorways of rungs below", () => {
    const text = `
      import { a } from "./sqlite/open.ts";
      import type { Run } from "../model/run.ts";
      import { sleep } from "../base/clock.ts";
      import { read } from "../phone/phone.ts";
      export { a, read, sleep, type Run };`;
    expect(messages("src/store/store.ts", text)).toEqual([]);
  });

  test.each([
    ["static", 'import { x } from "../collect/collect.ts";'],
    ["type", 'import type { X } from "../collect/collect.ts";'],
    ["inline type", 'export type X = import("../collect/collect.ts").X;'],
    ["export from", 'export { x } from "../collect/collect.ts";'],
    ["export all", 'export * from "../collect/collect.ts";'],
    ["dynamic", 'export const load = () => import("../collect/collect.ts");'],
    ["dynamic template", "export const load = () => import(`../collect/collect.ts`);"],
  ])("sees a %s import of a rung above", (_kind, text) => {
    expectOne("src/store/store.ts", text, /store \(rung 3\) may not import collect \(rung 5\)/);
  });

  test("forbids the own rung: ports do not see each other", () => {
    expectOne("src/crm/crm.ts", 'import { x } from "../store/store.ts";', /may not import store/);
    expectOne("src/phone/phone.ts", 'import { x } from "../events/events.ts";', /may not import events/);
    expectOne("src/sim/sim.ts", 'import type { X } from "../model/record.ts";', /may not import model/);
    expectOne("src/desk/main.ts", 'import { x } from "../server/server.ts";', /may not import server/);
    expectOne("src/server/app.ts", 'import { x } from "../ingest/main.ts";', /may not import ingest/);
    expectOne("src/server/app.ts", 'import { x } from "../cli/cli.ts";', /may not import cli/);
  });

  test("lets other rooms in through the doorway only", () => {
    expectOne(
      "src/app/app.ts",
      'import { x } from "../store/sqlite/open.ts";',
      /through src\/store\/store\.ts only/,
    );
    expectOne(
      "src/app/app.ts",
      'import { x } from "../store/rows.ts";',
      /through src\/store\/store\.ts only/,
    );
    expect(messages("src/app/app.ts", 'import { x } from "../base/anything.ts";')).toEqual([]);
  });

  test("lets compose.ts name concrete files below it, and doors name compose.ts", () => {
    expect(messages("src/compose.ts", 'export const f = () => import("./store/sqlite/open.ts");')).toEqual(
      [],
    );
    expect(messages("src/cli/commands/collect.ts", 'import { x } from "../../compose.ts";')).toEqual([]);
    expectOne("src/compose.ts", 'import { x } from "./cli/cli.ts";', /may not import cli/);
    expectOne("src/collect/collect.ts", 'import { x } from "../compose.ts";', /may not import compose\.ts/);
  });

  test("lets a thread's entry be named by URL", () => {
    const text = 'export const entry = () => new URL("../ingest/main.ts", import.meta.url);';
    expect(messages("src/store/thread.ts", text)).toEqual([]);
  });

  test("wants .ts at the end and nothing from outside src", () => {
    expectOne("src/store/store.ts", 'import { x } from "./rows";', /end in \.ts/);
    expectOne("src/store/store.ts", 'import { x } from "./rows.js";', /end in \.ts/);
    expectOne("src/store/store.ts", 'import { x } from "../../test/helpers/run.ts";', /leaves src/);
  });

  test("knows every room", () => {
    expectOne("src/utils/text.ts", "export const a = 1;", /lies in no room/);
    expectOne("src/loose.ts", "export const a = 1;", /lies in no room/);
    expectOne("src/app/app.ts", 'import { x } from "../utils/text.ts";', /lies in no room/);
  });

  test("keeps packages in their rooms", () => {
    expectOne("src/sim/plan.ts", 'import { x } from "libphonenumber-js/max";', /only phone and enrich/);
    expectOne("src/sim/plan.ts", 'import x from "google-libphonenumber";', /only phone and enrich/);
    expectOne("src/app/app.ts", 'import { DatabaseSync } from "node:sqlite";', /only store/);
    expectOne("src/base/log.ts", 'import { z } from "zod";', /base imports only/);
    expect(messages("src/base/log.ts", 'import { pino } from "pino";')).toEqual([]);
    expect(messages("src/phone/read.ts", 'import { x } from "libphonenumber-js/max";')).toEqual([]);
  });
});

describe("the dashboard", () => {
  test("sees types of the contract and nothing else of src", () => {
    const file = "web/src/client/api.ts";
    const text =
      'import type { routes } from "../../../src/contract/contract.ts"; import { a } from "./a.ts";';
    expect(messages(file, text)).toEqual([]);
    expect(messages("web/src/a.tsx", "export const a = <b>1</b>;")).toEqual([]);
    expectOne(file, 'import { routes } from "../../../src/contract/contract.ts";', /takes types only/);
    expectOne(
      file,
      'import { type A, routes } from "../../../src/contract/contract.ts";',
      /takes types only/,
    );
    expectOne(file, 'import type { A } from "../../../src/app/app.ts";', /leaves web\//);
  });
});

describe("the rules of rooms", () => {
  test("forbid index.ts and files over 400 lines", () => {
    expectOne("src/store/index.ts", "export const a = 1;", /no index\.ts/);
    expect(messages("src/store/store.ts", "// line\n".repeat(400))).toEqual([]);
    expectOne("src/store/store.ts", "// line\n".repeat(401), /has 401 lines/);
    expectOne("tools/verify.ts", "// line\n".repeat(401), /has 401 lines/);
  });

  test.each([
    "export const f = () => process.env.HOME;",
    'export const f = () => process["env"].HOME;',
    "export const f = () => globalThis.process.env;",
    "export function f() { const { env } = process; return env; }",
    'import { env } from "node:process"; export const f = () => env.HOME;',
  ])("keep the environment in config: %s", (text) => {
    expectOne("src/app/app.ts", text, /only config reads the environment/);
    expect(messages("src/config/config.ts", text)).toEqual([]);
  });

  test.each([
    'export const f = () => console.log("x");',
    'export const f = () => globalThis.console.log("x");',
    "export const f = (log = console) => log;",
    'import { log } from "node:console"; export const f = () => log("x");',
  ])("keep the console in cli: %s", (text) => {
    expectOne("src/app/app.ts", text, /only cli writes to the console/);
    expect(messages("src/cli/out.ts", text)).toEqual([]);
  });

  test.each([
    'export const q = "SELECT 1";',
    `export const q = (t: string) => \`DELETE FROM \${t}\`;`,
    "export const q = `\n  INSERT INTO runs VALUES (1)`;",
    "export const q = 'CREATE TABLE runs (id)';",
  ])("keep SQL in store: %s", (text) => {
    expectOne("src/app/app.ts", text, /SQL lies in store only/);
    expect(messages("src/store/sqlite/runs.ts", text)).toEqual([]);
  });

  test("let no literal be spread into another", () => {
    expectOne("src/app/app.ts", "export const a = { ...{ b: 1 }, c: 2 };", /not spread/);
    expect(messages("src/app/app.ts", "const b = { d: 1 }; export const a = { ...b, c: [...[1]] };")).toEqual(
      [],
    );
  });

  test("do not take a comment, a property or a lower-case word for a breach", () => {
    const text = `
      // SELECT from console and process.env
      export const hint = "Select a file, then update it";
      export const f = (cli: { console: string }) => cli.console;
      export const shape = { console: 1 };`;
    expect(messages("src/app/app.ts", text)).toEqual([]);
  });
});

describe("loading a module", () => {
  test.each([
    ["a call", "export function f() {} f();"],
    ["an assignment", "Array.prototype.at = () => 1;"],
    ["await", "export const a = await Promise.resolve(1);"],
    ["a condition", "if (process.argv.length > 9) throw new Error();"],
    [
      "a file read for a constant",
      'import { readFileSync } from "node:fs"; export const a = readFileSync("x");',
    ],
    ["a namespace's file read", 'import * as fs from "node:fs"; export const a = fs.readFileSync("x");'],
    ["a thread", 'import { Worker } from "node:worker_threads"; export const w = new Worker("x");'],
    ["a timer", "export const t = setInterval(() => {}, 9);"],
    ["a timer in a class", "export class A { static t = setInterval(() => {}, 9); }"],
    ["a static block", "export class A { static { A.name.at(0); } }"],
  ])("finds %s", (_kind, text) => {
    expectOne("src/app/app.ts", text, /does work when it is loaded/);
    expect(messages("src/cli/main.ts", text)).toEqual([]);
  });

  test("lets constants be made", () => {
    const text = `
      import { readFileSync } from "node:fs";
      export const table = new Map([["a", 1]]);
      export const names = Object.keys({ a: 1 }).map((name) => name.length);
      export const read = () => readFileSync("x");
      export async function wait() { await Promise.resolve(); }
      export class A { timer = setTimeout(() => {}, 1); static limit = 3; }`;
    expect(messages("src/app/app.ts", text)).toEqual([]);
  });
});
