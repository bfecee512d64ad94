import { describe, expect, it } from "vitest";
import { strongerExit } from "../../src/cli/cli.ts";
import { flagWords, invocationOf, quote } from "../../src/cli/shell.ts";
import { table } from "../../src/cli/table.ts";
import { oneLine, pad, shorten, widthOf, wrap } from "../../src/cli/text.ts";
import { english } from "../../src/messages/messages.ts";

describe("text for a terminal", () => {
  it("parts thousands", () => {
    const { count, counts } = english;
    expect([count(1234567), count(0), counts.clients(1), counts.clients(2500)]).toEqual([
      "1,234,567",
      "0",
      "1 client",
      "2,500 clients",
    ]);
  });

  it("tells durations in the two units that matter", () => {
    expect([0.04, 9.94, 9.96, 59.4, 61, 3599, 7500, 100_000].map(english.duration)).toEqual([
      "0.0 s",
      "9.9 s",
      "10 s",
      "59 s",
      "1 min 01 s",
      "59 min 59 s",
      "2 h 05 min",
      "1 d 4 h",
    ]);
  });

  it("lets nothing from a CRM act on the terminal, and shows no full number", () => {
    const shown = oneLine("Acme\u001b[31m\n\tcall +7 916 123-45-67\u202e \u0007");
    expect(shown).toBe("Acme\ufffd[31m call +7916***4567\ufffd \ufffd");
  });

  it("counts columns of wide, combining and styled characters", () => {
    expect([
      widthOf("日本"),
      widthOf("e\u0301"),
      widthOf("\u001b[31mred\u001b[0m"),
      widthOf("Клиент"),
    ]).toEqual([4, 1, 3, 6]);
  });

  it("shortens to the width with an ellipsis and pads to it", () => {
    expect(shorten("Полярис Авто", 8)).toBe("Полярис…");
    expect(widthOf(shorten("日本語のテキスト", 7))).toBeLessThanOrEqual(7);
    expect([pad("ab", 4), pad("ab", -4), shorten("short", 10)]).toEqual(["ab  ", "  ab", "short"]);
  });

  it("wraps words, with an indent after the first line", () => {
    expect(wrap("one two three four", 9, 2)).toEqual(["one two", "  three", "  four"]);
  });
});

describe("tables", () => {
  const columns = [
    { head: "RUN", cell: (row: { run: number }) => String(row.run), right: true },
    { head: "SOURCE", cell: () => "a-rather-long-name-of-a-source", shrinkTo: 8 },
    { head: "BEGUN", cell: () => "2026-11-22 08:48", dropAt: 1 },
  ];

  it("shrink columns that may, then drop those that may, and stay within the width", () => {
    for (const width of [80, 50, 30, 16]) {
      for (const line of table([{ run: 7 }], columns, width))
        expect(widthOf(line)).toBeLessThanOrEqual(width);
    }
    expect(table([{ run: 7 }], columns, 80)[1]).toBe("  7  a-rather-long-name-of-a-source  2026-11-22 08:48");
    expect(table([{ run: 7 }], columns, 20)[0]).not.toContain("BEGUN");
  });
});

describe("command lines to paste", () => {
  it("quote what a shell would take apart", () => {
    expect(["plain", "sqlite:./a.db", "two words", "it's", "$HOME", ""].map(quote)).toEqual([
      "plain",
      "sqlite:./a.db",
      "'two words'",
      "'it'\\''s'",
      "'$HOME'",
      "''",
    ]);
    expect(flagWords({ baseUrl: "http://x/?a&b", force: true, db: undefined, all: false })).toEqual([
      "--base-url",
      "'http://x/?a&b'",
      "--force",
    ]);
  });

  it("begin as the program was called", () => {
    const npx = ["/usr/bin/node", "/root/.npm/_npx/5ae5/node_modules/.bin/datamaster"];
    const script = ["/opt/node 24/bin/node", "/srv/dm/bin/datamaster.js"];
    expect(invocationOf(npx, "/srv")).toBe("npx datamaster");
    expect(invocationOf(["/usr/bin/node", "/usr/local/bin/datamaster"], "/srv")).toBe("datamaster");
    expect(invocationOf(script, process.cwd())).toBe("npx datamaster");
    expect(invocationOf(script, "/")).toBe("'/opt/node 24/bin/node' /srv/dm/bin/datamaster.js");
  });
});

describe("exit codes", () => {
  it("rank 130 > 2 > 1 > 5 > 4 > 3 > 0", () => {
    const ranked = [130, 2, 1, 5, 4, 3, 0];
    for (const [index, strong] of ranked.entries()) {
      for (const weak of ranked.slice(index)) {
        expect([strongerExit(strong, weak), strongerExit(weak, strong)]).toEqual([strong, strong]);
      }
    }
  });
});
