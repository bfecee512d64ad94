import type { Cell, Column } from "./columns.ts";
import type { LineFormat } from "./lines.ts";

/** JSON Lines: an object a row, its keys in the order of the columns. */
export function jsonLines(columns: readonly Column[]): LineFormat {
  const keys = columns.map(({ name }, at) => `${at === 0 ? "{" : ","}${JSON.stringify(name)}:`);
  const isText = columns.map(({ kind }) => kind === "text");
  const textOf = (cell: Cell, at: number): string =>
    cell === null ? "null" : isText[at] ? JSON.stringify(cell) : `"${cell}"`;
  return { columns: keys.length, fieldOf: (cell, at) => keys[at] + textOf(cell, at), end: "}\n" };
}
