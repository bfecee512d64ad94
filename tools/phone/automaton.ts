import { ANY_DIGIT, type Pattern } from "./pattern.ts";

/** One pattern that a walk through the automaton is to tell of. */
export interface Goal {
  readonly pattern: Pattern;
  /** Reached by every text that begins with a match; otherwise the whole text must match. */
  readonly asPrefix: boolean;
}

/** What a text of `length` digits means, given the goals it reaches (by place); 0 for nothing. */
export type LabelOf = (reached: (goal: number) => boolean, length: number) => number;

const DEAD = 0;

/**
 * Builds minimal acyclic automata over digits that share their states: states that accept the same endings with the same
 * labels are one (after Revuz 1992). State 0 is dead; every root is a state.
 */
export class AutomatonBuilder {
  /** Ten next states for each state. */
  readonly next: number[] = new Array<number>(10).fill(DEAD);
  readonly labels: number[] = [0];
  readonly #known = new Map<string, number>([[stateKey(0, new Array<number>(10).fill(DEAD)), DEAD]]);

  /** The root from which a text of at most `maxLength` digits leads to a state with its label. */
  add(goals: readonly Goal[], labelOf: LabelOf, maxLength: number): number {
    const net = new PositionNet(goals);
    const built = new Map<string, number>();
    const build = (places: readonly number[], length: number): number => {
      const key = `${length}:${places.join()}`;
      const before = built.get(key);
      if (before !== undefined) return before;
      const label = labelOf((goal) => net.reaches(places, goal), length);
      const next = net
        .step(places)
        .map((after) => (length === maxLength || after.length === 0 ? DEAD : build(after, length + 1)));
      const state = this.#stateFor(label, next);
      built.set(key, state);
      return state;
    };
    return build([START], 0);
  }

  #stateFor(label: number, next: readonly number[]): number {
    const key = stateKey(label, next);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const state = this.labels.length;
    this.labels.push(label);
    this.next.push(...next);
    this.#known.set(key, state);
    return state;
  }
}

function stateKey(label: number, next: readonly number[]): string {
  return `${label}:${next.join()}`;
}

const START = 0;

/** The positions of all digits in several patterns and which may follow which (Glushkov's construction). */
class PositionNet {
  readonly #masks: number[] = [0];
  readonly #follow: number[][] = [[]];
  readonly #ends: Set<number>[];

  constructor(goals: readonly Goal[]) {
    this.#ends = goals.map(({ pattern, asPrefix }) => {
      const any: Pattern = { kind: "digit", mask: ANY_DIGIT };
      const ends = this.#lay(pattern, [START]);
      if (!asPrefix) return new Set(ends);
      const [tail = START] = this.#lay(any, ends);
      this.#follow[tail]?.push(tail);
      return new Set([...ends, tail]);
    });
  }

  reaches(places: readonly number[], goal: number): boolean {
    return places.some((place) => this.#ends[goal]?.has(place));
  }

  /** Positions after each digit, sorted. */
  step(places: readonly number[]): number[][] {
    const after = new Set(places.flatMap((place) => this.#follow[place] ?? []));
    const sorted = [...after].sort((a, b) => a - b);
    return Array.from({ length: 10 }, (_, digit) =>
      sorted.filter((place) => ((this.#masks[place] ?? 0) >> digit) & 1),
    );
  }

  /** Lays a pattern behind the positions `from`; returns the positions it may end on. */
  #lay(pattern: Pattern, from: readonly number[]): number[] {
    switch (pattern.kind) {
      case "digit": {
        const place = this.#masks.push(pattern.mask) - 1;
        this.#follow.push([]);
        for (const before of from) this.#follow[before]?.push(place);
        return [place];
      }
      case "sequence":
        return pattern.parts.reduce<number[]>((ends, part) => this.#lay(part, ends), [...from]);
      case "choice":
        return [...new Set(pattern.options.flatMap((option) => this.#lay(option, from)))];
      case "repeat":
        return this.#layRepeat(pattern, from);
    }
  }

  #layRepeat({ part, min, max }: Extract<Pattern, { kind: "repeat" }>, from: readonly number[]): number[] {
    let ends = [...from];
    const all = new Set(min === 0 ? from : []);
    for (let count = 1; count <= max; count++) {
      ends = this.#lay(part, ends);
      if (count >= min) for (const end of ends) all.add(end);
    }
    return [...all];
  }
}
