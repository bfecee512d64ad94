import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { AppPorts } from "../../src/app/app.ts";
import {
  addSchedule,
  changeSchedule,
  claimTurn,
  listSchedules,
  noteTurn,
  openTurns,
  removeSchedule,
  takeOverTurn,
} from "../../src/app/upkeep/schedules.ts";
import { DatamasterError } from "../../src/base/errors.ts";
import { createLogger } from "../../src/base/log.ts";
import { compose } from "../../src/compose.ts";
import type { ScheduleTerms, Turn } from "../../src/model/schedule.ts";
import { type ScheduledWork, Scheduler, type WorkStarted } from "../../src/schedule/schedule.ts";
import { tempDir } from "../helpers/temp.ts";
import { FakeClock } from "./fake-clock.ts";

const NIGHTLY: ScheduleTerms = {
  source: "crm",
  kind: "run",
  cron: "0 2 * * *",
  zone: "UTC",
  overlap: "skip",
  missed: "once",
  jitter: 0,
  isOn: true,
};
const SILENT = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
const MADE = "2026-11-20T12:00:00.000Z";

/** A store of its own, a clock that stands at the making of schedules, and what was begun. */
class Installation {
  readonly ports: AppPorts = compose({
    store: `sqlite:${join(tempDir(onTestFinished), "datamaster.db")}`,
    log: SILENT,
  });
  readonly begun: ScheduledWork[] = [];
  clock = new FakeClock(MADE);
  answer: (work: ScheduledWork) => WorkStarted = () => ({ is: "started", run: this.begun.length });

  async add(terms: Partial<ScheduleTerms> = {}): Promise<number> {
    return (await addSchedule(this.ports, { ...NIGHTLY, ...terms }, MADE)).id;
  }

  start(): Scheduler {
    const scheduler = new Scheduler({
      clock: this.clock,
      log: SILENT,
      kept: {
        list: () => listSchedules(this.ports),
        claim: (turn) => claimTurn(this.ports, turn),
        takeOver: (turn, owner, now) => takeOverTurn(this.ports, turn, owner, now),
        note: (turn) => noteTurn(this.ports, turn),
        open: () => openTurns(this.ports),
      },
      start: async (work) => {
        this.begun.push(work);
        return this.answer(work);
      },
    });
    onTestFinished(() => scheduler.close());
    return scheduler;
  }

  async turns(id = 1): Promise<Pick<Turn, "due" | "state" | "left" | "run" | "error">[]> {
    const found = (await listSchedules(this.ports)).find((one) => one.id === id);
    return (found?.turns ?? []).map(({ due, state, left, run, error }) => ({ due, state, left, run, error }));
  }

  dues(): string[] {
    return this.begun.map(({ due }) => due.slice(0, 16));
  }
}

