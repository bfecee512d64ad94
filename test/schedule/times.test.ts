import { describe, expect, it } from "vitest";
import { loadMessages } from "../../src/messages/messages.ts";
import type { Schedule, ScheduleTerms } from "../../src/model/schedule.ts";
import { checkTerms, lateSince, nextTimes, sentenceOf } from "../../src/schedule/schedule.ts";
import { dueTime, firesNext } from "../../src/schedule/times.ts";

const TERMS: ScheduleTerms = {
  source: "crm",
  kind: "run",
  cron: "0 2 * * *",
  zone: "Europe/Berlin",
  overlap: "skip",
  missed: "once",
  jitter: 0,
  isOn: true,
};
const at = (iso: string): number => Date.parse(iso);
const kept = (over: Partial<Schedule>): Schedule => ({
  ...TERMS,
  id: 1,
  createdAt: "",
  createdBy: "",
  ofFile: false,
  turns: [],
  handled: "2026-11-20T00:00:00.000Z",
  ...over,
});

describe("the next times of a schedule", () => {
  it("stay at the hour of the zone's clocks when summer time begins, and tell that clocks move", () => {
    expect(nextTimes({ cron: "0 5 * * *", zone: "Europe/Berlin" }, at("2026-03-28T12:00Z"), 2)).toEqual([
      { at: "2026-03-29T03:00:00.000Z", local: "2026-03-29T05:00+02:00", clocksMoved: 60 },
      { at: "2026-03-30T03:00:00.000Z", local: "2026-03-30T05:00+02:00", clocksMoved: null },
    ]);
  });

  it("come once when summer time ends and the hour is there twice", () => {
    expect(nextTimes({ cron: "30 2 * * *", zone: "Europe/Berlin" }, at("2026-10-24T12:00Z"), 2)).toEqual([
      { at: "2026-10-25T00:30:00.000Z", local: "2026-10-25T02:30+02:00", clocksMoved: null },
      { at: "2026-10-26T01:30:00.000Z", local: "2026-10-26T02:30+01:00", clocksMoved: -60 },
    ]);
  });

  it("come right after an hour that is left out", () => {
    const [first] = nextTimes({ cron: "30 2 * * *", zone: "Europe/Berlin" }, at("2026-03-28T12:00Z"), 1);
    expect(first).toEqual({
      at: "2026-03-29T01:00:00.000Z",
      local: "2026-03-29T03:00+02:00",
      clocksMoved: 60,
    });
  });

  it("know zones behind UTC and of half an hour", () => {
    const local = (zone: string) => nextTimes({ cron: "@daily", zone }, at("2026-06-01T12:00Z"), 1)[0]?.local;
    expect([local("America/St_Johns"), local("Asia/Kolkata"), local("UTC")]).toEqual([
      "2026-06-02T00:00-02:30",
      "2026-06-02T00:00+05:30",
      "2026-06-02T00:00+00:00",
    ]);
  });

  it.each([
    [{ cron: "0 2 * *" }, "scheduleCron"],
    [{ cron: "61 2 * * *" }, "scheduleCron"],
    [{ cron: "0 0 2 * * *" }, "scheduleCron"],
    [{ cron: "0 2 30 2 *" }, "scheduleNever"],
    [{ zone: "Europe/Nowhere" }, "scheduleZone"],
    [{ source: null }, "scheduleNoSource"],
    [{ jitter: 3601 }, "scheduleJitter"],
    [{ jitter: 0.5 }, "scheduleJitter"],
  ])("are refused where they make no sense: %j", (wrong, key) => {
    expect(() => checkTerms({ ...TERMS, ...wrong }, at("2026-01-01T00:00Z"))).toThrow(
      expect.objectContaining({ code: "USAGE", told: expect.objectContaining({ key }) }),
    );
  });

  it("may be those of retention for all sources", () => {
    expect(() => checkTerms({ ...TERMS, kind: "retention", source: null }, 0)).not.toThrow();
  });
});

describe("what is due", () => {
  it("is the newest time that has passed, with how many were left out before it", () => {
    expect(dueTime(kept({}), at("2026-11-23T12:00Z"))).toMatchObject({
      due: new Date("2026-11-23T01:00Z"),
      left: 3,
    });
    expect(dueTime(kept({ handled: "2026-11-23T01:00:00.000Z" }), at("2026-11-23T12:00Z"))).toBeNull();
  });

  it("includes the very second of a time", () => {
    const before = kept({ handled: "2026-11-22T01:00:00.000Z" });
    expect(dueTime(before, at("2026-11-23T00:59:59.999Z"))).toBeNull();
    expect(dueTime(before, at("2026-11-23T01:00:00.000Z"))?.due).toEqual(new Date("2026-11-23T01:00Z"));
  });

  it("is put off by jitter, by the same span whenever it is asked for, and by another for each time", () => {
    const spans = new Set<number>();
    for (let day = 10; day < 20; day++) {
      const jittery = kept({ jitter: 600, handled: `2026-11-${day}T12:00:00.000Z` });
      const fires = firesNext(jittery, at(`2026-11-${day}T13:00Z`)) ?? 0;
      spans.add(fires - at(`2026-11-${day + 1}T01:00Z`));
      expect(dueTime(jittery, fires - 1)).toBeNull();
      expect(dueTime(jittery, fires)?.firesAt).toBe(fires);
      expect(firesNext(jittery, fires - 1)).toBe(fires);
    }
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...spans)).toBeLessThan(600_000);
    expect(spans.size).toBeGreaterThan(5);
  });

  it("is late from its first time on that nobody dealt with", () => {
    expect(lateSince(kept({}), at("2026-11-23T12:00Z"))).toBe("2026-11-20T01:00:00.000Z");
    expect(lateSince(kept({}), at("2026-11-20T00:30Z"))).toBeNull();
  });
});

describe("the sentence of a schedule", () => {
  it.each([
    ["0 2 * * *", "Europe/Moscow", "Every day at 02:00 Moscow time", "Каждый день в 02:00 по Москве"],
    ["5 * * * *", "UTC", "Every hour at :05 UTC", "Каждый час в :05 UTC"],
    [
      "30 9 * * MON-FRI",
      "Europe/Berlin",
      "Every working day, Monday to Friday, at 09:30 (Europe/Berlin)",
      "По рабочим дням, с понедельника по пятницу, в 09:30 (Europe/Berlin)",
    ],
    ["0 4 * * 0,3", "UTC", "Every Wednesday and Sunday at 04:00 UTC", "По средам и воскресеньям в 04:00 UTC"],
    ["0 4 1 * *", "UTC", "On day 1 of every month at 04:00 UTC", "1-го числа каждого месяца в 04:00 UTC"],
    [
      "0 4 31 * *",
      "UTC",
      "On day 31 of every month that has one, at 04:00 UTC",
      "31-го числа каждого месяца, где оно есть, в 04:00 UTC",
    ],
    ["@weekly", "UTC", "Every Sunday at 00:00 UTC", "По воскресеньям в 00:00 UTC"],
    ["*/15 * * * *", "UTC", "Every 15 minutes", "Каждые 15 минут"],
    [
      "0 2 * * 5#2",
      "UTC",
      "At 02:00, on the second Friday of the month, UTC",
      "В 02:00, во вторую пятницу месяца, UTC",
    ],
  ])("%s in %s", async (cron, zone, english, russian) => {
    const say = async (language: "en" | "ru") =>
      await sentenceOf({ cron, zone }, await loadMessages(language));
    expect([await say("en"), await say("ru")]).toEqual([english, russian]);
  });
});
