import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { problemsOf, readProgress } from "../../tools/crash/content.ts";
import type { CrmCounts, World } from "../../tools/crash/world.ts";
import { openWorld } from "./worlds.ts";

const SMALL = ["--clients", "40", "--records", "6000", "--max-records", "2500"];
const HEALTHY = { latencyMs: 0, faults: 0, rateLimit: null, holdPhones: null };
/** So many pages of phones and no more: the run cannot end before it is stopped, however late that is. */
const held = (pages: number): string[] => [...SMALL, "--hold-phones", String(pages)];

interface Phase {
  readonly crm: readonly string[];
  /** What the CRM begins to do once the run is going on. */
  readonly trouble?: Readonly<Record<string, unknown>>;
  readonly isReached: (stats: CrmCounts) => boolean;
}

const count = (stats: CrmCounts, status: string): number => stats.answers[status] ?? 0;

const PHASES: Readonly<Record<string, Phase>> = {
  "listing clients": {
    crm: ["--clients", "450", "--records", "3000", "--latency", "400", "--hold-phones", "0"],
    isReached: ({ routes }) => routes.clients > 0,
  },
  "listing projects": {
    crm: [...held(0), "--latency", "60"],
    isReached: ({ routes }) => routes.projects > 5,
  },
  "reading phones": {
    crm: held(10),
    isReached: ({ routes }) => routes.phones > 10,
  },
  "waiting for Retry-After": {
    crm: [...SMALL, "--rate-limit", "15", "--rate-window", "600000"],
    isReached: (stats) => count(stats, "429") > 0,
  },
  "backing off from failures": {
    crm: held(0),
    trouble: { faults: { 503: 1 }, maxConsecutiveFaults: 1000, holdPhones: null },
    isReached: (stats) => count(stats, "503") > 5,
  },
};

/** Lets the CRM be well again and collects to the end: it must be the same run, and the truth. */
async function expectContinued(world: World): Promise<void> {
  await world.crm.control("config", HEALTHY);
  const { code, stdout, stderr } = await world.collect();
  expect([code, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toMatchObject({ run: 1, status: "complete" });
  expect(problemsOf(world.database, [await world.truth()])).toEqual([]);
}

describe("SIGTERM", () => {
  it("before the first answer ends with 4 and leaves nothing to continue", async () => {
    const world = await openWorld([...SMALL, "--latency", "600000"]);
    const { child, ended } = world.start({ isTelling: true });
    await world.until(({ routes }) => routes.me === 1);
    child.kill("SIGTERM");
    const { code, stdout } = await ended;
    expect([code, JSON.parse(stdout).error.code]).toEqual([4, "STOPPED"]);
    await expectContinued(world);
  });

  it.each(Object.entries(PHASES))(
    "while %s ends with 4, loses nothing and tells how to go on",
    async (_name, phase) => {
      const world = await openWorld(phase.crm);
      const { child, ended } = world.start({ isTelling: true });
      if (phase.trouble !== undefined) {
        await world.until(({ routes }) => routes.projects > 0);
        await world.crm.control("config", phase.trouble);
      }
      await world.until(phase.isReached);
      child.kill("SIGTERM");
      const { code, stdout, stderr } = await ended;
      expect([code, JSON.parse(stdout).status]).toEqual([4, "stopped"]);
      expect(stderr).toMatch(/^stopped; continue with: .+ resume 1 /m);
      expect(readProgress(world.database)).toMatchObject({ status: "stopped", integrity: "ok" });
      await expectContinued(world);
    },
  );

  it("before the last page is stored ends with 4", async () => {
    const world = await openWorld(SMALL);
    const pages = (await world.truth()).perProject.length;
    await world.crm.control("config", { holdPhones: pages - 1 });
    const { child, ended } = world.start({ isTelling: true });
    await world.until(({ routes }) => routes.phones >= pages);
    child.kill("SIGTERM");
    const { code, stdout } = await ended;
    expect([code, JSON.parse(stdout).status]).toEqual([4, "stopped"]);
    await expectContinued(world);
  });

  it.each([0, 150, 400, 800])(
    "around the finishing transaction (%i ms later) leaves a run that is done or can be continued",
    { timeout: 240_000 },
    async (afterMs) => {
      const world = await openWorld(SMALL);
      // Each commit takes 200 ms, so that the last ones last.
      const delays = ["-e", "inject=fsync:delay_enter=200000", "-e", "trace=fsync"];
      const wrapper = ["strace", "-f", "--seccomp-bpf", "-o", "/dev/null", ...delays];
      const { child, ended } = world.start({ wrapper, isTelling: true });
      const pages = (await world.truth()).perProject.length;
      await world.until(({ routes }) => routes.phones >= pages);
      await delay(afterMs);
      stopChildOf(child.pid);
      const { code, stdout } = await ended;
      expect([code, JSON.parse(stdout).status]).toEqual(code === 0 ? [0, "complete"] : [4, "stopped"]);
      if (code === 4) await expectContinued(world);
      else expect(problemsOf(world.database, [await world.truth()])).toEqual([]);
    },
  );

  it("given a second time ends with 130 at once, and nothing is lost", async () => {
    const world = await openWorld(held(3));
    const { child, ended } = world.start();
    await world.until(({ routes }) => routes.phones > 3);
    // Halted, so that it meets both at once, wherever this process is put to sleep between them.
    for (const signal of ["SIGSTOP", "SIGTERM", "SIGINT", "SIGCONT"] as const) child.kill(signal);
    expect((await ended).code).toBe(130);
    await expectContinued(world);
  });
});

/** Asks the process that strace runs to stop; on a slow machine it may have ended before. */
function stopChildOf(pid: number | undefined): void {
  try {
    const [child = ""] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
    if (child !== "") process.kill(Number(child), "SIGTERM");
  } catch (error) {
    if (!/ENOENT|ESRCH/.test(String(error))) throw error;
  }
}
