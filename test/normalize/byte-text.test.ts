import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteText, Snippet } from "../../src/normalize/byte-text.ts";
import { eachLine } from "../../src/normalize/records.ts";

const QUOTE = 0x22;

function emptyText(): ByteText {
  const text = new ByteText();
  text.use(new SharedArrayBuffer(1));
  return text;
}

const written = (text: ByteText): string => text.bytes.toString("utf8", 0, text.length);

/** Bytes as they come: text, broken text, and single bytes that mean something. */
const dirt = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 9 }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 5 }),
      fc.constantFrom("\n", "\r\n", '"', "\\", "\0", "\x1f", " ", "\x7f").map((text) => Buffer.from(text)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

describe("text in bytes", () => {
  it("copies a value as it is only where JSON would write the same", () => {
    fc.assert(
      fc.property(dirt, fc.nat(3), (bytes, ahead) => {
        const all = Buffer.concat([Buffer.alloc(ahead, "x"), bytes]);
        const json = JSON.stringify(bytes.toString()).slice(1, -1);
        const text = emptyText();
        text.reserve(bytes.length);
        const isPlain = text.plain(all, ahead, all.length, QUOTE);
        expect(isPlain).toBe(Buffer.from(json).equals(bytes));
        expect(written(text)).toBe(isPlain ? json : "");
      }),
      { numRuns: 300 },
    );
  });

  it("writes snippets and digits of any length one after the other", () => {
    const numbers = [0n, 7n, 99_999_999n, 100_000_000n, 79_161_234_567n, 4_915_112_345_678_901n];
    const beyond = [9_007_199_254_740_993n, 49_123_456_789_012_345n];
    for (const number of [...numbers, ...beyond]) {
      const text = emptyText();
      text.reserve(100);
      text.copy(new Snippet('{"e164":"+'));
      text.digits(Number(number & 0xffff_ffffn), Number(number >> 32n));
      text.copy(new Snippet("}"));
      expect(written(text)).toBe(`{"e164":"+${number}}`);
    }
  });
});

describe("lines in bytes", () => {
  it("are found wherever they end, without the end", () => {
    fc.assert(
      fc.property(dirt, (bytes) => {
        const lines: string[] = [];
        eachLine(bytes, bytes.length, (from, start, end) =>
          lines.push(Buffer.from(from.subarray(start, end)).toString("latin1")),
        );
        const expected = bytes.toString("latin1").split("\n");
        if (expected.at(-1) === "") expected.pop();
        expect(lines).toEqual(expected.map((line) => line.replace(/\r$/, "")));
      }),
      { numRuns: 300 },
    );
  });
});
