import parsePhoneNumber, { type CountryCode } from "libphonenumber-js/max";
import { REPAIR_CODES } from "../src/model/number.ts";
import { createReader } from "../src/phone/phone.ts";
import { type CorpusRow, readCorpus } from "./phone/corpus.ts";
import { readByGoogle } from "./phone/corpus-draw.ts";

/*
 * npm run phone:compare
 * Prints, class by class of the labelled corpus, how much google-libphonenumber, libphonenumber-js and we read right, wrong
 * or not: the table of docs/numbers.md. A value with several repairs counts in each of their classes.
 */
type Outcome = "right" | "wrong" | "missed";

/** E.164 of every number that it finds. */
type Reader = (row: CorpusRow) => readonly string[];

const READERS: readonly Reader[] = [
  ({ raw, region }) => {
    const number = readByGoogle(raw, region);
    return number === null ? [] : [number];
  },
  ({ raw, region }) => {
    const number = parsePhoneNumber(raw, (region ?? undefined) as CountryCode | undefined);
    return number?.isValid() ? [number.number] : [];
  },
  ({ raw, region, otherRegions }) =>
    createReader({ otherRegions })
      .read(raw, region)
      .numbers.map(({ number }) => `+${number}`),
];

/** Right: every number and no other; wrong: one that nobody wrote. */
function outcomeOf(row: CorpusRow, read: readonly string[]): Outcome {
  const meant = row.expected.numbers.map((label) => /^\+\d+/.exec(label)?.[0] ?? "");
  if (read.some((number) => !meant.includes(number))) return "wrong";
  return meant.every((number) => read.includes(number)) ? "right" : "missed";
}

function classesOf({ file, expected: { numbers, reasons } }: CorpusRow): string[] {
  if (file === "ambiguous.txt") return ["ambiguous"];
  if (numbers.length === 0) return [reasons.length === 1 ? `none: ${reasons[0]}` : "none: anything else"];
  const codes = REPAIR_CODES.filter((code) =>
    numbers.some((label) => /\((.*)\)/.exec(label)?.[1]?.split(",").includes(code)),
  );
  const extension = numbers.some((label) => label.includes("#")) ? ["with an extension"] : [];
  return codes.length + extension.length === 0 ? ["nothing to repair"] : [...codes, ...extension];
}

const rows = readCorpus();
const classes = Map.groupBy(
  rows.flatMap((row) => classesOf(row).map((name) => ({ name, row }))),
  ({ name }) => name,
);
const order = ["nothing to repair", "with an extension", ...REPAIR_CODES, "ambiguous"];
const place = (name: string): number => (order.indexOf(name) + order.length + 1) % (order.length + 1);
const names = [...classes.keys()].sort((a, b) => place(a) - place(b) || a.localeCompare(b));

console.log("| class | for example | values | google-libphonenumber | libphonenumber-js | ours |");
console.log("| --- | --- | --- | --- | --- | --- |");
for (const name of names) {
  tell(
    name,
    (classes.get(name) ?? []).map(({ row }) => row),
  );
}
tell(
  "all with numbers",
  rows.filter(({ expected }) => expected.numbers.length > 0),
  "",
);
tell(
  "all without",
  rows.filter(({ expected }) => expected.numbers.length === 0),
  "",
);

function tell(name: string, rowsOfClass: readonly CorpusRow[], example = exampleOf(rowsOfClass)): void {
  const cells = READERS.map((read) => {
    const outcomes = rowsOfClass.map((row) => outcomeOf(row, read(row)));
    return (["right", "wrong", "missed"] as const).map((one) => percent(outcomes, one)).join(" / ");
  });
  console.log(`| ${name} | ${example} | ${rowsOfClass.length} | ${cells.join(" | ")} |`);
}

/** A short value of printable signs that has no other kind of dirt, where there is one. */
function exampleOf(rowsOfClass: readonly CorpusRow[]): string {
  const short = rowsOfClass.filter(
    ({ raw }) => raw.length < 32 && raw.trim() === raw && /^[!-~\u0400-\u04ff №＋０-９₽€]+$/.test(raw),
  );
  const [example] = short.toSorted((a, b) => strangeness(a) - strangeness(b));
  return example ? `\`${example.raw.replaceAll("|", "\\|")}\`` : "";
}

/** Values of few repairs first, and of those the ones that stand with their likes. */
function strangeness({ file, expected }: CorpusRow): number {
  return expected.numbers.join().split(",").length * 2 + (file === "ru.txt" || file === "junk.txt" ? 0 : 1);
}

function percent(outcomes: readonly Outcome[], one: Outcome): string {
  const share = (100 * outcomes.filter((outcome) => outcome === one).length) / outcomes.length;
  return share > 0 && share < 1 ? share.toFixed(1) : String(Math.round(share));
}
