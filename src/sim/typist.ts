import { drawNumber, type PhoneNumber } from "./phone-number.ts";
import { planOf, REGIONS, type Region } from "./plan.ts";
import { Random } from "./random.ts";
import { compileSpelling, INTERNATIONAL_WRITINGS, type Spelling } from "./spell.ts";

interface RegionSpellings {
  readonly national: readonly Spelling[];
  readonly bare: readonly Spelling[];
  readonly numeric: readonly Spelling[];
  readonly codeDigits: readonly Spelling[];
}

/** Every writing of every region, compiled once per data set. */
export class Spellings {
  readonly international: readonly Spelling[] = INTERNATIONAL_WRITINGS.map(compileSpelling);
  readonly #regions: ReadonlyMap<Region, RegionSpellings>;

  constructor() {
    this.#regions = new Map(
      REGIONS.map((region) => {
        const plan = planOf(region);
        return [
          region,
          {
            national: plan.national.map(compileSpelling),
            bare: plan.bare.map(compileSpelling),
            numeric: plan.numeric.map(compileSpelling),
            codeDigits: plan.codeDigits.map(compileSpelling),
          },
        ] as const;
      }),
    );
  }

  of(region: Region): RegionSpellings {
    const found = this.#regions.get(region);
    if (found === undefined) throw new RangeError(`no plan for ${region}`);
    return found;
  }
}

export interface SharedNumbers {
  readonly seed: number;
  /** How many numbers of each region turn up again and again. */
  readonly count: number;
}

const SHARED_SHARE = 0.12;
const REPEATED_SHARE = 0.03;
const FOREIGN_SHARE = 0.06;
const RECENT = 64;

/** The person who typed one project's records: knows the client's region, repeats numbers, picks writings. */
export class Typist {
  readonly region: Region;
  readonly random: Random;
  readonly #spellings: Spellings;
  readonly #shared: SharedNumbers;
  readonly #recent: PhoneNumber[] = [];

  constructor(region: Region, random: Random, spellings: Spellings, shared: SharedNumbers) {
    this.region = region;
    this.random = random;
    this.#spellings = spellings;
    this.#shared = shared;
  }

  /** A number of the client's own region, sometimes one that this or another project has too. */
  own(): PhoneNumber {
    if (this.#recent.length > 0 && this.random.chance(REPEATED_SHARE)) return this.random.pick(this.#recent);
    const phone = this.#draw(this.region);
    if (this.#recent.length < RECENT) this.#recent.push(phone);
    else this.#recent[this.random.int(RECENT)] = phone;
    return phone;
  }

  /** A number of another calling code. */
  foreign(): PhoneNumber {
    const { code } = planOf(this.region);
    return this.#draw(this.random.pick(REGIONS.filter((region) => planOf(region).code !== code)));
  }

  /** A number of one region. */
  of(region: Region): PhoneNumber {
    return this.#draw(region);
  }

  /** Mostly own: for writings with a plus, which every region reads. */
  any(): PhoneNumber {
    return this.random.chance(FOREIGN_SHARE) ? this.foreign() : this.own();
  }

  e164(phone: PhoneNumber): string {
    return `+${phone.e164}`;
  }

  international(phone: PhoneNumber): string {
    return this.random.pick(this.#spellings.international)(phone);
  }

  /** As written in its own country; in a writing that begins so, where that is asked for. */
  national(phone: PhoneNumber, begins?: RegExp): string {
    const { national } = this.#spellings.of(phone.plan.region);
    if (begins === undefined) return this.random.pick(national)(phone);
    const texts = national.map((spell) => spell(phone)).filter((text) => begins.test(text));
    return this.random.pick(texts);
  }

  bare(phone: PhoneNumber): string {
    return this.random.pick(this.#spellings.of(phone.plan.region).bare)(phone);
  }

  numeric(phone: PhoneNumber): string {
    return this.random.pick(this.#spellings.of(phone.plan.region).numeric)(phone);
  }

  codeDigits(phone: PhoneNumber): string {
    return this.random.pick(this.#spellings.of(phone.plan.region).codeDigits)(phone);
  }

  /** An own number with signs or a plus in it, never digits alone. */
  formatted(phone: PhoneNumber): string {
    const kind = this.random.int(5);
    if (kind === 0) return this.e164(phone);
    return kind < 3 ? this.international(phone) : this.national(phone);
  }

  /** An own number in any everyday writing. */
  plain(phone: PhoneNumber): string {
    return this.random.chance(0.25) ? this.bare(phone) : this.formatted(phone);
  }

  #draw(region: Region): PhoneNumber {
    if (!this.random.chance(SHARED_SHARE)) return drawNumber(region, this.random);
    const which = this.random.int(this.#shared.count);
    return drawNumber(region, new Random(this.#shared.seed, "shared", region, which));
  }
}
