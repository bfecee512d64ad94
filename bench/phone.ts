import google from "google-libphonenumber";
import parsePhoneNumber, { type CountryCode } from "libphonenumber-js/max";
import { CleanReader } from "../src/phone/clean/clean.ts";
import { CandidateReader, FAILED } from "../src/phone/digits/candidate.ts";
import { createReader, readStrict, readValue } from "../src/phone/phone.ts";
import { shippedTable } from "../src/phone/table/table.ts";
import { generateDataset } from "../src/sim/generate.ts";
import { recordTruths } from "../src/sim/truth.ts";

/*
 * Values read a second on one core, and ratios to libphonenumber-js (max) and google-libphonenumber on the same values in
 * the same run, through each of the three doors. Rates are by CPU time of this process, rounds of the engines interleaved, medians of the rounds.
 */
interface Value {
  readonly text: string;
  readonly region: string;
}

/** Values as a page of JSON gives them: strings that lie side by side. */
interface Values {
  readonly texts: readonly string[];
  readonly regions: readonly string[];
}

interface Engine {
  readonly name: string;
  /** Made ready for a set of values: reads every n-th of them and returns something of it, so that no work can be left out. */
  readonly over: (values: Values) => (every: number) => number;
  /** The slow ones take every n-th value. */
  readonly every: number;
}

const RECORDS = 220_000;
const ROUNDS = 5;
/** Rounds that are not counted: the compiler has to see dirty and clean values first. */
const WARM_UP = 4;
const util = google.PhoneNumberUtil.getInstance();

const ENGINES: readonly Engine[] = [
  each("single door", 1, (text, region) => readValue(text, region).numbers.length),
  { name: "batch door", over: batchDoor, every: 1 },
  { name: "bytes door", over: bytesDoor, every: 1 },
  each("strict", 1, (text, region) => (readStrict(text, region).failure === null ? 1 : 0)),
  each("libphonenumber-js max", 20, readByLibphonenumberJs),
  each("google-libphonenumber", 20, readByGoogle),
];

function each(name: string, every: number, read: (text: string, region: string) => number): Engine {
  return {
    name,
    every,
    over:
      ({ texts, regions }) =>
      (step) => {
        let sum = 0;
        for (let i = 0; i < texts.length; i += step) sum += read(texts[i] ?? "", regions[i] ?? "");
        return sum;
      },
  };
}

function batchDoor({ texts, regions }: Values): () => number {
  const reader = createReader();
  const columns = reader.createColumns();
  return () => {
    columns.clear();
    reader.readBatch(texts, regions, columns);
    return columns.length;
  };
}

function bytesDoor({ texts, regions }: Values): () => number {
  const reader = createReader();
  const columns = reader.createColumns();
  const bytes = Buffer.from(texts.join(""));
  const lengths = texts.map((text) => Buffer.byteLength(text));
  return () => {
    columns.clear();
    let start = 0;
    for (let i = 0; i < lengths.length; i++) {
      const end = start + (lengths[i] ?? 0);
      reader.readBytes(bytes, start, end, regions[i] ?? null, columns);
      start = end;
    }
    return columns.length;
  };
}

/** Prints the table for a dirty mixed corpus, clean E.164 and clean Russian national numbers. */
export async function phoneReading(): Promise<void> {
  const mixed = mixedCorpus();
  const numbers = mixed.flatMap(({ text }) => (/^\+\d+$/.test(text) ? [text] : []));
  const russian = numbers.filter((number) => /^\+7[3489]\d{9}$/.test(number));
  measure("dirty mixed corpus", mixed);
  measure(
    "clean E.164",
    repeated(numbers, (text) => ({ text, region: "RU" })),
  );
  measure(
    "clean RU national",
    repeated(russian, (text) => ({ text: `8${text.slice(2)}`, region: "RU" })),
  );
}

/** All fields of the simulator's default mix. */
export function mixedCorpus(): Value[] {
  const dataset = generateDataset({
    seed: 5,
    clients: 400,
    projects: 800,
    records: RECORDS,
    classes: ["default"],
  });
  const values: Value[] = [];
  for (const project of dataset.projects()) {
    for (const { phone, clientRegion } of recordTruths(dataset, project)) {
      const value: unknown = JSON.parse(phone);
      if (value !== null)
        values.push({ text: typeof value === "string" ? value : phone, region: clientRegion });
    }
  }
  return values;
}

function repeated(texts: readonly string[], toValue: (text: string) => Value): Value[] {
  return Array.from({ length: 100_000 }, (_, i) => toValue(texts[i % texts.length] ?? ""));
}

function measure(title: string, values: readonly Value[]): void {
  const rates = new Map<string, number[]>();
  const side = JSON.parse(JSON.stringify(values.map(({ text }) => text))) as string[];
  const set = { texts: side, regions: values.map(({ region }) => region) };
  const ready = ENGINES.map(({ name, every, over }) => ({ name, every, run: over(set) }));
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const { name, every, run } of ready) {
      const rate = rateOf(run, values.length, every);
      if (round >= 0) rates.set(name, [...(rates.get(name) ?? []), rate]);
    }
  }
  const median = (name: string): number => rates.get(name)?.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0;
  console.log(`\n${title}: ${values.length} values, ${shareOfClean(values)} of them clean`);
  for (const { name } of ENGINES) {
    const ratios = ["libphonenumber-js max", "google-libphonenumber"].map(
      (other) => `${(median(name) / median(other)).toFixed(1)}x`,
    );
    console.log(
      `  ${name.padEnd(22)} ${Math.round(median(name)).toLocaleString("en").padStart(10)} /s   ${ratios.join("   ")}`,
    );
  }
}

/** How many values take one walk; the others go through the rules for dirty ones. */
function shareOfClean(values: readonly Value[]): string {
  const table = shippedTable();
  const clean = new CleanReader(table, new CandidateReader(table));
  const count = values.filter(({ text, region }) => clean.readText(text, region) !== FAILED).length;
  return `${((100 * count) / values.length).toFixed(0)}%`;
}

function rateOf(run: (every: number) => number, values: number, every: number): number {
  const before = process.cpuUsage();
  if (run(every) < 0) throw new Error("nothing was read");
  const { user, system } = process.cpuUsage(before);
  return (Math.ceil(values / every) / (user + system)) * 1e6;
}

function readByLibphonenumberJs(text: string, region: string): number {
  const number = parsePhoneNumber(text, region as CountryCode);
  return number?.isValid()
    ? (number.getType()?.length ?? 0) + (number.country?.length ?? 0) + number.number.length
    : 0;
}

function readByGoogle(text: string, region: string): number {
  try {
    const number = util.parse(text, region);
    if (!util.isValidNumber(number)) return 0;
    const e164 = util.format(number, google.PhoneNumberFormat.E164);
    return e164.length + util.getNumberType(number) + (util.getRegionCodeForNumber(number)?.length ?? 0);
  } catch {
    return 0;
  }
}
