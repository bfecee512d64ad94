import { StopRunError } from "../base/errors.ts";
import { type FetchedPage, type ReadingOptions, targetOf } from "../collect/collect.ts";
import type { Connector, RecordPage } from "../crm/crm.ts";
import { told } from "../messages/messages.ts";
import { NumberColumns } from "../model/number-columns.ts";
import type { CrmRecord } from "../model/record.ts";
import { NUMBER_TABLE_VERSION, readValue } from "../phone/phone.ts";
import type { KeptTexts, PageReceipt, PhoneFacts, RejectedRecord, RunWriter } from "../store/store.ts";

/** Names all that readings depend on; stored with a run, so that another one makes every set be compared anew. */
export function readerVersion({ region, keep }: ReadingOptions): string {
  return `${NUMBER_TABLE_VERSION} region=${region ?? "-"} keep=${[...keep].sort().join(",")}`;
}

/** Reads one answer and saves what it holds. Throws RetryableError where the answer is no page. */
export async function savePage(
  writer: RunWriter,
  connector: Connector,
  options: ReadingOptions,
  { unit, etag, body }: FetchedPage,
): Promise<PageReceipt> {
  const savePhones = async (page: RecordPage): Promise<PageReceipt> => {
    const place = { cursor: unit.cursor, etag, next: page.next, total: null };
    return await writer.savePhones(unit, place, readRecords(page, unit.country ?? options.region, options));
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

/** Normalises a page of records. */
function readRecords(page: RecordPage, region: string | null, { keep }: ReadingOptions): PhoneFacts {
  const numbers = new NumberColumns();
  const texts: KeptTexts[] | null = keep.length > 0 ? [] : null;
  const rejected: RejectedRecord[] = [];
  for (let i = 0; i < page.length; i++) {
    const raw = page.phone(i);
    const reading = readValue(raw, region);
    if (reading.reason !== undefined) rejected.push({ record: page.id(i), raw, reason: reading.reason });
    for (const { number, region, type } of reading.numbers) {
      numbers.add(number, region, type);
      texts?.push({
        label: keep.includes("label") ? page.label(i) : null,
        contact: keep.includes("contact") ? page.contact(i) : null,
      });
    }
  }
  return { records: page.length, numbers, texts, rejected };
}

/** Records that the general parser made. */
function pageOf(records: readonly CrmRecord[], next: string | null): RecordPage {
  return {
    length: records.length,
    next,
    id: (i) => records[i]?.id ?? "",
    phone: (i) => records[i]?.phone ?? null,
    label: (i) => records[i]?.label ?? null,
    contact: (i) => records[i]?.contact ?? null,
  };
}
