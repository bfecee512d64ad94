import type { ReadingOptions } from "../collect/collect.ts";
import type { RecordPage } from "../crm/crm.ts";
import type { RepairCode } from "../model/number.ts";
import type { RepairCounts } from "../model/run.ts";
import { createReader, type NumberColumns, type NumberReader } from "../phone/phone.ts";
import type { KeptTexts, PageNumbers, PhoneFacts, RejectedRecord } from "../store/store.ts";

/** 8 of digits and 2 of the kind's place. */
const BYTES_OF_NUMBER = 10;

/** Reads pages of records for one source; its buffers are used again for each page. */
export class RecordReader {
  readonly #reader: NumberReader;
  readonly #columns: NumberColumns;

  constructor(otherRegions: readonly string[]) {
    this.#reader = createReader({ otherRegions });
    this.#columns = this.#reader.createColumns();
  }

  read(page: RecordPage, region: string | null, { keep }: ReadingOptions): PhoneFacts {
    const columns = this.#columns;
    columns.clear();
    this.#readPhones(page, region);
    const rejected: RejectedRecord[] = [];
    for (let i = 0; i < page.length; i++) {
      const reason = columns.reasonOf(i);
      if (reason !== undefined) rejected.push({ record: page.id(i), raw: page.phone(i), reason });
    }
    const numbers = this.#numbers();
    const texts = keep.length > 0 ? keptTexts(page, columns.valueOf.subarray(0, columns.length), keep) : null;
    return { records: page.length, numbers, texts, rejected, repaired: this.#repairs() };
  }

  /** In a buffer of their own, which can be moved to another thread. */
  #numbers(): PageNumbers {
    const columns = this.#columns;
    const { length } = columns;
    const buffer = new ArrayBuffer(length * BYTES_OF_NUMBER);
    const digits = new BigUint64Array(buffer, 0, length);
    digits.set(columns.number.subarray(0, length));
    const kindAt = new Uint16Array(buffer, digits.byteLength, length);
    const labels: number[] = [];
    for (let i = 0; i < length; i++) {
      const label = columns.kind[i] ?? 0;
      const place = labels.indexOf(label);
      kindAt[i] = place < 0 ? labels.push(label) - 1 : place;
    }
    const kinds = labels.map((label) => ({ region: columns.regionOf(label), type: columns.typeOf(label) }));
    return { digits, kindAt, kinds };
  }

  #repairs(): RepairCounts {
    const columns = this.#columns;
    const counts: Partial<Record<RepairCode, number>> = {};
    for (let place = 0; place < columns.length; place++) {
      if (columns.repairs[place] === 0) continue;
      for (const code of columns.repairsOf(place) ?? []) counts[code] = (counts[code] ?? 0) + 1;
    }
    return counts;
  }

  #readPhones(page: RecordPage, region: string | null): void {
    const { bytes } = page;
    for (let i = 0; i < page.length; i++) {
      const start = page.phoneStart(i);
      if (start >= 0) this.#reader.readBytes(bytes, start, page.phoneEnd(i), region, this.#columns);
      else this.#columns.addReading(this.#reader.read(page.phone(i), region));
    }
  }
}

function keptTexts(page: RecordPage, records: Uint32Array, keep: ReadingOptions["keep"]): KeptTexts[] {
  const [labels, contacts] = [keep.includes("label"), keep.includes("contact")];
  return Array.from(records, (record) => ({
    label: labels ? page.label(record) : null,
    contact: contacts ? page.contact(record) : null,
  }));
}
