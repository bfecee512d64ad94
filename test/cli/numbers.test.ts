import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { start } from "../helpers/run.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { drive } from "../store/driver.ts";

const NUMBER = 79161234567n;

let cwd: string;
let starts: string[];

beforeAll(async () => {
  cwd = tempDir(afterAll);
  const writer = await openSqliteWriter(join(cwd, "datamaster.db"));
  const crm = { "1": { p1: [[NUMBER, 79160000002n]], p2: [[79160000002n]] }, "2": { p3: [[NUMBER]] } };
  const label = (number: bigint): string | null => (number === NUMBER ? "mobile" : null);
  const runs = [
    await drive(writer, crm, { label }),
    await drive(writer, crm, { label }),
    await drive(writer, { ...crm, "1": { p1: [[]], p2: [[NUMBER]] } }, { label, dead: ["project:p3"] }),
  ];
  starts = runs.map(({ startedAt }) => startedAt);
  await writer.close();
});

describe("numbers show", () => {
  it("tells each stay of a number in a project, those that go on first", async () => {
    const { code, stdout } = await run(["numbers", "show", "8 (916) 123-45-67", "--region", "ru", "--json"], {
      cwd,
    });
    expect(code).toBe(0);
    const { places, ...facts } = JSON.parse(stdout);
    expect(facts).toMatchObject({
      e164: "+79161234567",
      valid: true,
      region: "RU",
      type: "MOBILE",
      flags: [],
      firstSeen: starts[0],
      lastSeen: starts[2],
    });
    expect(places).toEqual([
      {
        source: "crm",
        clientId: "2",
        client: "Client 2",
        projectId: "p3",
        project: "Project p3",
        region: "RU",
        type: "MOBILE",
        label: "mobile",
        contact: null,
        cameRun: 1,
        firstSeen: starts[0],
        lastRun: 2,
        lastSeen: starts[1],
        goneRun: null,
        unverified: true,
      },
      expect.objectContaining({ projectId: "p2", cameRun: 3, lastRun: 3, goneRun: null, unverified: false }),
      expect.objectContaining({ projectId: "p1", cameRun: 1, lastRun: 2, goneRun: 3, lastSeen: starts[1] }),
    ]);
  });

  it("reads the number from stdin and waits for no more than its line", async () => {
    const shown = start(["numbers", "show"], { cwd, input: null });
    shown.child.stdin?.write("\n+7 916 123-45-67\n");
    const { code, stdout } = await shown.finished;
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\+79161234567\n +plan +valid, RU MOBILE\n/)]);
    expect(stdout).toMatch(
      /Project p3 [\s\S]* unverified +mobile\n[\s\S]*Project p1 [\s\S]* gone in run 3 +mobile\n$/,
    );
  });

  it("says that a number is nowhere, and refuses what is none", async () => {
    const [nowhere, none, empty] = await Promise.all([
      run(["numbers", "show", "+79990001122"], { cwd }),
      run(["numbers", "show", "hello"], { cwd }),
      run(["numbers", "show", "-"], { cwd }),
    ]);
    expect([nowhere.code, nowhere.stdout]).toEqual([
      0,
      expect.stringMatching(/No source has it, and none ever had\.\n$/),
    ]);
    expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/is no phone number/)]);
    expect([empty.code, empty.stderr]).toEqual([2, expect.stringMatching(/No number was given/)]);
  });
});
