import { StopRunError } from "../base/errors.ts";
import { type FetchedPage, type ReadingOptions, targetOf } from "../collect/collect.ts";
import type { Connector, RecordPage } from "../crm/crm.ts";
import { told } from "../messages/messages.ts";
import type { CrmRecord } from "../model/record.ts";
import { createReader, NUMBER_TABLE_VERSION } from "../phone/phone.ts";
import type {
  KeptTexts,
  PageNumbers,
  PageReceipt,
  PhoneFacts,
  RejectedRecord,
  RunWriter,
} from "../store/store.ts";

/** Names all that readings depend on; stored with a run, so that another one makes every set be compared anew. */
export function readerVersion({ region, keep }: ReadingOptions): string {
  return `${NUMBER_TABLE_VERSION} region=${region ?? "-"} keep=${[...keep].sort().join(",")}`;
}

/** Reads one answer and saves what it holds. Rejects with RetryableError where the answer is no page. */
export type PageSaver = (page: FetchedPage) => Promise<PageReceipt>;

/** A saver of one source's pages, one after the other. */
export function createPageSaver(writer: RunWriter, connector: Connector, options: ReadingOptions): PageSaver {
  const reader = new RecordReader();
  return (page) => savePage(writer, connector, options, reader, page);
}

async function savePage(
  writer: RunWriter,
  connector: Connector,
  options: ReadingOptions,
  reader: RecordReader,
  { unit, etag, body }: FetchedPage,
): Promise<PageReceipt> {
  const savePhones = async (page: RecordPage): Promise<PageReceipt> => {
    const place = { cursor: unit.cursor, etag, next: page.next, total: null };
    return await writer.savePhones(unit, place, reader.read(page, unit.country ?? options.region, options));
  };
  const scanned = unit.kind === "phones" ? connector.scanPhones?.(body) : null;
  if (scanned) return await savePhones(scanned);
  const page = connector.readPage(targetOf(unit), unit.cursor, body);
  const { next, total, withoutId } = page;
  const place = { cursor: unit.cursor, etag, next, total, withoutId };
  switch (page.kind) {
    case "clients":
      if (page.items.length === 0 && next === null && options.allowEmpty !== true)
        await refuseEmpty(writer, unit);
      return await writer.saveClients(unit, place, page.items);
    case "projects":
      return await writer.saveProjects(unit, place, page.items);
    case "phones":
      return await savePhones(pageOf(page.items, next));
  }
}

/** A list of clients that ends without any would make all that the source holds gone. */
async function refuseEmpty(writer: RunWriter, unit: FetchedPage["unit"]): Promise<void> {
  const clients = await writer.clientsAtStake(unit);
  if (clients > 0) throw new StopRunError("CRM_EMPTY", told("clientsVanished", { clients }));
}

/** Normalises pages of records; its buffers are used again for each. */
class RecordReader {
  readonly #reader = createReader();
  readonly #columns = this.#reader.createColumns();

  /** What it returns is good until the next page. */
  read(page: RecordPage, region: string | null, { keep }: ReadingOptions): PhoneFacts {
    const columns = this.#columns;
    columns.clear();
    this.#readPhones(page, region);
    const rejected: RejectedRecord[] = [];
    for (let i = 0; i < page.length; i++) {
      const reason = columns.reasonOf(i);
      if (reason !== undefined) rejected.push({ record: page.id(i), raw: page.phone(i), reason });
    }
    const numbers: PageNumbers = {
      digits: columns.number.subarray(0, columns.length),
      labels: columns.kind.subarray(0, columns.length),
      kindOf: (label) => ({ region: columns.regionOf(label), type: columns.typeOf(label) }),
    };
    const texts = keep.length > 0 ? keptTexts(page, columns.valueOf.subarray(0, columns.length), keep) : null;
    return { records: page.length, numbers, texts, rejected };
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

/** Records that the general parser made. */
function pageOf(records: readonly CrmRecord[], next: string | null): RecordPage {
  return {
    length: records.length,
    next,
    bytes: new Uint8Array(0),
    phoneStart: () => -1,
    phoneEnd: () => -1,
    id: (i) => records[i]?.id ?? "",
    phone: (i) => records[i]?.phone ?? null,
    label: (i) => records[i]?.label ?? null,
    contact: (i) => records[i]?.contact ?? null,
  };
}
