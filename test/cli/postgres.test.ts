import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { postgresForFile } from "../helpers/postgres.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { control, pointedAt, sharedSim, truthOf } from "./crm.ts";

const LIMIT_MS = 600_000;
const server = postgresForFile();
const crm = sharedSim(["--clients", "12", "--max-records", "300"]);

describe("verbs on PostgreSQL", () => {
  it("tell of two runs what they tell of an SQLite file", { timeout: LIMIT_MS }, async () => {
    const { flags, env } = pointedAt(crm.sim);
    const cwd = tempDir();
    const stores = [server.address("verbs"), "sqlite:same.db"];
    /** What a verb prints with each store; it must succeed. */
    const both = async (words: readonly string[]): Promise<string[]> => {
      const all = await Promise.all(stores.map((db) => run([...words, "--db", db], { cwd, env })));
      for (const { code, stderr } of all) expect(code, stderr).toBe(0);
      return all.map(({ stdout }) => stdout);
    };
    const collected = async () => {
      const truth = await truthOf(crm.sim);
      const { numbers, pairs, rejected, records } = truth;
      const counts = { numbers: numbers.length, pairs: pairs.length, rejected, records };
      for (const stdout of await both(["collect", ...flags, "--full", "--json"]))
        expect(JSON.parse(stdout)).toMatchObject({ status: "complete", ...counts });
    };
    await collected();
    await control(crm.sim, "change", { projects: 0.5, add: 4, remove: 4, deleteProjects: 1 });
    await collected();
    for (const words of [
      ["export", "--of", "pairs", "--columns", "phone,region,type,client_id,client,project_id,project"],
      ["runs", "diff", "1", "2", "--format", "csv"],
    ]) {
      const [one, other] = await both(words);
      expect(one?.split("\n").length).toBeGreaterThan(2);
      expect(one).toBe(other);
    }
  });

  it("keep the password to themselves", { timeout: LIMIT_MS }, async () => {
    const cwd = tempDir();
    const db = `postgres://olga:hunter2@127.0.0.1:9/db`;
    writeFileSync(join(cwd, "datamaster.yaml"), `store: ${db}\nsources: {}\n`);
    const shown = await Promise.all([
      run(["status"], { cwd }),
      run(["config", "show"], { cwd }),
      run(["runs", "list", "--db", db, "--json"], { cwd: tempDir() }),
    ]);
    const printed = shown.map(({ stdout, stderr }) => stdout + stderr).join("\n");
    expect(printed).toContain("127.0.0.1");
    expect(printed).not.toContain("hunter2");
    expect(readFileSync(join(cwd, "datamaster.yaml"), "utf8")).toContain("hunter2");
  });
});
