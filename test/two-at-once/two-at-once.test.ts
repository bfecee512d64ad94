import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allowPhones, configFor, pointedAt, truthOf, untilPhonesAsked } from "../cli/crm.ts";
import { parseCsv } from "../helpers/csv.ts";
import { type Finished, run, start } from "../helpers/run.ts";
import { type SimProcess, spawnSim } from "../helpers/sim-process.ts";
import { tempDir } from "../helpers/temp.ts";

const SMALL = ["--clients", "40", "--max-records", "600"];
/** A CRM that lets so many pages of phones out and no more until it is told to. */
const held = (pages: number): string[] => [...SMALL, "--hold-phones", String(pages)];
const FEW = ["--concurrency", "4"];

/** Each source in a CRM of its own, one database. */
function twoSources(one: SimProcess, other: SimProcess): { cwd: string; env: Record<string, string> } {
  const cwd = tempDir();
  const both = configFor(one, "one") + configFor(other, "other").replace("sources:\n", "");
  writeFileSync(join(cwd, "datamaster.yaml"), both);
  return { cwd, env: { CRM_TOKEN: one.token } };
}

function document(end: Finished): Record<string, unknown> & { error?: { code: string; message: string } } {
  return JSON.parse(end.stdout);
}

describe("a second collect of the same source into the same database", () => {
  it("says who runs since when and ends with 2; the first goes on", async () => {
    const sim = await spawnSim(held(4));
    const { flags, env } = pointedAt(sim);
    const cwd = tempDir();
    const first = start(["collect", ...flags, ...FEW, "--json"], { cwd, env });
    await untilPhonesAsked(sim, 5);
    for (const line of [["collect"], ["collect", "--fresh"], ["resume"]]) {
      const second = await run([...line, ...flags], { cwd, env });
      expect([line, second.code]).toEqual([line, 2]);
      expect(second.stderr).toMatch(
        new RegExp(
          `^error: Run 1 of \\S+ is going on in process ${first.pid} on \\S+, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC\\.\\n {2}Wait until it ends`,
        ),
      );
    }
    await allowPhones(sim, null);
    const truth = await truthOf(sim);
    const end = await first.finished;
    expect(end.code).toBe(0);
    expect(document(end)).toMatchObject({ run: 1, status: "complete", numbers: truth.numbers.length });
  });

  it("begun at the same instant: exactly one wins", async () => {
    // The winner cannot end before the others have met it, however late a busy machine starts them.
    const sim = await spawnSim(held(0));
    const { flags, env } = pointedAt(sim);
    const cwd = tempDir();
    const running = [1, 2, 3].map(() => start(["collect", ...flags, "--json"], { cwd, env }));
    const losers: Finished[] = [];
    await new Promise<void>((bothEnded) => {
      for (const { finished } of running) {
        void finished.then((end) => losers.push(end) === 2 && bothEnded());
      }
    });
    await allowPhones(sim, null);
    const refused = losers.slice(0, 2).map((end) => document(end).error?.code);
    const ends = await Promise.all(running.map(({ finished }) => finished));
    expect(ends.map(({ code }) => code).sort()).toEqual([0, 2, 2]);
    expect(refused).toEqual(["RUN_ACTIVE", "RUN_ACTIVE"]);
    const listed = JSON.parse((await run(["runs", "list", "--json"], { cwd })).stdout);
    expect(listed.runs).toMatchObject([{ run: 1, status: "complete" }]);
  });

  it("takes over from a process that was killed", async () => {
    const sim = await spawnSim(held(4));
    const { flags, env } = pointedAt(sim);
    const cwd = tempDir();
    const first = start(["collect", ...flags, ...FEW], { cwd, env });
    await untilPhonesAsked(sim, 5);
    first.kill("SIGKILL");
    await first.finished;
    await allowPhones(sim, null);
    const next = await run(["collect", ...flags, "--json"], { cwd, env });
    const truth = await truthOf(sim);
    expect(next.stderr).toMatch(/^continuing run 1 /m);
    expect(document(next)).toMatchObject({ run: 1, status: "complete", pairs: truth.pairs.length });
  });
});

describe("two sources in one database", () => {
  it("are collected side by side, each whole, and neither hears of a lock", async () => {
    const [one, other] = await Promise.all([
      spawnSim([...SMALL, "--latency", "40", "--seed", "1"]),
      spawnSim([...SMALL, "--latency", "40", "--seed", "2"]),
    ]);
    const { cwd, env } = twoSources(one, other);
    const ends = await Promise.all(
      ["one", "other"].map((name) => run(["collect", name, "--json"], { cwd, env })),
    );
    const truths = await Promise.all([truthOf(one), truthOf(other)]);
    for (const [index, end] of ends.entries()) {
      const { numbers = [], pairs = [], rejected } = truths[index] ?? {};
      expect([end.code, document(end)]).toMatchObject([
        0,
        { status: "complete", numbers: numbers.length, pairs: pairs.length, rejected, quarantined: 0 },
      ]);
      expect(end.stderr).not.toMatch(/lock|busy/i);
    }
    const exported = await run(["export"], { cwd, env });
    const phones = parseCsv(exported.stdout).rows.map(({ phone }) => phone);
    expect(phones.sort()).toEqual([...new Set(truths.flatMap(({ numbers }) => numbers))].sort());
  });
});

describe("reading while a run goes on", () => {
  it("status counts up, and each export holds whole projects and nothing that is not so", async () => {
    const sim = await spawnSim(held(4));
    const { flags, env } = pointedAt(sim);
    const cwd = tempDir();
    const collecting = start(["collect", ...flags, ...FEW, "--json"], { cwd, env });
    const truth = await truthOf(sim);
    const inProject = Map.groupBy(truth.pairs, ([project]) => String(project));
    const seen: number[] = [];
    const steps = [
      { asked: 5, more: 12 },
      { asked: 17, more: 14 },
      { asked: 31, more: null },
    ];
    for (const { asked, more } of steps) {
      await untilPhonesAsked(sim, asked);
      const status = JSON.parse((await run(["status", "--json"], { cwd })).stdout);
      seen.push(status.run.records);
      const { rows } = parseCsv((await run(["export", "--of", "pairs"], { cwd })).stdout);
      for (const [project, held] of Map.groupBy(rows, ({ project_id = "" }) => project_id)) {
        const right = (inProject.get(project) ?? []).map(([, number]) => number).sort();
        expect(held.map(({ phone }) => phone).sort()).toEqual(right);
      }
      await allowPhones(sim, more);
    }
    expect(seen[0]).toBeGreaterThan(0);
    expect(seen).toEqual([...new Set(seen)].sort((one, other) => one - other));
    const end = await collecting.finished;
    expect(document(end)).toMatchObject({ status: "complete", pairs: truth.pairs.length });
  });
});
