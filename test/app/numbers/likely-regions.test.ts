import { expect, test } from "vitest";
import { likelyRegions } from "../../../src/app/numbers/likely-regions.ts";

test("other regions are the clients' countries, commonest first, equals by their letters", () => {
  const counts = [
    { country: "UA", clients: 5 },
    { country: "KZ", clients: 5 },
    { country: "RU", clients: 9 },
  ];
  expect(likelyRegions(counts, null)).toEqual(["RU", "KZ", "UA"]);
  expect(likelyRegions([...counts].reverse(), null)).toEqual(["RU", "KZ", "UA"]);
});

test("a client without country counts for the source's region, and for nothing where that has none", () => {
  const counts = [
    { country: null, clients: 3 },
    { country: "kz", clients: 2 },
  ];
  expect(likelyRegions(counts, "BY")).toEqual(["BY", "KZ"]);
  expect(likelyRegions(counts, null)).toEqual(["KZ"]);
});

test("at most eight are tried, and what is no country code is none", () => {
  const codes = ["US", "DE", "FR", "GB", "IT", "ES", "PL", "CZ", "AT"];
  const counts = codes.map((country, i) => ({ country, clients: 100 - i }));
  expect(likelyRegions([{ country: "Россия", clients: 500 }, ...counts], null)).toEqual(codes.slice(0, 8));
});
