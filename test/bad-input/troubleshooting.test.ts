import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ERROR_CODES } from "../../src/base/errors.ts";
import { ROOT } from "../helpers/root.ts";

const page = readFileSync(join(ROOT, "docs/troubleshooting.md"), "utf8");
const named = new Set([...page.matchAll(/`([A-Z]+(?:_[A-Z]+)*)`/g)].map(([, code = ""]) => code));

it("docs/troubleshooting.md says of every error what to do", () => {
  expect(Object.keys(ERROR_CODES).filter((code) => !named.has(code))).toEqual([]);
});

it("docs/troubleshooting.md names no error that does not exist", () => {
  const known = new Set(Object.keys(ERROR_CODES));
  const codes = [...named].filter((code) => /^(CRM|STORE|RUN|CONFIG|OUTPUT)_/.test(code));
  expect(codes.filter((code) => !known.has(code))).toEqual([]);
});
