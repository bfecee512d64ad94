import { describe, expect, test } from "vitest";
import { formatBytes, formatDifference, formatNumber, formatPercent } from "../../web/src/format/numbers.ts";
import { formatAbout, formatDuration, formatNow, formatTime, zoneName } from "../../web/src/format/times.ts";

const ZONE = "Europe/Moscow";
const NOW = new Date("2026-11-20T11:24:00Z");

/** No-break spaces as plain ones. */
function plain(text: string | null): string | undefined {
  return text?.replaceAll("\u00a0", " ");
}

describe("figures", () => {
  test("are grouped from 1 000 up, with the language's own point and a true minus", () => {
    expect(plain(formatNumber(999, "en"))).toBe("999");
    expect(plain(formatNumber(1_012_480, "en"))).toBe("1 012 480");
    expect(plain(formatNumber(1234.56, "en", 1))).toBe("1 234.6");
    expect(plain(formatNumber(1234.56, "ru", 1))).toBe("1 234,6");
    expect(plain(formatNumber(-1102, "ru"))).toBe("−1 102");
    expect(plain(formatNumber(-0.01, "en", 1))).toBe("0.0");
    expect(formatNumber(null, "en")).toBe("—");
  });

  test("carry their sign where they are differences", () => {
    expect(plain(formatDifference(3214, "en"))).toBe("+3 214");
    expect(plain(formatDifference(-88, "en"))).toBe("−88");
    expect(formatDifference(0, "en")).toBe("0");
  });

  test("are shares with one decimal below 10 %, and never round up to all", () => {
    expect(plain(formatPercent(0.039, "en"))).toBe("3.9 %");
    expect(plain(formatPercent(0.039, "ru"))).toBe("3,9 %");
    expect(plain(formatPercent(0.63, "en"))).toBe("63 %");
    expect(plain(formatPercent(0.9997, "en"))).toBe("99.9 %");
    expect(plain(formatPercent(1, "en"))).toBe("100 %");
    expect(formatPercent(Number.NaN, "en")).toBe("—");
  });

  test("are sizes by thousands", () => {
    expect(plain(formatBytes(12, "en"))).toBe("12 B");
    expect(plain(formatBytes(61_234_567, "ru"))).toBe("61 МБ");
    expect(plain(formatBytes(1_434_567_890, "en"))).toBe("1.4 GB");
  });
});

describe("times", () => {
  test("are near days in words, in the reader's zone", () => {
    expect(formatTime(new Date("2026-11-20T11:02:00Z"), NOW, "en", ZONE)).toBe("today, 14:02");
    // 23:30 UTC on the 18th is already the 19th in Moscow.
    expect(formatTime(new Date("2026-11-18T23:30:00Z"), NOW, "en", ZONE)).toBe("yesterday, 02:30");
    expect(formatTime(new Date("2026-11-18T23:30:00Z"), NOW, "en", "UTC")).toBe("18 Nov, 23:30");
    expect(formatTime(new Date("2026-11-20T23:00:00Z"), NOW, "ru", ZONE)).toBe("завтра, 02:00");
    expect(formatTime(new Date("2025-11-18T10:00:00Z"), NOW, "en", ZONE)).toBe("18 Nov 2025, 13:00");
    expect(formatNow(NOW, "en", ZONE)).toBe("Friday, 20 November, 14:24");
    expect(formatNow(NOW, "ru", ZONE)).toBe("Пятница, 20 ноября, 14:24");
  });

  test("name their zone", () => {
    expect(zoneName("en", ZONE)).toBe("Moscow time");
    expect(zoneName("ru", ZONE)).toBe("Москва");
    expect(zoneName("en", "UTC")).toBe("UTC");
  });

  test("are lengths in their two largest units, and rounded as forecasts", () => {
    expect(plain(formatDuration(1_327_000, "en"))).toBe("22 min 07 s");
    expect(plain(formatDuration(3_900_000, "ru"))).toBe("1 ч 05 мин");
    expect(plain(formatDuration(8_400, "en"))).toBe("8 s");
    expect(plain(formatAbout(779_000, "en"))).toBe("13 min");
    expect(plain(formatAbout(7_740_000, "ru"))).toBe("2 ч 10 мин");
    expect(formatAbout(40_000, "en")).toBeNull();
  });
});
