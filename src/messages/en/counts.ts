import { createFormats } from "../formats.ts";

export const formats = createFormats("en", { s: "s", min: "min", h: "h", d: "d" });

const counter =
  (one: string, many = `${one}s`) =>
  (value: number): string =>
    `${formats.count(value)} ${formats.plural(value, { one, many })}`;

/** Numbers of things: `1 client`, `2,500 clients`. */
export const counts = {
  clients: counter("client"),
  projects: counter("project"),
  records: counter("record"),
  numbers: counter("number"),
  rows: counter("row"),
  lines: counter("line"),
  values: counter("value"),
  entries: counter("entry", "entries"),
  files: counter("file"),
  ranges: counter("range"),
  operators: counter("operator"),
  retries: counter("retry", "retries"),
  tries: counter("try", "tries"),
};
