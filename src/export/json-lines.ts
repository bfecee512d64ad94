import type { Cell, Column } from "./columns.ts";

/** Makes the function that writes rows as JSON Lines: an object a row, its keys in the order of the columns. */
export function jsonLines(columns: readonly Column[]): (cells: readonly Cell[]) => string {
  const keys = columns.map(({ name }, at) => `${at === 0 ? "{" : ","}${JSON.stringify(name)}:`);
  const isText = columns.map(({ kind }) => kind === "text");
  return (cells) => {
    let line = "";
    for (let at = 0; at < keys.length; at++) {
      const cell = cells[at] ?? null;
      line += keys[at];
      line += cell === null ? "null" : isText[at] ? JSON.stringify(cell) : `"${cell}"`;
    }
    return `${line}}\n`;
  };
}