describe("the scheduler", () => {
  it("begins a schedule at each of its times, once", async () => {
    const here = new Installation();
    await here.add();
    here.start();
    await here.clock.pass("2026-11-22T23:00:00Z");
    expect(here.begun).toEqual([
      { schedule: 1, kind: "run", source: "crm", due: "2026-11-21T02:00:00.000Z" },
      { schedule: 1, kind: "run", source: "crm", due: "2026-11-22T02:00:00.000Z" },
    ]);
    expect(await here.turns()).toEqual([
      { due: "2026-11-22T02:00:00.000Z", state: "started", left: 0, run: 2, error: null },
      { due: "2026-11-21T02:00:00.000Z", state: "started", left: 0, run: 1, error: null },
    ]);
  });

  it("catches up once with all that a sleeping machine missed", async () => {
    const here = new Installation();
    await here.add();
    here.start();
    await here.clock.jump("2026-11-25T09:00:00Z");
    expect(here.dues()).toEqual(["2026-11-25T02:00"]);
    expect(await here.turns()).toMatchObject([{ state: "started", left: 4 }]);
  });

  it("catches up once after a restart", async () => {
    const here = new Installation();
    await here.add();
    const first = here.start();
    await here.clock.pass("2026-11-21T03:00:00Z");
    await first.close();
    here.clock = new FakeClock("2026-11-24T03:00:00Z");
    here.start();
    await here.clock.asleep();
    expect(here.dues()).toEqual(["2026-11-21T02:00", "2026-11-24T02:00"]);
    expect(await here.turns()).toMatchObject([{ left: 2 }, { left: 0 }]);
  });

  it("passes over what was missed where it is told so, and goes on with the next time", async () => {
    const here = new Installation();
    await here.add({ missed: "never" });
    here.start();
    await here.clock.jump("2026-11-25T09:00:00Z");
    expect(here.begun).toEqual([]);
    await here.clock.pass("2026-11-26T09:00:00Z");
    expect(here.dues()).toEqual(["2026-11-26T02:00"]);
    expect(await here.turns()).toMatchObject([
      { state: "started", left: 0 },
      { due: "2026-11-25T02:00:00.000Z", state: "missed", left: 4 },
    ]);
  });

  it("skips a time at which the source is busy", async () => {
    const here = new Installation();
    await here.add();
    here.answer = () => ({ is: "busy" });
    here.start();
    await here.clock.pass("2026-11-21T09:00:00Z");
    expect(here.begun.length).toBe(1);
    expect(await here.turns()).toMatchObject([{ state: "skipped", run: null }]);
  });

  it("waits for a busy source where it is told so, and begins when it is looked again", async () => {
    const here = new Installation();
    await here.add({ overlap: "wait" });
    here.answer = () => ({ is: "busy" });
    const scheduler = here.start();
    await here.clock.pass("2026-11-21T02:00:00Z");
    expect(await here.turns()).toMatchObject([{ state: "waiting" }]);
    here.answer = () => ({ is: "started", run: 7 });
    scheduler.look();
    await expect.poll(() => here.turns()).toMatchObject([{ state: "started", run: 7 }]);
    await here.clock.pass("2026-11-21T09:00:00Z");
    expect(new Set(here.dues())).toEqual(new Set(["2026-11-21T02:00"]));
  });

  it("lets a newer time take the place of one that waits", async () => {
    const here = new Installation();
    await here.add({ overlap: "wait", cron: "0 * * * *" });
    here.answer = () => ({ is: "busy" });
    here.start();
    await here.clock.jump("2026-11-20T13:00:00Z");
    await here.clock.jump("2026-11-20T14:00:00Z");
    expect(await here.turns()).toMatchObject([{ state: "waiting" }, { state: "skipped" }]);
  });

  it("asks for the run that reads all before the one that does not, where both are due", async () => {
    const here = new Installation();
    await here.add();
    await here.add({ kind: "sweep" });
    await here.add({ kind: "retention", source: null });
    here.answer = ({ kind }) =>
      kind === "sweep" ? { is: "started", run: 1 } : kind === "run" ? { is: "busy" } : { is: "done" };
    here.start();
    await here.clock.pass("2026-11-21T03:00:00Z");
    expect(here.begun.map(({ kind }) => kind)).toEqual(["sweep", "run", "retention"]);
    await expect
      .poll(async () => [await here.turns(1), await here.turns(2), await here.turns(3)])
      .toMatchObject([[{ state: "skipped" }], [{ state: "started", run: 1 }], [{ state: "done" }]]);
  });

  it("notes why a time failed, and goes on", async () => {
    const here = new Installation();
    await here.add();
    here.answer = () => {
      throw new DatamasterError("CRM_UNAUTHORIZED", "no");
    };
    here.start();
    await here.clock.pass("2026-11-22T03:00:00Z");
    expect(await here.turns()).toMatchObject([
      { state: "failed", error: "CRM_UNAUTHORIZED" },
      { state: "failed", error: "CRM_UNAUTHORIZED" },
    ]);
  });

  it("begins nothing of what is off, and after it is on again nothing of before", async () => {
    const here = new Installation();
    const id = await here.add({ isOn: false });
    const scheduler = here.start();
    await here.clock.pass("2026-11-22T12:00:00Z");
    expect(here.begun).toEqual([]);
    await changeSchedule(here.ports, id, { isOn: true }, "2026-11-22T12:00:00.000Z");
    scheduler.look();
    await here.clock.pass("2026-11-23T12:00:00Z");
    expect(here.dues()).toEqual(["2026-11-23T02:00"]);
    await removeSchedule(here.ports, id);
    await here.clock.pass("2026-11-24T12:00:00Z");
    expect(here.begun.length).toBe(1);
  });

  it("takes over what a process took that died, and leaves alone what a living one took", async () => {
    const here = new Installation();
    await here.add();
    await here.add();
    const dead = { host: "elsewhere", pid: 1, started: 1 };
    const claim = { due: "2026-11-20T12:30:00.000Z", state: "due", left: 0 } as const;
    await claimTurn(here.ports, { ...claim, schedule: 1, at: MADE, owner: dead });
    await claimTurn(here.ports, { ...claim, schedule: 2, at: "2026-11-20T12:59:55.000Z", owner: dead });
    here.clock = new FakeClock("2026-11-20T13:00:00.000Z");
    here.start();
    await here.clock.asleep();
    expect(here.begun.map(({ schedule }) => schedule)).toEqual([1]);
  });

  it("begins a time once where two processes serve one store", async () => {
    const here = new Installation();
    await here.add();
    here.start();
    const other = new Installation();
    Object.assign(other, { ports: here.ports, begun: here.begun });
    other.start();
    await Promise.all([here, other].map(({ clock }) => clock.pass("2026-11-21T03:00:00Z")));
    expect(here.dues()).toEqual(["2026-11-21T02:00"]);
  });
});
