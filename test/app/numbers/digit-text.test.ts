import { expect, test } from "vitest";
import { DIGITS_WIDTH, digitText } from "../../../src/app/numbers/digit-text.ts";

test("the text of numbers holds the digits of each, whatever their length, and a blank behind them", () => {
  const numbers = [
    1234567n,
    999_999_999n,
    1_000_000_000n,
    1_000_000_001n,
    79_000_000_009n,
    79_161_234_567n,
    79_161_234_568n,
    79_999_999_999n,
    80_000_000_000n,
    4_915_123_456_789_012n,
    9_007_199_254_740_991n,
    9_007_199_254_740_993n,
    49_151_234_567_890_123n,
  ];
  const text = digitText(new BigUint64Array(numbers)).toString("latin1");
  const read = numbers.map((_, at) => text.slice(at * DIGITS_WIDTH, (at + 1) * DIGITS_WIDTH));
  expect(read.map((one) => one.trim())).toEqual(numbers.map(String));
  expect(read.filter((one) => !one.endsWith(" "))).toEqual([]);
});
