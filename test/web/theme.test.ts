import { describe, expect, test } from "vitest";
import { MARK_PAIRS, TEXT_PAIRS, TOKENS, type Token } from "../../web/src/theme/tokens.ts";

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe.each([
  ["light", 0],
  ["dark", 1],
] as const)("in the %s theme", (_name, scheme) => {
  const of = (pair: readonly [Token, Token]): number =>
    contrast(TOKENS[pair[0]][scheme], TOKENS[pair[1]][scheme]);

  test.each(TEXT_PAIRS)("%s can be read on %s", (...pair) => {
    expect(of(pair)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(MARK_PAIRS)("%s can be seen on %s", (...pair) => {
    expect(of(pair)).toBeGreaterThanOrEqual(3);
  });
});
