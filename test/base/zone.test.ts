import { describe, expect, test } from "vitest";
import { isTimeZone, weekdayOf, Zone } from "../../src/base/zone.ts";

const at = (iso: string): number => Date.parse(iso);
const dayOf = (date: string): number => at(`${date}T00:00:00Z`) / 86_400_000;

describe("a time zone", () => {
  test("knows the day that its calendars show", () => {
    expect(new Zone("Europe/Moscow").dayAt(at("2026-11-22T21:30:00Z"))).toBe(dayOf("2026-11-23"));
    expect(new Zone("America/New_York").dayAt(at("2026-11-23T04:59:59Z"))).toBe(dayOf("2026-11-22"));
  });

  test.each([
    ["Europe/Moscow", "2026-11-23", 0, "2026-11-22T21:00:00Z"],
    ["America/New_York", "2026-11-23", 90, "2026-11-23T06:30:00Z"],
    ["Asia/Kathmandu", "2026-11-23", 0, "2026-11-22T18:15:00Z"],
    ["UTC", "2026-11-23", 1500, "2026-11-24T01:00:00Z"],
    // Summer time begins: 02:30 is left out, and comes as 03:30. It ends: 02:30 comes twice, and the first counts.
    ["Europe/Berlin", "2026-03-29", 150, "2026-03-29T01:30:00Z"],
    ["Europe/Berlin", "2026-10-25", 150, "2026-10-25T00:30:00Z"],
    ["Europe/Berlin", "2026-10-26", 0, "2026-10-25T23:00:00Z"],
  ])("%s: minute %3$s of %2$s", (zone, date, minutes, expected) => {
    expect(new Date(new Zone(zone).instantOf(dayOf(date), minutes)).toISOString()).toBe(
      new Date(expected).toISOString(),
    );
  });

  test("is told from what is none", () => {
    expect(["Europe/Moscow", "UTC", "Europe/Atlantis", "", "MSK+3"].filter(isTimeZone)).toEqual([
      "Europe/Moscow",
      "UTC",
    ]);
  });

  test("weekdays are counted from Sunday", () => {
    expect([dayOf("2026-11-22"), dayOf("2026-11-23"), dayOf("1969-12-31")].map(weekdayOf)).toEqual([0, 1, 3]);
  });
});
