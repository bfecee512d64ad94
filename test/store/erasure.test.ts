import { join } from "node:path";
import { expect, test } from "vitest";
import { digitsOf } from "../../src/base/digits.ts";
import { halfSipHash } from "../../src/store/half-sip-hash.ts";
import { openSqliteAdmin, openSqliteReader, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { tempDir } from "../helpers/temp.ts";
import { erasureSuite } from "./erasure.suite.ts";

erasureSuite("SQLite", async () => {
  const folder = tempDir();
  const path = join(folder, "datamaster.db");
  return {
    folder,
    openWriter: (keyFile) => openSqliteWriter(path, keyFile),
    openAdmin: (keyFile) => openSqliteAdmin(path, "anna", keyFile),
    openReader: async () => openSqliteReader(path),
  };
});

test("the short hash is HalfSipHash-2-4: its authors' test vector of 8 bytes", () => {
  expect(halfSipHash({ low: 0x03020100, high: 0x07060504 }, 0x03020100, 0x07060504)).toBe(0x8f84b8d0);
});

test("digits of every script are the digits of a text", () => {
  expect(digitsOf("+7 (916) ١٢٣-٤٥-６７ доб. ")).toBe("79161234567");
});
