import { describe, expect, test } from "vitest";
import { seeded, VirtualTime } from "../../bench/virtual-time.ts";
import { Allowance, type AllowanceOptions } from "../../src/limits/allowance.ts";
import { forecast } from "../../src/limits/forecast.ts";
import { Lane } from "../../src/limits/lane.ts";
import { createMemoryLimiter } from "../../src/limits/memory-limiter.ts";
import type { HourSpan, KnownLimit } from "../../src/model/limit.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const at = (iso: string): number => Date.parse(iso);
const MIDNIGHT_MOSCOW = { minutes: 0, zone: "Europe/Moscow" };
const calendar: KnownLimit = { requests: 1_000, windowMs: DAY_MS, reserve: 0.2, resetsAt: MIDNIGHT_MOSCOW };
const rolling: KnownLimit = { requests: 1_000, windowMs: DAY_MS, reserve: 0.2 };
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const NIGHT: HourSpan = { days: EVERY_DAY, from: 22 * 60, to: 30 * 60, zone: "Europe/Moscow" };

const allowance = (options: Partial<AllowanceOptions>, now: string): Allowance =>
  new Allowance({ limits: [], ...options }, at(now));

describe("a quota of a day", () => {
  test("is spent as fast as may be but for its reserve, and comes back when the day begins anew", () => {
    const now = at("2026-11-23T12:00:00Z");
    const { length } = spendAll(allowance({ limits: [calendar] }, "2026-11-23T12:00:00Z"), now);
    expect(length).toBe(800);
    const spent = allowance({ limits: [calendar] }, "2026-11-23T12:00:00Z");
    spent.spend(now, 800);
    expect(spent.blockAt(now)).toEqual({
      why: "quota",
      until: at("2026-11-23T21:00:00Z"),
      used: 800,
      allowed: 800,
      requests: 1_000,
    });
    expect(spent.blockAt(at("2026-11-23T20:59:59Z"))).not.toBeNull();
    expect(spent.blockAt(at("2026-11-23T21:00:00Z"))).toBeNull();
  });

  test("counts what earlier runs spent since the day began, and nothing from before", () => {
    const stored = (slot: string, cost: number) => ({ slot: at(slot), cost });
    const known = allowance(
      {
        limits: [calendar],
        spent: [stored("2026-11-22T20:55:00Z", 700), stored("2026-11-22T21:00:00Z", 790)],
      },
      "2026-11-23T12:00:00Z",
    );
    expect(known.roomAt(at("2026-11-23T12:00:00Z")).requests).toBe(10);
  });

  test("counts five minutes that lie around its beginning as its own", () => {
    const odd = { ...calendar, resetsAt: { minutes: 3, zone: "UTC" } };
    const spent = [{ slot: at("2026-11-23T00:00:00Z"), cost: 500 }];
    expect(
      allowance({ limits: [odd], spent }, "2026-11-23T00:04:00Z").roomAt(at("2026-11-23T00:04:00Z")),
    ).toMatchObject({
      requests: 300,
    });
  });

  test("of any 24 hours is kept in all of them, and comes back with what was spent first", () => {
    const times: number[] = [];
    const one = allowance({ limits: [rolling] }, "2026-11-23T12:00:00Z");
    for (let now = at("2026-11-23T12:00:00Z"); now < at("2026-11-27T12:00:00Z"); now += 60_000) {
      for (let i = 0; i < 3 && one.blockAt(now) === null; i++) {
        one.spend(now, 1);
        times.push(now);
      }
      const until = one.blockAt(now)?.until ?? 0;
      if (until > now) now = until - 60_000;
    }
    const inDayFrom = (from: number): number =>
      times.filter((time) => time >= from && time < from + DAY_MS).length;
    expect(Math.max(...times.map(inDayFrom))).toBe(800);
    expect(times.length).toBeGreaterThan(800 * 3);
  });

  test("holds a request that costs more than is left, and lets go one that costs more than all of it", () => {
    const now = at("2026-11-23T12:00:00Z");
    const one = allowance({ limits: [{ ...calendar, reserve: 0, requests: 10 }] }, "2026-11-23T12:00:00Z");
    expect(one.blockAt(now, 50)).toBeNull();
    one.spend(now, 8);
    expect(one.blockAt(now, 2)).toBeNull();
    expect(one.blockAt(now, 3)).toMatchObject({ why: "quota", used: 8 });
  });

  test("outlives a clock that is set back or forth", () => {
    const one = allowance({ limits: [calendar] }, "2026-11-23T12:00:00Z");
    one.spend(at("2026-11-23T12:00:00Z"), 800);
    expect(one.blockAt(at("2026-11-21T12:00:00Z"))).toBeNull();
    expect(one.blockAt(at("2026-11-23T12:00:00Z"))).not.toBeNull();
  });

  test("tells what is to be stored, once, what a kill may have lost included", () => {
    const one = allowance({ limits: [calendar], uncounted: 7 }, "2026-11-23T12:01:00Z");
    one.spend(at("2026-11-23T12:02:00Z"), 2);
    one.spend(at("2026-11-23T12:05:00Z"), 1);
    expect(one.takeUntold()).toEqual([
      { slot: at("2026-11-23T12:00:00Z"), cost: 9 },
      { slot: at("2026-11-23T12:05:00Z"), cost: 1 },
    ]);
    expect(one.takeUntold()).toEqual([]);
  });
});

