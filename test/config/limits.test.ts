import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../src/config/config.ts";
import { readHours, readLimit } from "../../src/config/limits.ts";
import { tempDir } from "../helpers/temp.ts";

const DAY_MS = 86_400_000;
const MIDNIGHT = { minutes: 0, zone: "UTC" };

describe("a limit in the config", () => {
  test.each([
    ["100/10s", { requests: 100, windowMs: 10_000 }],
    ["7/second", { requests: 7, windowMs: 1_000 }],
    ["100 / min", { requests: 100, windowMs: 60_000 }],
    ["5000/2 hours", { requests: 5_000, windowMs: 7_200_000 }],
    ["250000/day", { requests: 250_000, windowMs: DAY_MS, reserve: 0.2, resetsAt: MIDNIGHT }],
    ["100000/24h", { requests: 100_000, windowMs: DAY_MS, reserve: 0.2 }],
  ])("%s", (text, limit) => {
    expect(readLimit(text)).toEqual(limit);
  });

  test("as a map tells what is left to people and when its day begins", () => {
    const map = { requests: 30_000, per: "day", reserve: "12.5%", resetsAt: "03:30 Europe/Moscow" };
    const resetsAt = { minutes: 210, zone: "Europe/Moscow" };
    expect(readLimit(map)).toEqual({ requests: 30_000, windowMs: DAY_MS, reserve: 0.125, resetsAt });
    expect(readLimit({ requests: 10, per: "day", reserve: "0%" })).toEqual({
      requests: 10,
      windowMs: DAY_MS,
      resetsAt: MIDNIGHT,
    });
  });

  test.each([
    ...[
      "",
      "100",
      "/10s",
      "0/10s",
      "1.5/s",
      "100/0s",
      "100/fortnight",
      "100/2 days",
      "100/25h",
      "-5/s",
      "9e3/day",
    ],
    { requests: 10, per: "10s", resetsAt: "00:00" },
    { requests: 10, per: "day", resetsAt: "24:00" },
    { requests: 10, per: "day", resetsAt: "00:00 Europe/Atlantis" },
    { requests: 10, per: "day", reserve: "100%" },
    { requests: 10, per: "day", reserve: "0.2" },
    { requests: 2 ** 60, per: "day" },
  ])("%j is none", (given) => {
    expect(readLimit(given)).toBeNull();
  });
});

describe("hours in the config", () => {
  const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

  test.each([
    ["22:00-06:00 Europe/Moscow", { days: EVERY_DAY, from: 1_320, to: 1_800, zone: "Europe/Moscow" }],
    ["mon-fri 9:00 - 18:30 UTC", { days: [1, 2, 3, 4, 5], from: 540, to: 1_110, zone: "UTC" }],
    ["Fri-Mon 00:00-24:00 UTC", { days: [5, 6, 0, 1], from: 0, to: 1_440, zone: "UTC" }],
    ["Sun 00:00-00:00 UTC", { days: [0], from: 0, to: 1_440, zone: "UTC" }],
  ])("%s", (text, span) => {
    expect(readHours(text)).toEqual(span);
  });

  test("are by the machine's clocks where no zone is named", () => {
    expect(readHours("22:00-06:00")?.zone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  test.each([
    "",
    "22-06",
    "22:00",
    "25:00-06:00",
    "22:60-06:00",
    "24:00-06:00",
    "Xyz 1:00-2:00",
    "1:00-2:00 Mars",
  ])("%j are none", (text) => {
    expect(readHours(text)).toBeNull();
  });
});

describe("a config file", () => {
  const load = (lines: string, env: Record<string, string> = {}) => {
    const folder = tempDir();
    const head = `sources:\n  crm:\n    baseUrl: https://crm.example.com\n    token: \${TOKEN}\n`;
    writeFileSync(join(folder, "datamaster.yaml"), head + lines);
    return loadConfig({}, folder, { TOKEN: "t", ...env });
  };

  test("gives limits and hours as one or many; variables part them by commas", async () => {
    const file = await load("    limits: [50/s, {requests: 9, per: day}]\n    hours: 22:00-06:00\n");
    expect(file.config.sources).toMatchObject([
      { limits: ["50/s", { requests: 9, per: "day" }], hours: ["22:00-06:00"] },
    ]);
    const variables = await load("", {
      DATAMASTER_SOURCES__CRM__LIMITS: "50/s, 9/day",
      DATAMASTER_SOURCES__CRM__HOURS: "Mon-Fri 22:00-06:00",
    });
    expect(variables.config.sources).toMatchObject([
      { limits: ["50/s", "9/day"], hours: ["Mon-Fri 22:00-06:00"] },
    ]);
  });

  test("shows which of them is wrong", async () => {
    const wrong = load("    limits: [50/s, 9/fortnight, {requests: 0, per: day}]\n    hours: 9-23\n");
    const { message } = await wrong.then(
      () => new Error("it was taken"),
      (error: Error) => error,
    );
    for (const part of ['limits = "9/fortnight"', 'limits = "{requests: 0, per: day}"', 'hours = "9-23"'])
      expect(message).toContain(part);
    expect(message).not.toContain("50/s");
  });
});
