import { expect, it } from "vitest";
import { localZone } from "../../src/base/zone.ts";
import { readSchedule } from "../../src/config/config.ts";

const USUAL = { kind: "run", overlap: "skip", missed: "once", jitter: 0 };

it("a schedule is five fields or a nickname, with its zone behind it or the machine's", () => {
  expect(readSchedule("0 2 * * *")).toEqual({ ...USUAL, cron: "0 2 * * *", zone: localZone() });
  const moscow = { ...USUAL, zone: "Europe/Moscow" };
  expect(readSchedule(" 0  2 * * MON-FRI Europe/Moscow")).toEqual({ ...moscow, cron: "0 2 * * MON-FRI" });
  expect(readSchedule("@daily Europe/Moscow")).toEqual({ ...moscow, cron: "@daily" });
});

it("a map says the rest", () => {
  const given = {
    cron: "*/30 8-18 * * 1,3",
    zone: "UTC",
    kind: "sweep",
    overlap: "wait",
    jitter: 60,
  } as const;
  expect(readSchedule(given)).toEqual({ ...given, missed: "once" });
});

it.each([
  "0 2 * *",
  "0 2 * * * *",
  "nightly",
  "@sometimes",
  "0 2 * * * Moon/Base",
  { cron: "0 2 * * *", zone: "" },
])("is no schedule: %j", (given) => {
  expect(readSchedule(given)).toBeNull();
});