describe("hours", () => {
  test("that end on the next day are open over midnight", () => {
    const one = allowance({ hours: [NIGHT] }, "2026-11-23T12:00:00Z");
    expect(one.blockAt(at("2026-11-23T12:00:00Z"))).toEqual({
      why: "hours",
      until: at("2026-11-23T19:00:00Z"),
    });
    expect(one.blockAt(at("2026-11-23T19:00:00Z"))).toBeNull();
    expect(one.blockAt(at("2026-11-24T02:59:59Z"))).toBeNull();
    expect(one.blockAt(at("2026-11-24T03:00:00Z"))).toMatchObject({ until: at("2026-11-24T19:00:00Z") });
  });

  test("of weekdays belong to the day on which they begin", () => {
    const workdays = { ...NIGHT, days: [1, 2, 3, 4, 5], zone: "UTC" };
    const one = allowance({ hours: [workdays] }, "2026-11-28T05:00:00Z");
    // Friday's night lasts into Saturday; the next begins on Monday.
    expect(one.blockAt(at("2026-11-28T05:00:00Z"))).toBeNull();
    expect(one.blockAt(at("2026-11-28T06:00:00Z"))).toMatchObject({ until: at("2026-11-30T22:00:00Z") });
  });

  test("that touch are one, and round the clock there is no end", () => {
    const halves = [
      { days: EVERY_DAY, from: 0, to: 720, zone: "UTC" },
      { days: EVERY_DAY, from: 720, to: 1440, zone: "UTC" },
    ];
    const one = allowance({ hours: halves }, "2026-11-23T12:00:00Z");
    expect(one.roomAt(at("2026-11-23T13:00:00Z")).until).toBeGreaterThan(at("2026-11-29T00:00:00Z"));
  });

  test("and a quota together tell when both let go", () => {
    const one = allowance(
      { limits: [calendar], hours: [{ ...NIGHT, from: 600, to: 1_080 }] },
      "2026-11-23T12:00:00Z",
    );
    one.spend(at("2026-11-23T12:00:00Z"), 800);
    expect(one.blockAt(at("2026-11-23T12:00:00Z"))).toMatchObject({
      why: "quota",
      until: at("2026-11-24T07:00:00Z"),
    });
  });
});

describe("a lane with a quota", () => {
  test("holds everybody when it is spent, and goes on when it comes back, over days", () => {
    const time = new VirtualTime(seeded(1));
    const lane = new Lane({ concurrency: 5, limits: [{ ...calendar, requests: 10 }] }, time);
    const sent: number[] = [];
    const ask = (): void =>
      lane.join({
        cost: 1,
        go: (permit) => {
          sent.push(time.wall());
          permit.done({ kind: "answered" });
          if (sent.length < 20) ask();
        },
      });
    ask();
    expect(sent).toHaveLength(8);
    expect(lane.state()).toMatchObject({ waiting: 1, inFlight: 0, blocked: { why: "quota", used: 8 } });
    time.runUntil(2 * DAY_MS);
    expect(sent).toHaveLength(20);
    expect(sent[8]).toBeGreaterThanOrEqual(at("2026-11-23T21:00:00Z"));
    expect(sent[16]).toBeGreaterThanOrEqual(at("2026-11-24T21:00:00Z"));
    expect(lane.state().blocked).toBeNull();
  });

  test("is blocked where less is left than the next request costs", () => {
    const lane = new Lane(
      { concurrency: 5, limits: [{ ...calendar, requests: 10 }] },
      new VirtualTime(seeded(1)),
    );
    for (const cost of [5, 5]) lane.join({ cost, go: (permit) => permit.done({ kind: "answered" }) });
    expect(lane.state()).toMatchObject({ waiting: 1, blocked: { why: "quota", used: 5, allowed: 8 } });
  });

  test("looks at the clock at least once a minute: no timer is longer", () => {
    const set: number[] = [];
    const original = globalThis.setTimeout;
    globalThis.setTimeout = ((work: () => void, ms: number) => {
      set.push(ms);
      return original(work, ms);
    }) as typeof setTimeout;
    const limiter = createMemoryLimiter({
      concurrency: 1,
      limits: [{ requests: 1, windowMs: DAY_MS }],
      uncounted: 1,
    });
    const stop = new AbortController();
    const waiting = limiter.acquire(stop.signal);
    globalThis.setTimeout = original;
    stop.abort(new Error("enough"));
    expect(set).toEqual([60_000]);
    return expect(waiting).rejects.toThrow("enough");
  });
});

describe("a forecast", () => {
  const now = at("2026-11-23T12:00:00Z");

  test("without quotas and hours is requests by rate", () => {
    expect(forecast(5_000, 50, { limits: [] }, now)).toBe(now + 100_000);
  });

  test("of more than a day's quota takes as many days as it needs", () => {
    // 800 today, 800 each from midnight on: the last 400 on the third day.
    const endsAt = forecast(2_000, 100, { limits: [calendar] }, now);
    expect(new Date(endsAt).toISOString()).toBe("2026-11-24T21:00:04.000Z");
  });

  test("waits for the hours, and goes on in the next", () => {
    // Eight hours a night at one a second are 28,800.
    const endsAt = forecast(30_000, 1, { limits: [], hours: [NIGHT] }, now);
    expect(new Date(endsAt).toISOString()).toBe("2026-11-24T19:20:00.000Z");
  });
});

function spendAll(one: Allowance, now: number): number[] {
  const sent: number[] = [];
  while (one.blockAt(now) === null && sent.length < 10_000) {
    one.spend(now, 1);
    sent.push(now);
  }
  return sent;
}
