import { describe, expect, it } from "vitest";
import { compareWithGoogle } from "../../tools/phone/parity.ts";

const SHARDS = [1, 2, 3, 4, 5, 6];
const CASES_A_SHARD = 50_000;

describe("strict reading on google-libphonenumber's own plans", () => {
  it.each(SHARDS)(
    "differs nowhere from google-libphonenumber, part %i of generated texts",
    (shard) => {
      const { cases, valid, differences } = compareWithGoogle(CASES_A_SHARD, shard);
      expect(differences).toEqual([]);
      expect(cases).toBe(CASES_A_SHARD);
      expect(valid).toBeGreaterThan(CASES_A_SHARD / 4);
    },
    300_000,
  );
});
