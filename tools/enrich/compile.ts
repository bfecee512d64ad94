import { brotliCompressSync, constants } from "node:zlib";
import {
  KEY_BASE,
  keyOf,
  PREFIX_TABLE_FORMAT,
  PrefixTable,
  type PrefixTableHeader,
} from "../../src/enrich/prefix-table.ts";
import { writeVarints } from "../../src/enrich/varints.ts";
import { lookUp, type Prefixes, type SourceTable } from "./source.ts";

/** Numbers from `start` on (a key) have this name, until the next span. */
interface Span {
  readonly start: number;
  readonly name: string;
}

interface Compiled {
  readonly bytes: Buffer;
  readonly spans: number;
  readonly names: number;
}

/** Makes the file of src/enrich that holds a table. Throws where it would not say what the source says. */
export function compilePrefixes(source: string, table: SourceTable): Compiled {
  const prefixes = [...table.en.keys(), ...table.ru.keys()];
  const width = prefixes.reduce((longest, prefix) => Math.max(longest, prefix.length), 0);
  const spans = joined(flatten(table.en, width), flatten(table.ru, width));
  const ids = new Map<string, number>([["", 0]]);
  const values = spans.map(({ name }) => idOf(ids, name));
  const names = Buffer.from([...ids.keys()].join("\n"));
  const starts = writeVarints(startNumbers(spans, width));
  const header: PrefixTableHeader = {
    format: PREFIX_TABLE_FORMAT,
    source,
    width,
    spans: spans.length,
    names: names.length,
    starts: starts.length,
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const raw = Buffer.concat([length, json, names, starts, writeVarints(values)]);
  const bytes = brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  });
  checkAgainst(table, bytes);
  return { bytes, spans: spans.length, names: ids.size - 1 };
}

function idOf(ids: Map<string, number>, name: string): number {
  const id = ids.get(name) ?? ids.size;
  if (id > 65_535) throw new RangeError("more different names than a table can hold");
  ids.set(name, id);
  return id;
}

/** Where a longer prefix lies in a shorter one, the longer one's name holds for as long as it goes. */
function flatten(prefixes: Prefixes, width: number): Span[] {
  const sorted = [...prefixes]
    .map(([prefix, name]) => ({
      name,
      start: keyOf(prefix, width),
      end: keyOf(prefix, width) + KEY_BASE ** (width - prefix.length),
    }))
    .sort((one, other) => one.start - other.start || other.end - one.end);
  const spans: Span[] = [{ start: 0, name: "" }];
  const open: { readonly end: number; readonly name: string }[] = [];
  const closeUntil = (start: number): void => {
    for (let top = open.at(-1); top !== undefined && top.end <= start; top = open.at(-1)) {
      open.pop();
      spans.push({ start: top.end, name: open.at(-1)?.name ?? "" });
    }
  };
  for (const { start, end, name } of sorted) {
    closeUntil(start);
    spans.push({ start, name });
    open.push({ end, name });
  }
  closeUntil(Number.POSITIVE_INFINITY);
  return tidy(spans);
}

/** Of spans with one start the last counts; one that goes on with the name before it is none of its own. */
function tidy(spans: readonly Span[]): Span[] {
  const tidied: Span[] = [];
  for (const [index, span] of spans.entries()) {
    if (spans[index + 1]?.start !== span.start && tidied.at(-1)?.name !== span.name) tidied.push(span);
  }
  return tidied;
}

/** Both languages in one: the Russian name after a tab where there is one and it differs. */
function joined(english: readonly Span[], russian: readonly Span[]): Span[] {
  const starts = [...new Set([...english, ...russian].map(({ start }) => start))].sort((a, b) => a - b);
  const nameAt = (spans: readonly Span[]): ((start: number) => string) => {
    let at = 0;
    return (start) => {
      while ((spans[at + 1]?.start ?? Number.POSITIVE_INFINITY) <= start) at++;
      return spans[at]?.name ?? "";
    };
  };
  const [en, ru] = [nameAt(english), nameAt(russian)];
  return tidy(
    starts.map((start) => {
      const [name, own] = [en(start), ru(start)];
      return { start, name: own === "" || own === name ? name : `${name}\t${own}` };
    }),
  );
}

function* startNumbers(spans: readonly Span[], width: number): Generator<number> {
  let before = 0;
  for (const { start } of spans) {
    let places = 0;
    while (places < width && start % KEY_BASE ** (places + 1) === 0) places++;
    const step = KEY_BASE ** places;
    yield places;
    yield start / step - Math.floor(before / step);
    before = start;
  }
}

/** Holds the table against the source: every prefix by itself, cut by a digit and followed by digits. */
function checkAgainst(table: SourceTable, bytes: Buffer): void {
  for (const language of ["en", "ru"] as const) {
    const compiled = new PrefixTable(bytes, language);
    for (const prefix of [...table.en.keys(), ...table.ru.keys()]) {
      for (const digits of [
        prefix,
        prefix.slice(0, -1),
        `${prefix}0000000`,
        `${prefix}9`,
        `${prefix}5678901`,
      ]) {
        const [ours, theirs] = [compiled.find(digits), lookUp(table, digits, language)];
        if (ours !== theirs) throw new Error(`${digits} is ${ours} in the table and ${theirs} in the source`);
      }
    }
  }
}
