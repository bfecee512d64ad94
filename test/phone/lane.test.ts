import { describe, expect, it } from "vitest";
import { CleanReader } from "../../src/phone/clean/clean.ts";
import { LaneReader, NOT_MINE } from "../../src/phone/clean/lane.ts";
import { CandidateReader } from "../../src/phone/digits/candidate.ts";
import { DirtyReader } from "../../src/phone/dirty/dirty.ts";
import { ALL_REPAIRS, EXCEL, SPLIT, UNICODE, WORDS_CUT } from "../../src/phone/repairs.ts";
import { shippedTable } from "../../src/phone/table/table.ts";
import { FIELD_CLASSES } from "../../src/sim/classes.ts";
import { REGIONS } from "../../src/sim/plan.ts";
import { Random } from "../../src/sim/random.ts";
import { Spellings, Typist } from "../../src/sim/typist.ts";
import { corpusFiles, readCorpus } from "../../tools/phone/corpus.ts";
import { Chance } from "../../tools/phone/sample.ts";

const table = shippedTable();
const FIELDS = 150;
const MUTATED = 60_000;

interface Value {
  readonly text: string;
  readonly region: string | null;
}

/** What is put into a value: signs and words of every meaning that the rules know. */
const PARTS = (
  "+|8|0|00|12|9|(|)|-| |  | - |, |,|,,|;|; |/|\n|.|. |:|: |#|x|X|х|доб. |ext |тел. |т/ф |р/с |и | или | or | Иван |e|E|l|О|@|=|%|№|'|" +
  '"|$|€|руб|р|USD|кв. |до |мая|ИНН |заказ |номер |id|www.|wa.me/|24/7|31-12-2025|2025-12-31|1) |2. |.0|.00|\u200b|\u00a0|\u202a|＋|７|–|_|~|*|**|☎|❤\ufe0f|IBAN|DE'
).split("|");

function reader(allowed: number): (value: Value) => readonly [lane: string | null, rules: () => string] {
  const candidates = new CandidateReader(table, allowed);
  const lane = new LaneReader(new CleanReader(table, candidates), allowed);
  const rules = new DirtyReader({ table, candidates, allowed, otherRegions: [] });
  return ({ text, region }) => {
    const count = lane.read(text, region);
    const easy = count === NOT_MINE ? null : JSON.stringify(laneNumbers(lane, count));
    return [easy, () => JSON.stringify(rulesNumbers(rules, rules.read(text, region)))];
  };
}

function laneNumbers(lane: LaneReader, count: number): unknown {
  if (count === 0) return lane.reason;
  return Array.from({ length: count }, (_, i) => [
    String(lane.number[i]),
    String((BigInt(lane.high(i)) << 32n) | BigInt(lane.low(i))),
    lane.label[i],
    lane.repairs[i],
    i + 1 === count ? lane.ext : undefined,
  ]);
}

function rulesNumbers(rules: DirtyReader, count: number): unknown {
  if (count === 0) return rules.reason;
  return Array.from({ length: count }, (_, i) => [
    String(rules.number(i)),
    String(rules.number(i)),
    rules.label(i),
    rules.repairs(i),
    rules.ext(i),
  ]);
}

function* typedValues(): Generator<Value> {
  const spellings = new Spellings();
  for (const field of FIELD_CLASSES) {
    for (const region of REGIONS.filter((candidate) => field.applies(candidate))) {
      const typist = new Typist(region, new Random(3, field.name, region), spellings, {
        seed: 1,
        count: 100,
      });
      for (let i = 0; i < FIELDS; i++) {
        const { json } = field.make(typist);
        const value: unknown = JSON.parse(json);
        if (value !== null) yield { text: typeof value === "string" ? value : json, region };
      }
    }
  }
}

const corpus: readonly Value[] = readCorpus(corpusFiles()).map(({ raw, region }) => ({ text: raw, region }));
const typed: readonly Value[] = [...typedValues()];

const NOTHING: Value = { text: "", region: null };

/** Values with parts taken out and put in, and values behind one another. */
function* mutatedValues(): Generator<Value> {
  const chance = new Chance(23);
  const pick = <T>(options: readonly T[], or: T): T => options[chance.below(options.length)] ?? or;
  const seeds = [...corpus, ...typed];
  for (let i = 0; i < MUTATED; i++) {
    let { text, region } = pick(seeds, NOTHING);
    if (chance.next() < 0.3) text += pick(PARTS, "") + pick(seeds, NOTHING).text;
    for (let change = chance.below(2); change >= 0; change--) {
      const at = chance.below(text.length + 1);
      const gone = chance.next() < 0.3 ? chance.below(3) : 0;
      text = text.slice(0, at) + pick(PARTS, "") + text.slice(at + gone);
    }
    if (chance.next() < 0.02) region = null;
    yield { text, region };
  }
}

/** Values that the lane reads otherwise than the rules, and how many it took. */
function compare(values: Iterable<Value>, allowed = ALL_REPAIRS): { taken: number; differences: unknown[] } {
  const read = reader(allowed);
  const differences: unknown[] = [];
  let taken = 0;
  for (const value of values) {
    const [lane, rules] = read(value);
    if (lane === null) continue;
    taken += 1;
    const expected = rules();
    if (lane !== expected) differences.push({ ...value, lane, expected });
  }
  return { taken, differences };
}

describe("the lane for usual dirty values", () => {
  it("reads the labelled values as the rules do", () => {
    const { taken, differences } = compare(corpus);
    expect(differences).toEqual([]);
    expect(taken).toBeGreaterThan(corpus.length / 10);
  });

  it("reads what people type into the bundled CRM as the rules do", () => {
    const { taken, differences } = compare(typed);
    expect(differences).toEqual([]);
    expect(taken).toBeGreaterThan(typed.length / 2);
  });

  it("reads spoiled values as the rules do, or leaves them", () => {
    const { taken, differences } = compare(mutatedValues());
    expect(differences).toEqual([]);
    expect(taken).toBeGreaterThan(MUTATED / 40);
  });

  it.each([
    "( 77763552055",
    "89161234567 и☎и 89161234568",
    "89161234567 -#12",
    "8 (9) 161234567",
    "1) 89161234567",
    "31-12-2025 89161234567",
    "ИНН 7707083893",
    "wa.me/79161234567",
    "89161234567,,12",
    "+7  (916) 123-45-67",
    "8 9l6 123-45-67",
    "89161234567 руб",
  ])("leaves %j to the rules", (text) => {
    expect(reader(ALL_REPAIRS)({ text, region: "RU" })[0]).toBeNull();
  });

  it.each([
    ["unicode", UNICODE],
    ["excel", EXCEL],
    ["words-cut", WORDS_CUT],
    ["split", SPLIT],
  ])("makes no repair of %s where that is switched off", (_name, bit) => {
    expect(compare(typed, ALL_REPAIRS & ~bit).differences).toEqual([]);
  });
});
