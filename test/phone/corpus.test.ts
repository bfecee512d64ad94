import { describe, expect, it } from "vitest";
import { createReader, type NumberReader } from "../../src/phone/phone.ts";
import {
  type CorpusRow,
  corpusFiles,
  isRight,
  labelOf,
  readCorpus,
  rowsOf,
  told,
} from "../../tools/phone/corpus.ts";
import { GENERATED, generatedText } from "../../tools/phone/corpus-files.ts";

const readers = new Map<string, NumberReader>();

function readerFor(otherRegions: readonly string[]): NumberReader {
  const key = otherRegions.join();
  const known = readers.get(key);
  if (known) return known;
  const reader = createReader({ otherRegions });
  readers.set(key, reader);
  return reader;
}

/** The rows that are read otherwise than their label says, in lines for people. */
function wrongOf(rows: readonly CorpusRow[]): string[] {
  return rows.flatMap((row) => {
    const reading = readerFor(row.otherRegions).read(row.raw, row.region);
    if (isRight(row, reading)) return [];
    const place = `${row.file}:${row.line}`;
    return [`${place} ${JSON.stringify(row.raw)} in ${row.region}: ${told(reading)}, not ${labelOf(row)}`];
  });
}

describe.each(corpusFiles())("every value of %s is read as its label says", (file) => {
  const byKind = Map.groupBy(readCorpus([file]), ({ kind }) => kind);
  it.each([...byKind])("%s", (_kind, rows) => {
    expect(wrongOf(rows)).toEqual([]);
  });
});

describe("values that nobody has seen before", () => {
  it.each(GENERATED)("drawn as those of %s are read as they are meant", (file) => {
    const rows = [1, 2].flatMap((seed) => rowsOf(`seed ${seed} of ${file}`, generatedText(file, seed)));
    expect(rows.length).toBeGreaterThan(1_000);
    expect(wrongOf(rows)).toEqual([]);
  });
});
