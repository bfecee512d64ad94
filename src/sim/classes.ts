import { DatamasterError } from "../base/errors.ts";
import { DEFAULT_CLASSES } from "./classes-default.ts";
import { EXTRA_CLASSES } from "./classes-extra.ts";
import type { Region } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Typist } from "./typist.ts";

/** What a phone field holds, and what it means. */
export interface FieldValue {
  /** The field as JSON text: a string, a number or null. */
  readonly json: string;
  /** E.164 digits of the numbers that are right, in the order of the text; empty for a reject. */
  readonly numbers: readonly number[];
}

/** One way in which people get a phone field dirty. */
export interface FieldClass {
  readonly name: string;
  /** Its share of the default mix, relative to the others; 0 keeps it out. */
  readonly weight: number;
  readonly about: string;
  readonly example: string;
  /** Clients of this region have such fields. */
  applies(region: Region): boolean;
  make(typist: Typist): FieldValue;
}

/** All classes; their order is part of what a seed means, so new ones go to the end. */
export const FIELD_CLASSES: readonly FieldClass[] = [...DEFAULT_CLASSES, ...EXTRA_CLASSES];

/** Chooses a class for each record of a client's region, by weight. */
export class ClassMix {
  readonly names: readonly string[];
  readonly #chosen: readonly { readonly index: number; readonly weight: number }[];
  readonly #slots = new Map<Region, readonly number[]>();

  /** `chosen` are class names, "default" (the default mix) or "all"; throws USAGE for any other name. */
  constructor(chosen: readonly string[]) {
    const weights = new Map<number, number>();
    for (const name of chosen) for (const [index, weight] of weightsOf(name)) weights.set(index, weight);
    if (weights.size === 0) {
      throw new DatamasterError("USAGE", "No class of phone fields was chosen.", {
        data: { trouble: "simNoClass" },
      });
    }
    this.#chosen = [...weights].sort((a, b) => a[0] - b[0]).map(([index, weight]) => ({ index, weight }));
    this.names = this.#chosen.map(({ index }) => FIELD_CLASSES[index]?.name ?? "");
  }

  /** The index in {@link FIELD_CLASSES} of the class of one field. Where none applies, the first class (e164) does. */
  pick(region: Region, random: Random): number {
    let slots = this.#slots.get(region);
    if (slots === undefined) {
      slots = this.#fill(region);
      this.#slots.set(region, slots);
    }
    return random.pick(slots);
  }

  #fill(region: Region): readonly number[] {
    const usable = this.#chosen.filter(({ index }) => FIELD_CLASSES[index]?.applies(region));
    const slots = usable.flatMap(({ index, weight }) => Array<number>(weight).fill(index));
    return slots.length > 0 ? slots : [0];
  }
}

/** A class outside of the default mix weighs this much when it is asked for beside it: 1 to 2%. */
const ASKED_WEIGHT = 15;

function weightsOf(name: string): (readonly [number, number])[] {
  const all = FIELD_CLASSES.map((field, index) => [index, field.weight || ASKED_WEIGHT] as const);
  if (name === "all") return all;
  if (name === "default") return all.filter(([index]) => (FIELD_CLASSES[index]?.weight ?? 0) > 0);
  const found = all.filter(([index]) => FIELD_CLASSES[index]?.name === name);
  if (found.length > 0) return found;
  const known = FIELD_CLASSES.map((field) => field.name).join(", ");
  throw new DatamasterError("USAGE", `There is no class of phone fields named "${name}".`, {
    hint: `Use default, all or any of: ${known}.`,
    data: { trouble: "simUnknownClass", name, known },
  });
}
