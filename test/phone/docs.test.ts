import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { REJECT_REASONS, REPAIR_CODES } from "../../src/model/number.ts";
import { EXPLAIN_STEPS } from "../../src/phone/phone.ts";

const page = readFileSync(new URL("../../docs/numbers.md", import.meta.url), "utf8");

/** First cells of the table under a heading. */
function namesUnder(heading: string): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  return Array.from(section.matchAll(/^\| `([a-z-]+)` \|/gm), ([, name = ""]) => name);
}

describe("docs/numbers.md", () => {
  it("tells every repair code in order, and no other", () => {
    expect(namesUnder("Repairs")).toEqual([...REPAIR_CODES]);
  });

  it("tells every reason in order, and no other", () => {
    expect(namesUnder("Reasons")).toEqual([...REJECT_REASONS]);
  });

  it("names every step of an explanation", () => {
    for (const step of EXPLAIN_STEPS) expect(page).toContain(`\`${step}\``);
  });
});
