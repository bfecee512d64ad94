import { describe, expect, it } from "vitest";
import { createReader, EXPLAIN_STEPS } from "../../src/phone/phone.ts";

const reader = createReader({ otherRegions: ["UA"] });

function explained(raw: string | null, region: string | null): string[] {
  return reader.explain(raw, region).map(({ step, text, detail }) => `${step} ${text} ${detail}`.trim());
}

describe("the explanation of a value", () => {
  it("tells pieces, what was tried and the numbers with their repairs", () => {
    expect(explained("тел. 8 (495) 123-45-67/68", "RU")).toEqual([
      "piece 8 (495) 123-45-67",
      "piece 68",
      "tried 8 (495) 123-45-67 RU: valid",
      "tried 68 RU: stem",
      "number +74951234567 words-cut, split",
      "number +74951234568 split, stem",
    ]);
  });

  it("tells region by region what was tried", () => {
    expect(explained("050 123-45-67", "RU")).toEqual([
      "piece 050 123-45-67",
      "tried 050 123-45-67 RU: no number",
      "tried 050 123-45-67 UA: valid",
      "number +380501234567 other-region",
    ]);
  });

  it("tells why there is none", () => {
    expect(explained("договор № 84951234567", "RU")).toEqual([
      "piece 84951234567",
      "label 84951234567 order",
      "rejected договор № 84951234567 order",
    ]);
    expect(explained(null, "RU")).toEqual(["rejected  empty"]);
  });

  it.each([
    ["89161234567", "clean"],
    ["８9161234567", "plain"],
    ["wa.me/79161234567", "rewritten"],
    ["8 9l6 123-45-67", "look-alike"],
    ["31.12.2025", "cut"],
    ["8 495 123-45-67 доб. 5", "extension"],
    ["1-800-FLOWERS", "vanity"],
  ])("of %s has the step %s, and ends as the reading does", (raw, step) => {
    const steps = reader.explain(raw, "RU");
    expect(steps.map((one) => one.step)).toContain(step);
    for (const one of steps) expect(EXPLAIN_STEPS).toContain(one.step);
    const { numbers, reason } = reader.read(raw, "RU");
    const ends = numbers.map(({ number, ext }) => `+${number}${ext === undefined ? "" : `;ext=${ext}`}`);
    if (reason === undefined) expect(steps.slice(-ends.length).map(({ text }) => text)).toEqual(ends);
    else expect(steps.at(-1)?.detail).toBe(reason);
  });
});
