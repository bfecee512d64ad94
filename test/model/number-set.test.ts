import { expect, test } from "vitest";
import { NumberSet } from "../../src/model/number-set.ts";

test("a set of numbers holds what it was made of and nothing else, whatever their length", () => {
  const held = [7n, 79160000000n, 79160000001n, 2n ** 53n, 2n ** 53n + 1n, 99999999999999999n];
  const set = new NumberSet(BigUint64Array.from(held));
  expect(held.filter((number) => !set.has(number))).toEqual([]);
  const others = held.flatMap((number) => [number - 1n, number + 1n, number + 2n ** 32n]);
  expect(others.filter((number) => set.has(number) !== held.includes(number))).toEqual([]);
  const halves = (number: bigint): [number, number] => [Number(number & 0xffffffffn), Number(number >> 32n)];
  expect(
    [...held, ...others].filter((number) => set.hasHalves(...halves(number)) !== set.has(number)),
  ).toEqual([]);
  expect(set.size).toBe(6);
  expect(new NumberSet(new BigUint64Array(0)).has(0n)).toBe(false);
});
