import { expect, it } from "vitest";
import { loadMessages, say } from "../../src/messages/messages.ts";
import type { Schedule, Turn } from "../../src/model/schedule.ts";
import { schedulerHealth } from "../../src/server/scheduler-health.ts";

const NOW = Date.parse("2026-11-22T10:00:00Z");
const one = (over: Partial<Schedule>): Schedule => ({
  id: 1,
  source: "crm",
  kind: "run",
  cron: "0 2 * * *",
  zone: "UTC",
  overlap: "skip",
  missed: "once",
  jitter: 0,
  isOn: true,
  ofFile: false,
  createdAt: "",
  createdBy: "",
  turns: [],
  handled: "2026-11-22T02:00:00.000Z",
  ...over,
});
const turn = (over: Partial<Turn>): Turn => ({
  due: "2026-11-22T02:00:00.000Z",
  state: "started",
  at: "",
  run: 1,
  runStatus: "complete",
  left: 0,
  error: null,
  ...over,
});
const told = async (...schedules: Schedule[]): Promise<string> => {
  const { state, detail } = schedulerHealth(schedules, NOW);
  return `${state}: ${say(await loadMessages("en"), detail).text}`;
};

it("the state of schedules is what comes next, what is late, and what could not begin", async () => {
  expect(await told(one({ isOn: false }))).toBe("ok: Nothing begins by itself: no schedule is on.");
  expect(await told(one({}))).toBe("ok: 1 on; the next time is 2026-11-23 02:00 UTC.");
  expect(await told(one({ turns: [turn({})] }))).toBe(
    "ok: 1 on; the next time is 2026-11-23 02:00 UTC, the last one was 2026-11-22 02:00 UTC.",
  );
  const late = one({ handled: "2026-11-21T02:00:00.000Z" });
  expect(await told(late)).toBe("warn: A schedule is late: crm was due at 2026-11-22 02:00 UTC.");
  const failed = one({ turns: [turn({ state: "failed", run: null, error: "NO_SUCH_SOURCE" })] });
  expect(await told(failed)).toContain("warn: What was due at 2026-11-22 02:00 UTC could not begin: crm");
});
