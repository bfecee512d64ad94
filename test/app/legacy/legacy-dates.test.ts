import { expect, test } from "vitest";
import { oldTime } from "../../../src/app/legacy/legacy-dates.ts";
import type { OldValue } from "../../../src/model/legacy.ts";

test.each<[OldValue, string | null]>([
  ["2023-02-01", "2023-02-01T00:00:00.000Z"],
  ["2023-02-01 10:20:30", "2023-02-01T10:20:30.000Z"],
  ["2023-02-01T10:20:30.123456+03:00", "2023-02-01T07:20:30.123Z"],
  ["2023-02-01T10:20Z", "2023-02-01T10:20:00.000Z"],
  ["01.02.2023", "2023-02-01T00:00:00.000Z"],
  ["1/2/2023 9:05", "2023-02-01T09:05:00.000Z"],
  [1_675_246_830n, "2023-02-01T10:20:30.000Z"],
  [1_675_246_830.5, "2023-02-01T10:20:30.500Z"],
  [1_675_246_830_250n, "2023-02-01T10:20:30.250Z"],
  ["1675246830", "2023-02-01T10:20:30.000Z"],
  ["2023-02-31", null],
  ["2023-02-01 25:00", null],
  ["0000-00-00 00:00:00", null],
  ["yesterday", null],
  ["", null],
  [79_161_234_567n, null],
  [998_901_234_567n, null],
  [5n, null],
  [null, null],
  [new Uint8Array([1]), null],
])("the time %s of an old database is read as %s", (value, time) => {
  expect(oldTime(value)).toBe(time);
});
