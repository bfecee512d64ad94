import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { ran } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { drive } from "../store/driver.ts";

const CRM = { "1": { p1: [[79161234567n, 79160000002n]] }, "2": { p2: [[79161234567n]] } };
let cwd: string;
const verb = (...args: string[]) => ran(cwd, [...args, "--db", `sqlite:${join(cwd, "datamaster.db")}`]);

beforeEach(() => {
  cwd = tempDir(onTestFinished);
});

async function collected(): Promise<void> {
  const writer = await openSqliteWriter(join(cwd, "datamaster.db"));
  await drive(writer, CRM);
  await drive(writer, CRM, { rejected: { p1: ["ИНН 7701234528", "x"] } });
  await writer.close();
}

describe("quality", () => {
  it("tells what gives no number, digits masked", async () => {
    await collected();
    const { stdout } = await verb("quality");
    expect(stdout).toContain("2 of 5 records hold no number (40.0%).");
    expect(stdout).toMatch(/not-valid +2 +100\.0% +\+2 +1 +/);
    expect(stdout).toMatch(/Client 1 +4 +2 +50\.0% +not-valid/);
    expect(stdout).not.toContain("7701234528");
    expect(JSON.parse((await verb("quality", "crm", "--json")).stdout)).toMatchObject({ rejected: 2 });
  });

  it("has nothing to tell before the first run", async () => {
    expect((await verb("quality")).stdout).toBe("Nothing was collected yet.\n");
    expect((await verb("stats")).stdout).toBe("Nothing was collected yet.\n");
  });
});

describe("stats", () => {
  it("counts numbers by what they are, and how clients overlap", async () => {
    await collected();
    const { stdout } = await verb("stats");
    expect(stdout).toContain(
      "2 numbers in 3 places.\n50.0% are in two or more clients, 50.0% in two or more",
    );
    expect(stdout).toMatch(/MOBILE +2 +100\.0%/);
    expect(JSON.parse((await verb("stats", "--json")).stdout)).toMatchObject({ numbers: 2, pairs: 3 });
  });
});
