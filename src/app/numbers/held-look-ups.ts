import { createEnricher, type Enricher } from "../../enrich/enrich.ts";
import { openPublicInboxes, placeholderFlags } from "../../phone/phone.ts";
import type { HeldColumns } from "./held-columns.ts";

const KNOWN = 1;
const NO_OPERATOR = 1;

/** Names of an operator. */
export interface OperatorName {
  readonly en: string;
  readonly ru: string;
}

/** Looks up of numbers what no run stores: ways in which they look made up, operators. Each number once. */
export class HeldLookUps {
  /** By the place that columns name them by; the first two are nobody. */
  readonly operators: OperatorName[] = [
    { en: "", ru: "" },
    { en: "", ru: "" },
  ];
  readonly #places = new Map<string, number>();
  readonly #inboxes = openPublicInboxes();
  readonly #en: Enricher;
  readonly #ru: Enricher;

  /** `ranges`: the folder of imported registers. Throws RANGES_INVALID where one is damaged. */
  constructor(ranges: string | null) {
    this.#en = createEnricher({ ranges, language: "en" });
    this.#ru = createEnricher({ ranges, language: "ru" });
  }

  flags({ numbers, kinds, names, lookedUp }: HeldColumns, from: number, to: number): void {
    for (let row = from; row < Math.min(to, numbers.length); row++) {
      if (lookedUp.flags[row] !== 0) continue;
      const type = names.kinds.get(kinds[row] ?? 0)?.type ?? "";
      lookedUp.flags[row] = (placeholderFlags(numbers[row] ?? 0n, type, this.#inboxes) << 1) | KNOWN;
    }
  }

  operatorsOf({ numbers, lookedUp }: HeldColumns, from: number, to: number): void {
    for (let row = from; row < Math.min(to, numbers.length); row++) {
      if (lookedUp.operators[row] === 0) lookedUp.operators[row] = this.#operatorOf(numbers[row] ?? 0n);
    }
  }

  #operatorOf(number: bigint): number {
    const en = this.#en.operatorOf(number);
    if (en === null) return NO_OPERATOR;
    const known = this.#places.get(en);
    if (known !== undefined) return known;
    const place = this.operators.push({ en, ru: this.#ru.operatorOf(number) ?? en }) - 1;
    this.#places.set(en, place);
    return place;
  }
}
