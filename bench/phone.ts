import google from "google-libphonenumber";
import parsePhoneNumber, { type CountryCode } from "libphonenumber-js/max";
import { readStrict, readValue } from "../src/phone/phone.ts";
import { generateDataset } from "../src/sim/generate.ts";
import { recordTruths } from "../src/sim/truth.ts";

/*
 * Values read a second on one core, and ratios to libphonenumber-js (max) and google-libphonenumber on the same values in
 * the same run. Rates are by CPU time of this process, rounds of the engines interleaved, medians of the rounds.
 */
interface Value {
  readonly text: string;
  readonly region: string;
}

interface Engine {
  readonly name: string;
  /** Reads a value and returns something of it, so that no work can be left out. */
  readonly read: (value: Value) => number;
  /** The slow ones take every n-th value. */
  readonly every: number;
}

const RECORDS = 220_000;
const ROUNDS = 3;
const util = google.PhoneNumberUtil.getInstance();

const ENGINES: readonly Engine[] = [
  { name: "readValue", read: ({ text, region }) => readValue(text, region).numbers.length, every: 1 },
  {
    name: "readStrict",
    read: ({ text, region }) => (readStrict(text, region).failure === null ? 1 : 0),
    every: 1,
  },
  { name: "libphonenumber-js max", read: readByLibphonenumberJs, every: 10 },
  { name: "google-libphonenumber", read: readByGoogle, every: 10 },
];

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
function mixedCorpus(): Value[] {
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
  for (let round = 0; round <= ROUNDS; round++) {
    for (const engine of ENGINES) {
      const rate = rateOf(engine, values);
      // The first round warms up.
      if (round > 0) rates.set(engine.name, [...(rates.get(engine.name) ?? []), rate]);
    }
  }
  const median = (name: string): number => rates.get(name)?.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0;
  console.log(`\n${title}: ${values.length} values`);
  for (const { name } of ENGINES) {
    const ratios = ["libphonenumber-js max", "google-libphonenumber"].map(
      (other) => `${(median(name) / median(other)).toFixed(1)}x`,
    );
    console.log(
      `  ${name.padEnd(22)} ${Math.round(median(name)).toLocaleString("en")} /s   ${ratios.join("   ")}`,
    );
  }
}

function rateOf({ read, every }: Engine, values: readonly Value[]): number {
  const before = process.cpuUsage();
  let count = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i += every) {
    const value = values[i];
    if (value) sum += read(value);
    count += 1;
  }
  if (sum < 0) throw new Error("nothing was read");
  const { user, system } = process.cpuUsage(before);
  return (count / (user + system)) * 1e6;
}

function readByLibphonenumberJs({ text, region }: Value): number {
  const number = parsePhoneNumber(text, region as CountryCode);
  return number?.isValid()
    ? (number.getType()?.length ?? 0) + (number.country?.length ?? 0) + number.number.length
    : 0;
}

function readByGoogle({ text, region }: Value): number {
  try {
    const number = util.parse(text, region);
    if (!util.isValidNumber(number)) return 0;
    const e164 = util.format(number, google.PhoneNumberFormat.E164);
    return e164.length + util.getNumberType(number) + (util.getRegionCodeForNumber(number)?.length ?? 0);
  } catch {
    return 0;
  }
}
