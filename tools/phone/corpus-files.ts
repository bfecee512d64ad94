import { Drawer } from "./corpus-draw.ts";
import { couldBePhone, JUNK_KINDS } from "./corpus-junk.ts";
import { KINDS, type Made } from "./corpus-kinds.ts";
import { Chance } from "./sample.ts";

/** The files of the corpus that are generated. */
export const GENERATED = ["generated.txt", "generated-junk.txt"] as const;

const HEAD = "// Made by: npx node tools/phone-corpus.ts\n";
const SEED = 2026;
const MAX_TRIES = 400;

/** The text of a generated file; another seed draws other values of the same kinds. */
export function generatedText(file: (typeof GENERATED)[number], seed = SEED): string {
  return HEAD + (file === "generated.txt" ? dirtySections(seed) : junkSections(seed + 1));
}

function dirtySections(seed: number): string {
  const chance = new Chance(seed);
  const drawer = new Drawer(chance);
  let text = "";
  for (const { kind, maker, regions, count } of KINDS) {
    for (const region of regions) {
      const made = take(count, () => maker(drawer, chance, region));
      for (const [others, rows] of Map.groupBy(made, ({ others = [] }) =>
        others.map((one) => ` +${one}`).join(""),
      ))
        text += section(`${kind} ${region}${others}`, rows);
    }
  }
  return text;
}

function section(title: string, rows: readonly Made[]): string {
  return `\n== ${title}\n${rows.map(({ raw, label }) => `${escaped(raw)} => ${label}\n`).join("")}`;
}

function junkSections(seed: number): string {
  const chance = new Chance(seed);
  let text = "";
  for (const { kind, label, regions, count, make, bare = false } of JUNK_KINDS) {
    for (const region of regions) {
      const made = take(count, () => {
        const raw = make(chance, region);
        return bare && couldBePhone(raw, region) ? null : { raw, label };
      });
      text += `\n== ${kind} ${region} => ${label}\n${made.map(({ raw }) => `${escaped(raw)}\n`).join("")}`;
    }
  }
  return text;
}

/** Up to `count` different values. */
function take(count: number, make: () => Made | null): Made[] {
  const made = new Map<string, Made>();
  for (let i = 0; i < MAX_TRIES && made.size < count; i++) {
    const one = make();
    if (one !== null) made.set(one.raw, one);
  }
  return [...made.values()];
}

function escaped(raw: string): string {
  return raw
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll(
      /[\u00a0\u00ad\u2000-\u200f\u202a-\u202f\u2060-\u206f\ufeff]/g,
      (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`,
    );
}
