import { createHash } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { HeldRange, Holder, NumberRange } from "./register-formats.ts";
import { VarintReader, writeVarints } from "./varints.ts";

/** What is known of an imported register as a whole. */
export interface RegisterInfo {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** ISO UTC. */
  readonly importedAt: string;
  /** The day of the oldest file, `2026-11-01`. */
  readonly sourceDate: string;
  readonly files: readonly { readonly name: string; readonly ranges: number }[];
  readonly ranges: number;
  readonly operators: number;
  /** See RegisterFormat: those that the files held ranges in, and those that none did. */
  readonly blockSize: number;
  readonly blocks: readonly number[];
  readonly missing: readonly number[];
}

const MAGIC = "DMRANGE1";
const HASH_BYTES = 32;

interface PackedHeader {
  readonly info: RegisterInfo;
  /** Bytes of the holders: a line each, their texts parted by tabs. */
  readonly holders: number;
}

/** Packs a register; the rows are sorted and do not overlap. The bytes: magic, SHA-256 of the rest, the rest in brotli. */
export function packRegister(info: RegisterInfo, rows: readonly HeldRange[]): Buffer {
  const ids = new Map<Holder, number>();
  const numbers: number[] = [];
  let end = -1;
  for (const { from, to, holder } of rows) {
    const id = ids.get(holder) ?? ids.size;
    ids.set(holder, id);
    numbers.push(from - end - 1, to - from, id);
    end = to;
  }
  const lines = [...ids.keys()].map(({ operator, place, territory, taxId }) =>
    [operator, place, territory, taxId].map((text) => text.replaceAll(/\s+/g, " ")).join("\t"),
  );
  const holders = Buffer.from(lines.join("\n"));
  const header = Buffer.from(JSON.stringify({ info, holders: holders.length } satisfies PackedHeader));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const rest = brotliCompressSync(Buffer.concat([length, header, holders, writeVarints(numbers)]), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5 },
  });
  return Buffer.concat([Buffer.from(MAGIC), sha256(rest), rest]);
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** A block's numbers are parted into so many shelves, each of which knows where its ranges begin. */
const SHELVES = 10_000;

/**
 * Ranges by number: 16 bytes a range in memory, 40 KB a block, and each holder once. A number's shelf tells which few
 * ranges are to be halved.
 */
export class Register {
  readonly info: RegisterInfo;
  readonly #starts: Float64Array;
  /** How far a range's last number is from its first. */
  readonly #spans: Uint32Array;
  readonly #holderOf: Uint32Array;
  readonly #holders: readonly Holder[];
  readonly #shelfSize: number;
  /** By block the number of its first shelf, -1 for a block that is not covered. */
  readonly #shelvesOf: Int32Array;
  /** By shelf how many ranges begin before it. */
  readonly #before: Uint32Array;

  /** Opens what {@link packRegister} made. Throws RANGES_INVALID where the bytes are not that. */
  constructor(packed: Buffer) {
    const { info, holders, numbers } = unpack(packed);
    this.info = info;
    this.#holders = holders;
    this.#starts = new Float64Array(info.ranges);
    this.#spans = new Uint32Array(info.ranges);
    this.#holderOf = new Uint32Array(info.ranges);
    let end = -1;
    for (let i = 0; i < info.ranges; i++) {
      const start = end + 1 + numbers.next();
      const span = numbers.next();
      this.#starts[i] = start;
      this.#spans[i] = span;
      this.#holderOf[i] = numbers.next();
      end = start + span;
    }
    this.#shelfSize = info.blockSize / SHELVES;
    this.#shelvesOf = new Int32Array(Math.max(...info.blocks) + 1).fill(-1);
    this.#before = new Uint32Array(info.blocks.length * SHELVES + 1);
    this.#fillShelves();
  }

  #fillShelves(): void {
    const { blocks, blockSize, ranges } = this.info;
    let index = 0;
    for (const [place, block] of blocks.toSorted((one, other) => one - other).entries()) {
      this.#shelvesOf[block] = place * SHELVES;
      for (let shelf = 0; shelf < SHELVES; shelf++) {
        const first = block * blockSize + shelf * this.#shelfSize;
        while (index < ranges && (this.#starts[index] ?? 0) < first) index++;
        this.#before[place * SHELVES + shelf] = index;
      }
    }
    this.#before[blocks.length * SHELVES] = ranges;
  }

  /** Whether the files held ranges in the number's block, so that a number which is in none is not allocated. */
  covers(number: number): boolean {
    return (this.#shelvesOf[Math.floor(number / this.info.blockSize)] ?? -1) >= 0;
  }

  /** Who holds the number; null where nobody does. */
  holderOf(number: number): Holder | null {
    return this.#holders[this.#holderOf[this.#find(number)] ?? -1] ?? null;
  }

  /** The range that the number is in; null where it is in none. */
  rangeOf(number: number): NumberRange | null {
    const index = this.#find(number);
    const from = this.#starts[index];
    return from === undefined ? null : { from, to: from + (this.#spans[index] ?? 0) };
  }

  /** The place of the number's range; -1 where it is in none. */
  #find(number: number): number {
    const block = Math.floor(number / this.info.blockSize);
    const shelves = this.#shelvesOf[block] ?? -1;
    if (shelves < 0) return -1;
    const shelf = shelves + Math.floor((number - block * this.info.blockSize) / this.#shelfSize);
    const starts = this.#starts;
    // The range may have begun before the shelf.
    let low = (this.#before[shelf] ?? 0) - 1;
    let high = this.#before[shelf + 1] ?? 0;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= number) low = middle;
      else high = middle;
    }
    return low >= 0 && number - (starts[low] ?? 0) <= (this.#spans[low] ?? 0) ? low : -1;
  }
}

function unpack(packed: Buffer): { info: RegisterInfo; holders: Holder[]; numbers: VarintReader } {
  const restAt = MAGIC.length + HASH_BYTES;
  const rest = packed.subarray(restAt);
  if (packed.toString("latin1", 0, MAGIC.length) !== MAGIC)
    throw new DatamasterError("RANGES_INVALID", told("registerForeign"));
  if (!sha256(rest).equals(packed.subarray(MAGIC.length, restAt)))
    throw new DatamasterError("RANGES_INVALID", told("registerChanged"));
  const raw = brotliDecompressSync(rest);
  const holdersAt = 4 + raw.readUInt32LE(0);
  const { info, holders: length } = JSON.parse(raw.toString("utf8", 4, holdersAt)) as PackedHeader;
  const lines = raw.toString("utf8", holdersAt, holdersAt + length).split("\n");
  const holders = lines.map((line): Holder => {
    const [operator = "", place = "", territory = "", taxId = ""] = line.split("\t");
    return { operator, place, territory, taxId };
  });
  return { info, holders, numbers: new VarintReader(raw.subarray(holdersAt + length)) };
}
