import fc from "fast-check";
import { expect, it } from "vitest";
import { createNumberIds } from "../../src/access/number-ids.ts";

const ids = createNumberIds(new Uint8Array(32).fill(7));
// Digits of shorter ones stand in an id by chance.
const numbers = fc.bigInt({ min: 1_000_000n, max: 99_999_999_999_999_999n });

it("names a number by letters that may stand in an address, and finds it again by them", () => {
  fc.assert(
    fc.property(numbers, (number) => {
      const id = ids.idOf(number);
      expect(id).toMatch(/^n_[\w-]{22}$/);
      expect(id).not.toContain(String(number));
      expect(ids.numberOf(id)).toBe(number);
      expect(ids.idOf(number)).toBe(id);
    }),
  );
});

it("knows no id that was changed in any letter", () => {
  const id = ids.idOf(79161234567n);
  const changed = [...id].map(
    (letter, at) => id.slice(0, at) + (letter === "A" ? "B" : "A") + id.slice(at + 1),
  );
  expect(changed.map((one) => ids.numberOf(one)).filter((number) => number !== null)).toEqual([]);
});

it("knows no id of another key, and none that is no id", () => {
  const others = createNumberIds(new Uint8Array(32).fill(8));
  expect(ids.numberOf(others.idOf(79161234567n))).toBeNull();
  for (const text of ["", "n_", "n_8fK2", `n_${"A".repeat(22)}`, `${ids.idOf(1n)}A`, ids.idOf(1n).slice(2)])
    expect(ids.numberOf(text)).toBeNull();
});
