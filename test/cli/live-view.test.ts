import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { progressLine, renderView } from "../../src/cli/live-view.ts";
import { Screen } from "../../src/cli/screen.ts";
import { widthOf } from "../../src/cli/text.ts";
import type { ProgressSnapshot } from "../../src/collect/collect.ts";
import { english, told } from "../../src/messages/messages.ts";

const BUSY: ProgressSnapshot = {
  run: 12,
  source: "main-crm",
  clients: { done: 1204, total: 2411 },
  projects: { done: 904, total: 4018 },
  records: 404_123,
  numbers: 380_222,
  rejected: 9_000,
  quarantined: 2,
  failures: new Map([
    ["CRM_SERVER_ERROR", 8],
    ["CRM_CONNECTION", 1],
    ["CRM_THROTTLED", 40],
  ]),
  requestsPerSecond: 340,
  numbersPerSecond: 22_100,
  parked: null,
  limitFound: null,
  heldSeconds: 0,
  silentSeconds: 0,
  etaSeconds: 95,
  requests: 5_123,
  retries: 9,
  throttled: 40,
  seconds: 12.4,
};
const plain = (_style: string, text: string): string => text;
const view = (columns: number, now = BUSY, stopping = false): string[] =>
  renderView(now, { columns, paint: plain, words: english, stopping }).split("\n");

/** A terminal that only keeps what is written to it. */
function terminal(columns = 80): {
  stream: Writable & { isTTY: boolean; columns: number };
  text: () => string;
} {
  let text = "";
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY: true, columns }), text: () => text };
}

describe("the live view", () => {
  it.each([40, 60, 80, 140, 300])(
    "never fills the last of %i columns, nor more than ten lines",
    (columns) => {
      const lines = view(columns);
      expect(lines.length).toBeLessThanOrEqual(10);
      for (const line of lines) expect(widthOf(line)).toBeLessThan(columns);
    },
  );

  it("tells what is done of how much, rates, failures by kind and the time left", () => {
    const text = view(80).join("\n");
    for (const fact of [
      "1,204 / 2,411",
      "904 / ~4,018",
      "380,222",
      "22,100/s",
      "340/s",
      "8 server errors, 1 broken connection",
    ]) {
      expect(text).toContain(fact);
    }
    expect(text).toMatch(/main-crm, run 12 +12 s, about 1 min left/);
    expect(text).toMatch(/throttled 40/);
    expect(text).toMatch(/quarantined 2/);
  });

  it("tells the limit that was found, in tenths where it is small", () => {
    expect(view(80).join("\n")).not.toContain("limit found");
    expect(view(80, { ...BUSY, limitFound: 49.6 }).join("\n")).toContain("limit found: about 50/s");
    const held = { ...BUSY, limitFound: 49.6, heldSeconds: 44.2 };
    expect(view(80, held).join("\n")).toContain("limit found: about 50/s, the CRM asks to wait, about 44 s");
    expect(progressLine({ ...BUSY, limitFound: 2.46 }, english)).toContain("limit found: about 2.5/s");
  });

  it("tells of a longer silence, and whole of an outage with until when", () => {
    expect(view(80, { ...BUSY, silentSeconds: 9 }).join("\n")).not.toContain("nothing has come");
    expect(view(80, { ...BUSY, silentSeconds: 12.2 }).join("\n")).toContain("nothing has come for 12 s");
    const times = { since: 0, nextTry: Date.UTC(2026, 0, 1, 9, 30), givesUpAt: Date.UTC(2026, 0, 1, 10) };
    const why = told("connection", { host: "crm.a-rather-long-name.example.com:443", code: "EHOSTUNREACH" });
    const lines = view(80, { ...BUSY, etaSeconds: null, parked: { why, ...times } });
    expect(lines.find((line) => line.startsWith("waiting"))).toContain("The connection to crm.a");
    expect(lines).toContain("Next try 09:30:00 UTC, giving up 10:00:00 UTC; nothing is lost");
    for (const line of lines) expect(widthOf(line)).toBeLessThan(80);
  });

  it("shows a total of projects as sure once all clients are read", () => {
    const done = { ...BUSY, clients: { done: 2411, total: 2411 } };
    expect(view(80, done).join("\n")).toContain("904 / 4,018");
  });

  it("draws without totals while they are not known", () => {
    const first = {
      ...BUSY,
      clients: { done: 0, total: null },
      projects: { done: 0, total: null },
      etaSeconds: null,
    };
    expect(view(80, first).join("\n")).not.toMatch(/NaN|null|Infinity/);
  });

  it("says that it is stopping", () => {
    expect(view(80, BUSY, true).at(-1)).toMatch(/^Stopping/);
  });

  it("is one plain line where it is no terminal", () => {
    expect(progressLine(BUSY, english)).toMatch(
      /^main-crm: 12 s: clients 1,204 \/ 2,411, projects 904 \/ ~4,018, .*about 1 min left$/,
    );
  });
});

describe("the screen", () => {
  it("writes logs above a view, whole, and draws the view again below", async () => {
    const { stream, text } = terminal();
    const screen = await Screen.open(stream);
    screen.show(() => "THE VIEW");
    screen.logStream.write("a log line\n");
    screen.hide();
    const log = text().indexOf("a log line\n");
    const clear = text().lastIndexOf("\u001b[2K", log);
    expect(clear).toBeGreaterThan(text().indexOf("THE VIEW"));
    expect(text().indexOf("THE VIEW", log)).toBeGreaterThan(log);
    expect(text().slice(clear, log)).not.toContain("THE VIEW");
  });

  it("shows no view where it is no terminal", async () => {
    const { stream, text } = terminal();
    const screen = await Screen.open(Object.assign(stream, { isTTY: false }));
    screen.show(() => "THE VIEW");
    screen.line("a line");
    screen.hide();
    expect(text()).toBe("a line\n");
  });
});
