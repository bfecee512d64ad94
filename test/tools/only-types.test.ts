import { expect, test } from "vitest";
import { holdsOnlyTypes } from "../../tools/guard/only-types.ts";

test("a file of types alone has no line that could run", () => {
  const text = `
    /** A port. */
    import type { A } from "./a.ts";
    export type { B } from "./b.ts";
    export interface C { a: A }
    type D = string;
    export type E = D;`;
  expect(holdsOnlyTypes(text)).toBe(true);
});

test.each([
  "export const a = 1;",
  "export interface C { a: 1 }\nexport function f() {}",
  'import { type A } from "./a.ts";',
  'export { b } from "./b.ts";',
  "export class A {}",
])("a file with anything else has: %s", (text) => {
  expect(holdsOnlyTypes(text)).toBe(false);
});
